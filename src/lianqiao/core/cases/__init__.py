"""Dossiers (办件) that move through a procedure: states, transitions, deadlines."""
