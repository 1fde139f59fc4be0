"""Indicators: figures as data, counted from the ledger, and the entries behind each of them."""
