"""Scoring a city by every score table that ships."""
