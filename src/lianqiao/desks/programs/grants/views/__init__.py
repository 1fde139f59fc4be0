"""Pages of calls and projects."""
