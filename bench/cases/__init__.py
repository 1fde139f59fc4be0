"""Measures cases: the queue of an office with thousands of them open."""
