"""What one can ask of centers."""
