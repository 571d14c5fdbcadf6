"""Links a register's reports with splink, by what dateline compares that suits it: splink_reference.py CODED TRUTH.

CODED is an output of `dateline code --format jsonl`, TRUTH a register as for `dateline evaluate clusters`. splink
(Linacre, Lindsay, Manassis, Slade and Hepworth 2022, "Splink: free software for probabilistic record linkage at
scale", International Journal of Population Data Science 7:3) learns without labels, by expectation maximisation.
Beside it stand dateline's weights without labels and those learned from other cities. Needs splink 5:
pip install 'dateline[reference]'.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import splink.blocking_rule_library as brl
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator

from dateline.coding.account import Account
from dateline.evaluation import clusters
from dateline.evaluation.cluster_run import cross_validated
from dateline.gazetteer import Gazetteer
from dateline.linking import LinkModel
from dateline.linking.background import RARE, Background, term
from dateline.linking.clustering import cluster
from dateline.linking.coded import read_coded
from dateline.linking.collection import collect
from dateline.linking.evidence import Evidence, evidence_of
from dateline.linking.linker import grouped, score_pairs

LIKELY = 0.2
"""Least weight of a town that is compared."""
CUT = 0.95
"""splink's usual probability from which on two records are one."""
CUTS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)
LEAST = 1e-4
Scored = dict[tuple[int, int], float]
Figures = dict[str, clusters.ClusterFigures]


def record(evidence: Evidence, background: Background) -> dict[str, Any]:
    """The evidence of a report as a record of lists and single values."""
    return {
        "unique_id": evidence.report,
        "names": _rare("name", evidence.names, background),
        "streets": _rare("street", evidence.streets, background),
        "towns": [str(town) for town, weight in sorted(evidence.towns.items()) if weight >= LIKELY],
        "day": _likeliest(evidence.days),
        "killed": _likeliest(evidence.killed),
        "injured": _likeliest(evidence.injured),
    }


def _rare(kind: str, terms: Iterable[str], background: Background) -> list[str]:
    """The terms that few reports have, the rarest first: common ones tell splink nothing, for it knows no shares."""
    known = sorted(terms)
    idf = background.idf(np.array([term(kind, one) for one in known], dtype=np.int64)) if known else np.zeros(0)
    rarity = dict(zip(known, idf.tolist(), strict=True))
    return sorted((one for one in known if rarity[one] >= -math.log(RARE)), key=lambda one: (-rarity[one], one))


def _likeliest(weights: Mapping[int, float]) -> int | None:
    return max(weights, key=lambda value: (weights[value], -value), default=None)


def common(column: str, *least: int) -> Any:
    """A comparison of two lists by how many values they have in common."""
    count = f"len(list_intersect({column}_l, {column}_r))"
    nothing = f"len({column}_l) = 0 OR len({column}_r) = 0"
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.CustomLevel(nothing).configure(is_null_level=True),
            *(cll.CustomLevel(f"{count} >= {number}") for number in least),
            cll.ElseLevel(),
        ],
    )


def apart(column: str, *most: int) -> Any:
    """A comparison of two numbers by how far apart they are."""
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.CustomLevel(f"{column}_l IS NULL OR {column}_r IS NULL").configure(is_null_level=True),
            *(cll.CustomLevel(f"abs({column}_l - {column}_r) <= {number}") for number in most),
            cll.ElseLevel(),
        ],
    )


def linked(records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every pair of records that splink gives a probability of `LEAST` or more, by parameters it learned itself.

    It takes comparisons for independent of each other. With words, titles, ages, times and publication too, which are
    not, it was certain of almost anything (pairwise F1 of 45), so it gets names, streets, day, town and tolls only.
    """
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[brl.CustomRule("1 = 1")],
        comparisons=[
            common("names", 4, 2, 1),
            common("streets", 1),
            common("towns", 1),
            apart("day", 0, 1, 7, 30),
            apart("killed", 0, 1),
            apart("injured", 0, 1),
        ],
    )
    api = DuckDBAPI()
    linker = Linker(api.register(pa.Table.from_pylist(list(records))), settings, log_level=None)
    names = "len(list_intersect(l.names, r.names)) > 1"
    day = "l.day = r.day AND len(list_intersect(l.towns, r.towns)) > 0"
    certain: list[Any] = [brl.CustomRule(f"{names} AND {day}")]
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e8, seed=1)
    for rule in (names, day):
        linker.training.estimate_parameters_using_expectation_maximisation(brl.CustomRule(rule))
    pairs: list[dict[str, Any]] = linker.inference.predict(threshold_match_probability=LEAST).as_record_list()
    return pairs


def components(reports: Sequence[str], pairs: Iterable[dict[str, Any]], cut: float) -> dict[str, str]:
    """Reports in groups that links of a probability of `cut` or more connect, as splink groups records."""
    root = {report: report for report in reports}

    def find(report: str) -> str:
        while root[report] != report:
            report = root[report]
        return report

    for pair in pairs:
        if pair["match_probability"] >= cut:
            low, high = sorted((find(pair["unique_id_l"]), find(pair["unique_id_r"])))
            root[high] = low
    return {report: find(report) for report in reports}


def by_log_odds(reports: Sequence[str], pairs: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Reports grouped by dateline's clustering of splink's weights (which are binary logarithms)."""
    place = {report: at for at, report in enumerate(reports)}
    weights: Scored = {}
    for pair in pairs:
        a, b = sorted((place[pair["unique_id_l"]], place[pair["unique_id_r"]]))
        weights[a, b] = float(pair["match_weight"]) * math.log(2)
    return {report: reports[group] for report, group in zip(reports, cluster(len(reports), weights), strict=True)}


def compared(
    evidence: Sequence[Evidence], truth: Mapping[str, clusters.TrueIncident], published: Mapping[str, date | None]
) -> tuple[Figures, float]:
    """Figures of splink and of dateline on the same evidence, and the seconds that splink took."""
    background = Background.load()
    collection = collect(evidence, background)
    reports = collection.reports
    started = time.perf_counter()
    pairs = linked([record(one, background) for one in sorted(evidence, key=lambda one: one.report)])
    seconds = time.perf_counter() - started
    by_cut = {cut: clusters.score(components(reports, pairs, cut), truth, published) for cut in CUTS}
    best = max(CUTS, key=lambda cut: by_cut[cut].pairwise.f1)
    untrained = LinkModel.load("untrained")
    rows = grouped(len(collection), score_pairs(collection, untrained), untrained.lift)
    ours = {reports[row]: reports[group[0]] for group in rows for row in group}
    return {
        f"splink, components at {CUT}": by_cut[CUT],
        f"splink, components at {best} (best)": by_cut[best],
        "splink, dateline's clustering": clusters.score(by_log_odds(reports, pairs), truth, published),
        "dateline, without labels": clusters.score(ours, truth, published),
        "dateline, from other cities": clusters.score(cross_validated(collection, truth), truth, published),
    }, seconds


def main() -> None:
    """Read, link both ways, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("coded", type=Path)
    parser.add_argument("truth", type=Path)
    args = parser.parse_args()
    truth, gazetteer = clusters.read_truth(args.truth), Gazetteer.open()
    reports = [report for report in read_coded(args.coded) if report.id in truth]
    evidence = [evidence_of(report, gazetteer, Account()) for report in reports]
    figures, seconds = compared(evidence, truth, {report.id: report.published for report in reports})
    print(f"{'':36s} {'P':>6s} {'R':>6s} {'F1':>6s} {'B3 F1':>6s}")
    for name, f in figures.items():
        cells = (f.pairwise.precision, f.pairwise.recall, f.pairwise.f1, f.b_cubed.f1)
        print(f"{name:36s} " + " ".join(f"{cell:6.2f}" for cell in cells))
    print(f"splink: {seconds:.1f} s for {len(evidence)} reports")


if __name__ == "__main__":
    main()
