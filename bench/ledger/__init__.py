"""Measures the ledger: what recording costs, and how fast it is verified."""
