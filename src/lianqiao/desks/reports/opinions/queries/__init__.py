"""Opinions: queries."""
