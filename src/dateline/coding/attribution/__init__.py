"""Who says what: sources, the words that attribute, and what is attributed to them."""
