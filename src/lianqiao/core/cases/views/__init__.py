"""Pages of cases and of the procedures that they follow."""
