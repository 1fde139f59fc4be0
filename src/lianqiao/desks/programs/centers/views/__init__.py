"""Pages of centers."""
