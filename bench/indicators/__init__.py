"""Measures indicators: a city's year in one pass, beside one query a figure written by hand."""
