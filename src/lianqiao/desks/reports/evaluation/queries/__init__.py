"""Evaluation: queries."""
