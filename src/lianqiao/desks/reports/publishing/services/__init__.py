"""Reports: services."""
