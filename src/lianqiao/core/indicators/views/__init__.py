"""Indicators: views."""
