"""Texts held against the ledger: models."""
