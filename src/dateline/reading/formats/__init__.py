"""One module a format; each has `read(source, limits)`, which yields items and what it set aside."""
