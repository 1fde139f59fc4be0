"""Opinions: models."""
