"""Writing coded reports: evidence cards, JSON lines, CSV, GeoJSON, Parquet."""
