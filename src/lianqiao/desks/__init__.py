"""Second floor: one Django app for each service that the city offers."""
