"""Texts held against the ledger: queries."""
