"""The evidence of items as sparse matrices, one row for each item. A row depends on its item alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dateline.linking.background import MASK, RARE, Background
from dateline.linking.blocking import keys_of
from dateline.linking.evidence import Evidence
from dateline.linking.syndication import Fingerprint
from dateline.linking.vectors import columns
from dateline.linking.whereabouts import Whereabouts, whereabouts_of

Pairs = NDArray[np.intp]
Numbers = NDArray[np.float64]
NEAR_DAYS = ((-1, 0.25), (0, 0.5), (1, 0.25))
"""How a day counts for its neighbours where reports differ by a night."""

UNPRINTED = Fingerprint(frozenset(), 0)
"""Stands for a text whose fingerprint is not known."""


@dataclass(frozen=True)
class Collection:
    """Items in a fixed order. In each matrix, the product of two rows is what the items share."""

    reports: tuple[str, ...]
    """The report of each row; empty strings where the rows stand for numbered items."""
    text: csr_array
    """TF-IDF, rows of length 1 (or 0)."""
    lead: csr_array
    titles: csr_array
    """Squared inverse document frequencies of the words of the title, rows adding up to 1 (or 0)."""
    vocabulary: csr_array
    """1 for each word of a text."""
    rare: csr_array
    """Rare words, weighted so that the product adds up their inverse document frequencies; so the next two."""
    names: csr_array
    streets: csr_array
    ages: csr_array
    times: csr_array
    dead: csr_array
    numbers: csr_array
    hours: csr_array
    """Square roots of weights, so that the product is the Bhattacharyya coefficient; so the next six."""
    days: csr_array
    near_days: csr_array
    """The same with each day spread over its neighbours."""
    towns: csr_array
    regions: csr_array
    killed: csr_array
    injured: csr_array
    kinds: csr_array
    outlets: csr_array
    published: Numbers
    """Days as ordinals; NaN where unknown, as in the next."""
    peak: Numbers
    """The day of most weight."""
    keys: tuple[NDArray[np.uint64], ...] = ()
    """The blocks of each row (see `dateline.linking.blocking`), where they were asked for; so the next."""
    whereabouts: tuple[Whereabouts, ...] = ()

    def __len__(self) -> int:
        return self.text.shape[0]


def collect(evidence: Iterable[Evidence], background: Background | None = None) -> Collection:
    """Put the evidence of reports together, in the order of their ids. Ids must differ."""
    items = sorted(evidence, key=lambda item: item.report)
    known = background or Background.load()
    found = read_collection(columns(range(len(items)), items), known, tuple(item.report for item in items))
    return replace(
        found,
        keys=tuple(keys_of(item, UNPRINTED, known) for item in items),
        whereabouts=tuple(whereabouts_of(item) for item in items),
    )


def read_collection(table: pa.Table, background: Background, reports: tuple[str, ...] = ()) -> Collection:
    """The matrices of a table with the columns of `dateline.linking.vectors.SCHEMA`, in the order of its rows."""
    words, lead, title = (_lists(table, name) for name in ("words", "lead", "title"))
    idf = background.idf(words.indices)
    days = _lists(table, "days", "days_w")
    return Collection(
        reports=reports,
        text=_unit(words, (1 + np.log(_values(table, "words_n"))) * idf),
        lead=_unit(lead, (1 + np.log(_values(table, "lead_n"))) * background.idf(lead.indices)),
        titles=_adding_up(title, background.idf(title.indices) ** 2),
        vocabulary=_with(words, np.ones(words.nnz)),
        rare=_by_rarity(words, idf),
        names=_by_rarity(names := _lists(table, "names"), background.idf(names.indices)),
        streets=_by_rarity(streets := _lists(table, "streets"), background.idf(streets.indices)),
        ages=_lists(table, "ages"),
        times=_lists(table, "times"),
        dead=_lists(table, "dead"),
        numbers=_lists(table, "numbers"),
        hours=_root(_lists(table, "hours", "hours_w")),
        days=_root(days),
        near_days=_root(_spread(days)),
        towns=_root(_lists(table, "towns", "towns_w")),
        regions=_root(_lists(table, "regions", "regions_w")),
        killed=_root(_lists(table, "killed", "killed_w")),
        injured=_root(_lists(table, "injured", "injured_w")),
        kinds=_single(table, "kind"),
        outlets=_single(table, "outlet"),
        published=table["published"].cast(pa.float64()).to_numpy(zero_copy_only=False),
        peak=_peak(days),
    )


def crossed(rows: csr_array, others: csr_array, left: Pairs, right: Pairs) -> Numbers:
    """For each pair, the product of the left row of one matrix and the right row of the other."""
    return np.asarray(rows[left].multiply(others[right]).sum(axis=1), dtype=np.float64).ravel()


def shared(matrix: csr_array, left: Pairs, right: Pairs) -> Numbers:
    """For each pair of rows, their product."""
    return crossed(matrix, matrix, left, right)


def filled(matrix: csr_array) -> NDArray[np.bool_]:
    """For each row, whether it holds anything."""
    return np.diff(matrix.indptr) > 0


def _lists(table: pa.Table, name: str, weights: str | None = None) -> csr_array:
    column = table[name].combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    ends = np.concatenate([[0], np.cumsum(column.value_lengths().fill_null(0).to_numpy(zero_copy_only=False))])
    indices = column.flatten().to_numpy(zero_copy_only=False).astype(np.int32)
    data = np.ones(len(indices)) if weights is None else _values(table, weights)
    return csr_array((data, indices, ends.astype(np.int32)), shape=(len(column), MASK))


def _values(table: pa.Table, name: str) -> Numbers:
    chunks = [chunk.flatten().to_numpy(zero_copy_only=False) for chunk in table[name].chunks]
    return np.concatenate([np.zeros(0), *chunks]).astype(np.float64)


def _with(matrix: csr_array, data: Numbers) -> csr_array:
    return csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _row_sums(matrix: csr_array, data: Numbers) -> Numbers:
    """The sum of each row's data, beside each of its entries; 1 where it is 0."""
    sums = np.asarray(_with(matrix, data).sum(axis=1), dtype=np.float64).ravel()
    sums[sums == 0] = 1.0
    return np.repeat(sums, np.diff(matrix.indptr))


def _unit(matrix: csr_array, data: Numbers) -> csr_array:
    return _with(matrix, data / np.sqrt(_row_sums(matrix, data * data)))


def _adding_up(matrix: csr_array, data: Numbers) -> csr_array:
    return _with(matrix, data / _row_sums(matrix, data))


def _by_rarity(matrix: csr_array, idf: Numbers) -> csr_array:
    rare = idf >= -np.log(RARE)
    ends = np.concatenate([[0], np.cumsum(rare)])[matrix.indptr].astype(np.int32)
    return csr_array((np.sqrt(idf[rare]), matrix.indices[rare], ends), shape=matrix.shape)


def _root(matrix: csr_array) -> csr_array:
    return _with(matrix, np.sqrt(matrix.data))


def _spread(days: csr_array) -> csr_array:
    rows = np.repeat(np.arange(days.shape[0]), np.diff(days.indptr))
    spread = csr_array(
        (
            np.concatenate([days.data * share for _, share in NEAR_DAYS]),
            (np.tile(rows, len(NEAR_DAYS)), np.concatenate([days.indices + offset for offset, _ in NEAR_DAYS])),
        ),
        shape=days.shape,
    )
    spread.sum_duplicates()
    return spread


def _peak(days: csr_array) -> Numbers:
    """The first day of most weight; NaN for a row without days."""
    rows = np.repeat(np.arange(days.shape[0]), np.diff(days.indptr))
    order = np.lexsort((days.indices, -days.data, rows))
    peak = np.full(days.shape[0], np.nan)
    first = days.indptr[:-1][filled(days)]
    peak[filled(days)] = days.indices[order][first]
    return peak


def _single(table: pa.Table, name: str) -> csr_array:
    values = table[name].to_numpy().astype(np.int32)
    known = values != 0
    ends = np.concatenate([[0], np.cumsum(known)]).astype(np.int32)
    return csr_array((np.ones(int(known.sum())), values[known], ends), shape=(len(values), MASK))
