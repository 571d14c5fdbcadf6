"""Reports, incidents and reviews, durable and versioned, on SQLite or PostgreSQL."""

from dateline.store.engine import Store
from dateline.store.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError, StoreError

__all__ = ["ConflictError", "NotAllowedError", "NotFoundError", "RefusedError", "Store", "StoreError"]
