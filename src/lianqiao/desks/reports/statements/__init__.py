"""A text that somebody published, held against the ledger sentence by sentence."""
