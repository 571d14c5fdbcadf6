"""How rare a word or name is in the news at large, so that the weight of a pair depends on the pair alone.

Inverse document frequencies taken from the reports at hand would change every weight with every report that arrives.
The packaged table comes from news that is not linked here (see training/background.py); it holds hashes and shares
of the terms of several of its reports, and no text.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal
from zlib import crc32

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dateline.linking.errors import LinkModelError

Kind = Literal["word", "name", "street"]
RARE: Final = 0.02
"""Share of the reports that a word or name may stand in to count as rare."""
MASK: Final = 0x7FFFFFFF
PACKAGED: Final = "data/background.npz"


@lru_cache(maxsize=1 << 18)
def term(kind: Kind, text: str) -> int:
    """The number (31 bits) of a term. Two of 100,000 terms share one with a chance of 1 in 20,000 each."""
    return crc32(f"{kind} {text}".encode()) & MASK


@dataclass(frozen=True)
class Background:
    """Shares of reports, by number of term. Terms that are not there are rarer than `least`."""

    version: str
    terms: NDArray[np.uint32]
    """Ascending."""
    shares: NDArray[np.float32]
    least: float

    @classmethod
    def load(cls, path: Path | None = None) -> Background:
        """The packaged table, or one made by training/background.py. Raises LinkModelError where it cannot be read."""
        source = path if path is not None else files("dateline.linking").joinpath(PACKAGED)
        try:
            with np.load(io.BytesIO(source.read_bytes()), allow_pickle=False) as table:
                shares = table["shares"].astype(np.float32) * float(table["unit"])
                return cls(str(table["version"]), table["terms"], shares.astype(np.float32), float(table["least"]))
        except (OSError, ValueError, KeyError) as error:
            raise LinkModelError(f"{source}: no table of background frequencies ({error}); make it anew") from error

    def idf(self, terms: NDArray[np.integer]) -> NDArray[np.float64]:
        """Inverse document frequencies, the natural logarithm of 1 / share."""
        # Texts share most of their terms: looked up once each, they are found in a third of the time.
        told = pa.array(terms).dictionary_encode()
        once = told.dictionary.to_numpy()
        at = np.minimum(np.searchsorted(self.terms, once), len(self.terms) - 1)
        shares = np.where(self.terms[at] == once, self.shares[at].astype(np.float64), self.least)
        found: NDArray[np.float64] = -np.log(shares)[told.indices.to_numpy()]
        return found
