"""Who takes part: organizations, people, their roles, dated facts and titles."""
