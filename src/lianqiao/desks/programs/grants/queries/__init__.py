"""What one can ask of calls, applications and projects."""
