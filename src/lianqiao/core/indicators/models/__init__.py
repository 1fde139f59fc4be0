"""Indicators: models."""
