"""Conditions written in rows: what was sent, what a page shows, and the text of both."""
