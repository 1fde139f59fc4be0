"""How well figures are read out of a city's newspaper page, and how fast."""
