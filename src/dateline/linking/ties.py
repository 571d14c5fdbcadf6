"""How much the pairs between groups weigh, summed, and which groups others may join.

Few new items touch few pairs, and to look through all of them takes longer than all else: so those of the touched items
are kept apart with what each speaks, which all levels read, and added to as more items are touched.
"""

from __future__ import annotations

from typing import Final

from dateline.linking.clustering import ABSENT, CLIP, UNIT
from dateline.linking.store import Store

# ruff: noqa: S608 (all that is put into statements here are names of tables and numbers)
_ABSENT: Final = round(ABSENT * UNIT)
MANY: Final = 0.2
"""Where more of all items than these are asked for, all pairs are taken at once."""


def _excess(lift: float) -> str:
    """How much more than an absent pair `weight` weighs, in 1/UNIT; of a pair of one crowd, more than nothing."""
    lifted = f"greatest({-CLIP}, least({CLIP}, round(weight::DOUBLE + {lift}, 4)))"
    absent = f"CASE WHEN x.crowd = y.crowd THEN 0 ELSE {_ABSENT} END"
    return f"(round({lifted} * {UNIT})::BIGINT - ({absent}))"


def _exceeding(pairs: str, lift: float) -> str:
    """The statement that tells the `excess` of pairs."""
    return (
        f"SELECT p.a, p.b, {_excess(lift)} AS excess FROM {pairs} p "
        "LEFT JOIN crowds x ON x.item = p.a LEFT JOIN crowds y ON y.item = p.b"
    )


def drop_lost(store: Store, lift: float) -> None:
    """Take the pairs of the temporary table `lost` out of `pairs`; fill the temporary table `loosened` (item).

    It holds their items, but for pairs that spoke more for a link than one that is absent and stand in two incidents:
    without these, means between groups that did not join are lower still, and all others are what they were.
    """
    store.execute(
        f"""CREATE OR REPLACE TEMP TABLE loosened AS
            WITH told AS (
              SELECT l.a, l.b, {_excess(lift)} AS excess, m.incident = n.incident AS of_one
              FROM lost l JOIN pairs p ON p.a = l.a AND p.b = l.b
              JOIN membership m ON m.item = l.a JOIN membership n ON n.item = l.b
              LEFT JOIN crowds x ON x.item = l.a LEFT JOIN crowds y ON y.item = l.b)
            SELECT DISTINCT unnest([a, b]) AS item FROM told WHERE of_one OR excess < 0"""
    )
    store.execute("DELETE FROM pairs WHERE (a, b) IN (SELECT a, b FROM lost)")


def forget_near(store: Store) -> None:
    """Empty the temporary tables `near` and `fetched`: the pairs of items, and which items."""
    store.execute("CREATE OR REPLACE TEMP TABLE near (a INTEGER, b INTEGER, excess INTEGER)")
    store.execute("CREATE OR REPLACE TEMP TABLE fetched (item INTEGER)")


def fetch_near(store: Store, lift: float) -> None:
    """See to it that the temporary table `near` (a, b, excess) holds all pairs of the items of `touched`."""
    store.execute("CREATE OR REPLACE TEMP TABLE asked AS SELECT item FROM touched EXCEPT SELECT item FROM fetched")
    asked, items = (store.rows(f"SELECT count(*) FROM {table}")[0][0] for table in ("asked", "items"))
    if asked > items * MANY:
        forget_near(store)
        store.execute(f"INSERT INTO near {_exceeding('pairs', lift)}")
        store.execute("INSERT INTO fetched SELECT item FROM items")
    elif asked:
        theirs = "(SELECT * FROM pairs SEMI JOIN asked ON item = {} ANTI JOIN fetched f ON f.item = {})"
        store.execute(f"INSERT INTO near {_exceeding(theirs.format('a', 'b'), lift)}")
        store.execute("INSERT INTO fetched SELECT item FROM asked")
        # without those that both ends brought in
        store.execute(f"INSERT INTO near {_exceeding(theirs.format('b', 'a'), lift)}")


def reach(store: Store, source: str, floor: float, lift: float) -> None:
    """Fill the temporary table `reached` (grp): the groups that those of the temporary table `stirred` may join.

    May join: the mean with one is above the floor. `source` is a table of all items with their groups, `stirred` holds
    some of its rows, whole groups of items in the temporary table `touched`.
    """
    fetch_near(store, lift)
    store.execute(
        f"""CREATE OR REPLACE TEMP TABLE beside AS
            WITH struck AS MATERIALIZED (
              SELECT n.grp, p.b AS item, p.excess FROM near p JOIN stirred n ON n.item = p.a
              UNION ALL
              SELECT n.grp, p.a, p.excess FROM near p JOIN stirred n ON n.item = p.b)
            SELECT t.grp, s.grp AS other, sum(t.excess)::BIGINT AS excess
            FROM struck t JOIN {source} s ON s.item = t.item WHERE s.grp <> t.grp GROUP BY ALL"""
    )
    store.execute(
        f"""CREATE OR REPLACE TEMP TABLE involved AS
            SELECT s.grp, count(*) AS size, count(c.item) AS crowded FROM {source} s LEFT JOIN crowds c USING (item)
            WHERE s.grp IN (SELECT grp FROM beside UNION SELECT other FROM beside) GROUP BY s.grp"""
    )
    store.execute(
        f"""CREATE OR REPLACE TEMP TABLE reached AS SELECT DISTINCT b.other AS grp
            FROM beside b JOIN involved x ON x.grp = b.grp JOIN involved y ON y.grp = b.other
            WHERE b.excess >
              ({round(floor * UNIT)} - {_ABSENT}) * (x.size * y.size) + {_ABSENT} * (x.crowded * y.crowded)"""
    )


def fill_ties(store: Store, lift: float) -> None:
    """Fill the temporary table `ties` (a, b, excess): the weighed pairs between groups, by position, a < b.

    The temporary table `standing` tells the position of the group of each item, all of the temporary table `touched`.
    """
    fetch_near(store, lift)
    # One end after the other: where groups are few and large, DuckDB may otherwise join them with each other first.
    store.execute(
        """CREATE OR REPLACE TEMP TABLE ties AS
            WITH located AS MATERIALIZED (
              SELECT x.position, p.b, p.excess FROM near p JOIN standing x ON x.item = p.a),
            crossing AS (
              SELECT least(l.position, y.position) AS a, greatest(l.position, y.position) AS b, l.excess
              FROM located l JOIN standing y ON y.item = l.b WHERE l.position <> y.position)
            SELECT a, b, sum(excess)::BIGINT AS excess FROM crossing GROUP BY a, b HAVING sum(excess) <> 0"""
    )
