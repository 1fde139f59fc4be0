"""What rules are made of: the fact dictionary, dated parameters and tables, facts in columns."""
