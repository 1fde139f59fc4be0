"""What one can do at the policies desk."""
