"""Policies from text to payout: conditions as data, claims, budgets and payments."""
