"""Opinions: services."""
