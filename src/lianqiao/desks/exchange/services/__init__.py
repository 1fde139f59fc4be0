"""What one can do at the exchange. Each function is one transaction with its ledger entries."""
