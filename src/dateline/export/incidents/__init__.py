"""Incidents for people and for tables: explained as text and as a picture, and written as CSV and GeoJSON."""
