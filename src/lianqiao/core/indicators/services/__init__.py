"""Indicators: services."""
