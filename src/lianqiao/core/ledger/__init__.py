"""What happened: append-only entries, sealed as Merkle trees."""
