"""Words of the grants in templates."""
