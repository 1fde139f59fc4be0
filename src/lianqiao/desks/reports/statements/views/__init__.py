"""Texts held against the ledger: views."""
