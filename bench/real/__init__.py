"""Real enterprises, products and papers through the importers, matched with our needs."""
