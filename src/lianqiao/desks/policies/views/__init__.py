"""Pages of the policies desk."""
