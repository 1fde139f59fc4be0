"""The city answers to its citizens. Each room of this desk is a Django app of its own."""
