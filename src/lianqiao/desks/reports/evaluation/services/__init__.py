"""Evaluation: services."""
