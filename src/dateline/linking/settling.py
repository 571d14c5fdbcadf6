"""Writing groups down as incidents: identities first, then those incidents that are new or changed, in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import pyarrow as pa

from dateline.linking.background import Background
from dateline.linking.identity import Former, Identity, Stamp, id_of, identify
from dateline.linking.model import LinkModel
from dateline.linking.store import Store
from dateline.linking.workers import Workers
from dateline.linking.writing import Batch, written

ITEMS: Final = 10_000
"""Items whose incidents are written at a time: bounds memory."""
LARGE: Final = 30
"""Incidents of more tellings came over a longer time; they are written after the others."""
_FIRST: Final = """
SELECT g.grp, i.item, i.report, i.event, i.item = i.head AS main FROM grouped g JOIN items i USING (item)
WHERE g.grp NOT IN (SELECT grp FROM olden)
QUALIFY row_number() OVER (PARTITION BY g.grp ORDER BY i.published NULLS LAST, i.report, i.event) = 1
"""
_CHANGED: Final = """
CREATE OR REPLACE TEMP TABLE changed AS
WITH held AS (
  SELECT g.grp, m.incident, count(*) AS size FROM grouped g JOIN membership m USING (item) GROUP BY ALL
), loosened AS (
  SELECT DISTINCT x.grp FROM lost l JOIN grouped x ON x.item = l.a JOIN grouped y ON y.item = l.b AND y.grp = x.grp
)
SELECT n.grp, n.size, n.id
FROM named n LEFT JOIN incidents o ON o.id = n.id LEFT JOIN held h ON h.grp = n.grp AND h.incident = n.id
WHERE NOT coalesce(
  o.members = n.size AND h.size = n.size AND o.anchor = n.anchor AND o.anchor_event = n.anchor_event
  AND o.formerly = n.formerly AND o.split_from IS NOT DISTINCT FROM n.split_from, false
) OR n.grp IN (SELECT grp FROM loosened)
"""
_INSIDE: Final = f"""
CREATE OR REPLACE TEMP TABLE inside AS
WITH dealt AS (
  SELECT c.grp, c.size, (sum(c.size) OVER (ORDER BY c.size > {LARGE}, f.item, c.grp) // {ITEMS})::INTEGER AS batch
  FROM changed c JOIN (SELECT grp, min(item) AS item FROM grouped GROUP BY grp) f USING (grp)
)
SELECT i.item, d.grp, d.size, d.batch, row_number() OVER (
  PARTITION BY d.grp ORDER BY i.published NULLS LAST, i.report, i.event)::INTEGER - 1 AS position
FROM dealt d JOIN grouped g USING (grp) JOIN items i USING (item)
ORDER BY d.batch
"""  # noqa: S608
"""Those that came about the same time are written together: what is read for a batch stands near each other."""
_INSIDE_PAIRS: Final = """
CREATE OR REPLACE TEMP TABLE inside_pairs AS
WITH located AS MATERIALIZED (
  SELECT x.batch, x.grp, x.position AS a, p.b, p.weight FROM pairs p JOIN inside x ON x.item = p.a
)
SELECT l.batch, l.grp, l.a, y.position AS b, l.weight
FROM located l JOIN inside y ON y.item = l.b AND y.grp = l.grp
ORDER BY l.batch
"""
_PART_OF: Final = """
CREATE OR REPLACE TEMP TABLE wholes AS
SELECT part, whole FROM (
  SELECT m.incident AS part, t.incident AS whole, count(*) AS told
  FROM items i JOIN membership m USING (item)
  JOIN items w ON w.head = i.head AND w.event = i.total JOIN membership t ON t.item = w.item
  WHERE i.total IS NOT NULL AND m.incident <> t.incident GROUP BY ALL
) QUALIFY row_number() OVER (PARTITION BY part ORDER BY told DESC, whole) = 1
"""


def settle(
    store: Store,
    model: LinkModel,
    background: Background,
    previous: Sequence[Former] = (),
    workers: Workers | None = None,
) -> int:
    """Give the groups of the temporary table `grouped` their identities, and write what is new or changed.

    `previous`: incidents of an earlier run that are not in the store; `workers`: who puts
    incidents together. Merges and splits are added to the log.
    Returns the number of incidents written.
    """
    run = store.number("runs")
    _name(store, previous)
    store.execute(_CHANGED)
    store.execute(
        """CREATE OR REPLACE TEMP TABLE outdated AS SELECT DISTINCT m.incident AS id FROM membership m
           SEMI JOIN grouped USING (item)"""
    )
    before = set(store.rows("SELECT id, unnest(formerly) FROM incidents SEMI JOIN outdated USING (id)"))
    split = set(store.rows("SELECT id, split_from FROM incidents SEMI JOIN outdated USING (id)"))
    store.execute("DELETE FROM membership WHERE item IN (SELECT item FROM grouped)")
    store.execute("INSERT INTO membership SELECT g.item, n.id FROM grouped g JOIN named n ON n.grp = g.grp")
    store.execute(
        """DELETE FROM incidents WHERE id IN (SELECT id FROM changed)
           OR id IN (SELECT id FROM outdated EXCEPT SELECT id FROM named)"""
    )
    for name, other in store.rows("SELECT id, unnest(formerly) FROM named ORDER BY ALL"):
        if (name, other) not in before:
            store.execute("INSERT INTO log VALUES (?, 'merge', ?, ?)", [run, name, other])
    for name, other in store.rows("SELECT id, split_from FROM named WHERE split_from IS NOT NULL ORDER BY ALL"):
        if (name, other) not in split:
            store.execute("INSERT INTO log VALUES (?, 'split', ?, ?)", [run, name, other])
    written = _write(store, model, background, run, workers or Workers())
    store.execute(_PART_OF)
    store.execute(
        """UPDATE incidents SET part_of = w.whole, run = ? FROM
             (SELECT i.id, w.whole FROM incidents i LEFT JOIN wholes w ON w.part = i.id) w
           WHERE incidents.id = w.id AND incidents.part_of IS DISTINCT FROM w.whole""",
        [run],
    )
    return written


def _name(store: Store, previous: Sequence[Former]) -> None:
    """Fill the temporary table `named`: the identity and size of each group."""
    held = [*previous, *_held(store)]
    names = pa.table(
        {
            "report": pa.array([report for f in held for report, _ in (*f.members, f.identity.anchor)], pa.string()),
            "event": pa.array([event for f in held for _, event in (*f.members, f.identity.anchor)], pa.string()),
        }
    )
    store.execute(
        """CREATE OR REPLACE TEMP TABLE olden AS SELECT DISTINCT g.grp FROM grouped g JOIN items i USING (item)
           SEMI JOIN names ON names.report = i.report AND names.event = i.event""",
        names=names,
    )
    groups: defaultdict[int, list[Stamp]] = defaultdict(list)
    main = set()
    for grp, published, report, event, is_main in store.rows(
        """SELECT g.grp, i.published, i.report, i.event, i.item = i.head FROM grouped g JOIN items i USING (item)
           SEMI JOIN olden USING (grp) ORDER BY ALL"""
    ):
        groups[grp].append((published or date.max, report, event))
        if is_main:
            main.add((report, event))
    found = dict(zip(groups, identify(list(groups.values()), held, frozenset(main)), strict=True))
    for grp, _, report, event, is_main in store.rows(_FIRST):
        found[grp] = Identity(id_of((report, event), main=is_main), (report, event))
    rows = pa.table(
        {
            "grp": pa.array(found, pa.int32()),
            "id": pa.array([identity.id for identity in found.values()], pa.string()),
            "anchor": pa.array([identity.anchor[0] for identity in found.values()], pa.string()),
            "anchor_event": pa.array([identity.anchor[1] for identity in found.values()], pa.string()),
            "formerly": pa.array([identity.formerly for identity in found.values()], pa.list_(pa.string())),
            "split_from": pa.array([identity.split_from for identity in found.values()], pa.string()),
        }
    )
    store.execute(
        """CREATE OR REPLACE TEMP TABLE named AS SELECT r.*, s.size
           FROM rows r JOIN (SELECT grp, count(*)::INTEGER AS size FROM grouped GROUP BY grp) s USING (grp)""",
        rows=rows,
    )


def _held(store: Store) -> Iterator[Former]:
    """The incidents of the store whose tellings are grouped anew."""
    members: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, report, event in store.rows(
        """SELECT m.incident, i.report, i.event FROM membership m SEMI JOIN grouped USING (item)
           JOIN items i USING (item) ORDER BY ALL"""
    ):
        members[name].append((report, event))
    for name, anchor, event, formerly, split_from in store.rows(
        """SELECT id, anchor, anchor_event, formerly, split_from FROM incidents WHERE id IN (
             SELECT m.incident FROM membership m SEMI JOIN grouped USING (item)) ORDER BY id"""
    ):
        yield Former(Identity(name, (anchor, event), tuple(formerly), split_from), tuple(members[name]))


def _write(store: Store, model: LinkModel, background: Background, run: int, workers: Workers) -> int:
    """Write the incidents of the temporary table `changed`."""
    store.execute(_INSIDE)
    store.execute(_INSIDE_PAIRS)
    numbers = [int(number) for (number,) in store.rows("SELECT DISTINCT batch FROM inside ORDER BY 1")]
    batches = (_batch(store, number, model, background, run) for number in numbers)
    total = 0
    for rows in workers.map(written, batches):
        store.execute("INSERT INTO incidents SELECT * FROM rows", rows=rows)
        total += len(rows)
    store.execute("DROP TABLE inside_pairs")
    return total


def _batch(store: Store, number: int, model: LinkModel, background: Background, run: int) -> Batch:
    items = store.arrow("SELECT item, size FROM inside WHERE batch = ? ORDER BY item", [number])
    inside = items["item"].to_numpy()
    tellings = store.arrow(
        """SELECT n.grp, n.item, t.report, t.event, t.telling FROM inside n JOIN told t USING (item)
           WHERE n.batch = ? ORDER BY n.grp, n.position""",
        [number],
        told=store.of_items("items", inside),
    )
    identities = {
        grp: Identity(name, (anchor, event), tuple(formerly), split_from)
        for grp, name, anchor, event, formerly, split_from in store.rows(
            """SELECT grp, id, anchor, anchor_event, formerly, split_from FROM named
               WHERE grp IN (SELECT grp FROM inside WHERE batch = ?)""",
            [number],
        )
    }
    pairs = store.arrow("SELECT grp, a, b, weight FROM inside_pairs WHERE batch = ?", [number])
    vectors = store.of_items("vectors", inside[items["size"].to_numpy() > 1])
    return Batch(tellings, identities, pairs, vectors, run, model, background)
