"""Evaluation: models."""
