"""Commitments: views."""
