"""Procedures as documents: forms, states and steps, readable without a database."""
