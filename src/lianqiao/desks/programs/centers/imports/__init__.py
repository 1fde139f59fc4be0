"""Lists of centers and of yearly reports: a dry run first, then all or nothing."""
