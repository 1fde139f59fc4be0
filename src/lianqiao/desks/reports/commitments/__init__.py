"""What a department promised for a year (实事), and how far it has come."""
