"""Reports: views."""
