"""Titles of organizations: granted and revoked, each with its entry in the ledger."""
