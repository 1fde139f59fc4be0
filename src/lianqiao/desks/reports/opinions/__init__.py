"""What citizens say, and the answer they get."""
