"""The evidence of many reports as sparse matrices, one row for each report."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dateline.linking.evidence import Evidence

K = TypeVar("K", int, str)
Pairs = NDArray[np.intp]
RARE = 0.02
"""Share of the reports that a word or name may stand in to count as rare; in few reports, `RARE_LEAST` of them."""
RARE_LEAST = 8
NEAR_DAYS = ((-1, 0.5), (0, 1.0), (1, 0.5))
"""How a day counts for its neighbours where reports differ by a night."""


@dataclass(frozen=True)
class Collection:
    """Reports in the order of their ids. In each matrix, the product of two rows is what the reports share."""

    reports: tuple[str, ...]
    text: csr_array
    """TF-IDF, rows of length 1 (or 0)."""
    lead: csr_array
    titles: csr_array
    """Squared inverse document frequencies of the words of the title, rows adding up to 1 (or 0)."""
    vocabulary: csr_array
    """1 for each word of a text, in the columns of `titles`."""
    rare: csr_array
    """Rare words, weighted so that the product adds up their inverse document frequencies; so the next two."""
    names: csr_array
    streets: csr_array
    ages: csr_array
    times: csr_array
    numbers: csr_array
    days: csr_array
    """Square roots of weights, so that the product is the Bhattacharyya coefficient; so the next five."""
    near_days: csr_array
    """The same with each day spread over its neighbours, in the columns of `days`."""
    towns: csr_array
    regions: csr_array
    killed: csr_array
    injured: csr_array
    kinds: csr_array
    outlets: csr_array
    published: NDArray[np.float64]
    """Days as ordinals; NaN where unknown, as in the next."""
    peak: NDArray[np.float64]
    """The day of most weight."""

    def __len__(self) -> int:
        return len(self.reports)


def collect(evidence: Iterable[Evidence]) -> Collection:
    """Put the evidence of reports together; the result does not depend on their order. Ids must differ."""
    items = sorted(evidence, key=lambda item: item.report)
    rare = max(RARE_LEAST, RARE * len(items))
    titles, vocabulary = _titles(items)
    columns: dict[int, int] = {}
    near_days = _sparse([_root(_spread(item.days)) for item in items], columns)
    return Collection(
        reports=tuple(item.report for item in items),
        text=_tf_idf([item.words for item in items]),
        lead=_tf_idf([item.lead for item in items]),
        titles=titles,
        vocabulary=vocabulary,
        rare=_by_rarity([item.words.keys() for item in items], rare),
        names=_by_rarity([item.names for item in items], rare),
        streets=_by_rarity([item.streets for item in items], rare),
        ages=_sparse([dict.fromkeys(item.ages, 1.0) for item in items]),
        times=_sparse([dict.fromkeys(item.times, 1.0) for item in items]),
        numbers=_sparse([dict.fromkeys(item.numbers, 1.0) for item in items]),
        days=_sparse([_root(item.days) for item in items], columns),
        near_days=near_days,
        towns=_sparse([_root(item.towns) for item in items]),
        regions=_sparse([_root(item.regions) for item in items]),
        killed=_sparse([_root(item.killed) for item in items]),
        injured=_sparse([_root(item.injured) for item in items]),
        kinds=_sparse([{item.kind: 1.0} if item.kind else {} for item in items]),
        outlets=_sparse([{item.outlet: 1.0} if item.outlet else {} for item in items]),
        published=_values([item.published for item in items]),
        peak=_values([max(item.days, key=item.days.__getitem__) if item.days else None for item in items]),
    )


def crossed(rows: csr_array, others: csr_array, left: Pairs, right: Pairs) -> NDArray[np.float64]:
    """For each pair, the product of the left row of one matrix and the right row of the other."""
    return np.asarray(rows[left].multiply(others[right]).sum(axis=1), dtype=np.float64).ravel()


def shared(matrix: csr_array, left: Pairs, right: Pairs) -> NDArray[np.float64]:
    """For each pair of rows, their product."""
    return crossed(matrix, matrix, left, right)


def filled(matrix: csr_array) -> NDArray[np.bool_]:
    """For each row, whether it holds anything."""
    return np.diff(matrix.indptr) > 0


def _values(values: Sequence[int | None]) -> NDArray[np.float64]:
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)


def _root(weights: Mapping[K, float]) -> dict[K, float]:
    return {key: math.sqrt(weight) for key, weight in weights.items()}


def _spread(days: Mapping[int, float]) -> dict[int, float]:
    spread: Counter[int] = Counter()
    for day, weight in days.items():
        for offset, share in NEAR_DAYS:
            spread[day + offset] += weight * share / 2  # type: ignore[assignment]
    return dict(spread)


def _sparse(rows: Sequence[Mapping[K, float]], columns: dict[K, int] | None = None) -> csr_array:
    columns = {} if columns is None else columns
    indices: list[int] = []
    data: list[float] = []
    ends = [0]
    for row in rows:
        for key, value in row.items():
            indices.append(columns.setdefault(key, len(columns)))
            data.append(value)
        ends.append(len(indices))
    matrix = csr_array((data, indices, ends), shape=(len(rows), max(len(columns), 1)), dtype=np.float64)
    matrix.sort_indices()
    return matrix


def _idf(rows: Sequence[Iterable[str]]) -> tuple[dict[str, float], Counter[str]]:
    """Inverse document frequencies ln(n / df) of all terms, and the document frequencies df."""
    frequency = Counter(term for row in rows for term in row)
    return {term: math.log(len(rows) / count) for term, count in frequency.items()}, frequency


def _tf_idf(rows: Sequence[Counter[str]]) -> csr_array:
    """(1 + ln tf) idf, rows normalised to length 1."""
    idf, frequency = _idf(rows)
    weighted = []
    for row in rows:
        # A term of one report only cannot be shared, but it counts in the length of its row.
        weights = {term: (1 + math.log(count)) * idf[term] for term, count in row.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        weighted.append({t: w / length for t, w in weights.items() if length and w and frequency[t] > 1})
    return _sparse(weighted)


def _titles(items: Sequence[Evidence]) -> tuple[csr_array, csr_array]:
    idf, _ = _idf([item.words.keys() for item in items])
    columns = {term: column for column, term in enumerate(idf)}
    weighted = []
    for item in items:
        weights = {term: idf[term] ** 2 for term in sorted(item.title)}
        total = sum(weights.values())
        weighted.append({term: weight / total for term, weight in weights.items() if total})
    return _sparse(weighted, columns), _sparse([dict.fromkeys(item.words, 1.0) for item in items], columns)


def _by_rarity(rows: Sequence[Iterable[str]], rare: float) -> csr_array:
    idf, frequency = _idf(rows)
    return _sparse(
        [{term: math.sqrt(idf[term]) for term in sorted(row) if 1 < frequency[term] <= rare} for row in rows]
    )
