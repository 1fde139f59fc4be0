"""What one can ask at the policies desk, given who asks."""
