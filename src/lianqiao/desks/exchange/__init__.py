"""Results and needs, brought together and followed to an outcome."""
