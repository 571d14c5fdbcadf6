"""How far two points lie apart."""

from __future__ import annotations

import math

EARTH_RADIUS_KILOMETRES = 6371.0


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in kilometres between two points in decimal degrees (haversine formula)."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    across = math.sin((other_phi - phi) / 2) ** 2
    along = math.sin(math.radians(other_lon - lon) / 2) ** 2
    half_chord = math.sqrt(across + math.cos(phi) * math.cos(other_phi) * along)
    return 2 * EARTH_RADIUS_KILOMETRES * math.asin(min(1.0, half_chord))  # rounding may pass 1 at the antipodes
