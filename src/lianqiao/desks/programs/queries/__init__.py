"""What one can ask of titles and their score tables."""
