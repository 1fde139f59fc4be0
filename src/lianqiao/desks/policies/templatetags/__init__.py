"""What templates of the policies desk need."""
