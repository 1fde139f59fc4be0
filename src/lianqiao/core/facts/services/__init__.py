"""What one can do with facts beyond one by one."""
