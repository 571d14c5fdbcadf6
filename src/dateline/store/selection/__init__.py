"""Which incidents are meant: filters, and what they select as a list, counts, a map and a time line."""
