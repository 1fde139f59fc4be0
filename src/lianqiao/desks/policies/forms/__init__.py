"""What the pages of the policies desk take in."""
