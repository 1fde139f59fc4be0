"""How numbers are written, where Django does it otherwise than offices do."""
