"""First floor: what every desk stands on."""
