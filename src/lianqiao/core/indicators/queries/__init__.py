"""Indicators: queries."""
