"""The desk: pages and an API in the browser to search, see and correct what the store holds."""
