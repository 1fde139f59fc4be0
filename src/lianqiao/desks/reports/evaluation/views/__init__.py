"""Evaluation: views."""
