"""Texts held against the ledger: services."""
