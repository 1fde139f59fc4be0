"""Commitments: queries."""
