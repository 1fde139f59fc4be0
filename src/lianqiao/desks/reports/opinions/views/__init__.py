"""Opinions: views."""
