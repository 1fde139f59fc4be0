"""Thousands, as accounts have them; Django groups Chinese by four digits, without a mark."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
