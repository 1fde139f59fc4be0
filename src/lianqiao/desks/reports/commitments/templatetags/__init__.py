"""What templates of commitments need."""
