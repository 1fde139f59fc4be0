"""The demo city: invented parties over real regions, industries and fields, and their year."""
