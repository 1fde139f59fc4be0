"""Writes of the desk: opening what a title asks for, reminding its holders."""
