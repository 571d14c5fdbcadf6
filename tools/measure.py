"""Write docs/quality.md: every figure of the shipped model, measured now. `make measure`.

Needs the corpora of ../shared. 95% intervals are percentiles of 500 bootstrap samples of the
reports (Efron and Tibshirani 1993, ch. 13): they tell how much another sample of like reports
could differ, not how much reports of another kind would.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from dateline.coding.coder import Coder
from dateline.coding.model import MODELS
from dateline.evaluation import gold, run
from dateline.evaluation.calibration import Bin, calibration_error, event_cases, reliability
from dateline.evaluation.muc4.ceaf import ROLES, gold_entities, score_roles
from dateline.evaluation.muc4.keys import read_templates
from dateline.evaluation.muc4.reader import MessageReader
from dateline.evaluation.muc4.run import code_messages, read_all
from dateline.evaluation.muc4.score import Muc4Figures, score_templates
from dateline.evaluation.reliability_diagram import draw
from dateline.evaluation.robustness import UNTOUCHED, evaluate_robustness
from dateline.evaluation.tally import Tally
from dateline.reading import read
from dateline.records import Report

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SAMPLES = 500
HEAD = """Figures of {made_by}, written by `make measure`. The floors that a change may
not go below are in `quality/`. Intervals are bootstrap percentiles over reports."""
GOLD_NOTE = """Two annotators agree at events F1 98, ALL FIELDS 93, row 90 by the same scorer. No report of this
set was learnt from and no threshold was chosen on it. The rules that find advertised headlines were written with one
of its reports in view; the set was run several times while the model was made, so expect a little less elsewhere."""
CALIBRATION_NOTE = """Of events told with a confidence of 0.7, seven in ten should be annotated ones. Bins hold equally
many events."""
SNIPPETS_NOTE = """Weighted over ACLED's 25 types. The classifier learns from these snippets (ten folds,
hyper-parameters chosen inside) and from invented ones, which were written with a look at the types that it
confused: expect less elsewhere."""
DIAGRAM = ROOT / "docs" / "images" / "reliability.svg"
ROLES_NOTE = """F1 over entities (CEAF-REE, strict; Du, Rush and Cardie 2021). Weights and thresholds were chosen on
development messages 1201 to 1300."""
ROBUSTNESS_NOTE = """[What is done to the copies](how-to/evaluate-on-your-own-data.md#4-measure-on-spoilt-copies).
A drop below 0 is a gain."""
PLACES_NOTE = """LGL was used to develop the resolver. TR-News was looked at while it was made, so its figure is not
a held-out one."""
SPEED_NOTE = "On two cores, reports of 400 words; the bare encoder reads the same tokens in the same run."
Item = TypeVar("Item")


def interval(items: Sequence[Item], figure: Callable[[Sequence[Item]], float]) -> str:
    """The 95% bootstrap interval of a figure over items, as text."""
    rng = random.Random(0)  # noqa: S311 - sampling, not secrets
    values = sorted(figure(rng.choices(items, k=len(items))) for _ in range(SAMPLES))
    return f"{values[round(0.025 * SAMPLES)]:.1f} to {values[round(0.975 * SAMPLES) - 1]:.1f}"


def as_reports(sample: Sequence[tuple[Any, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A sample with repeats as two mappings by new ids."""
    return {str(k): g for k, (g, _) in enumerate(sample)}, {str(k): p for k, (_, p) in enumerate(sample)}


def coded_gold(coder: Coder) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The annotated set, and the same reports as coded."""
    wanted = gold.load(SHARED / "gold" / "dev.json")
    texts = [r for r in read([str(SHARED / "gold" / "dev.reports.jsonl")]) if isinstance(r, Report)]
    return wanted, {r.id: coder.code(r).model_dump(mode="json") for r in texts if r.id in wanted}


def gold_lines(coder: Coder) -> list[str]:
    """Headline figures with intervals, and the fields."""
    wanted, predicted = coded_gold(coder)
    pairs = [(wanted[i], predicted[i]) for i in wanted]
    figures = gold.score(wanted, predicted)
    heads: dict[str, Callable[[gold.GoldFigures], float]] = {
        "events F1": lambda f: f.events.f1,
        "ALL FIELDS F1": lambda f: f.all_fields.f1,
        "row": lambda f: f.row,
        "relevance accuracy": lambda f: f.relevant_accuracy,
    }
    lines = ["| | measured | 95% interval |", "|---|---|---|"]
    for name, value in heads.items():
        spread = interval(pairs, lambda sample, value=value: value(gold.score(*as_reports(sample))))  # type: ignore[misc]
        lines.append(f"| {name} | {value(figures):.1f} | {spread} |")
    lines += ["", "| field | precision | recall | F1 |", "|---|---|---|---|"]
    lines += [f"| {n} | {t.precision:.1f} | {t.recall:.1f} | {t.f1:.1f} |" for n, t in figures.lines().items()]
    return lines


def together(cases: Sequence[Sequence[Item]]) -> list[Item]:
    """Several sequences as one."""
    return [item for part in cases for item in part]


def calibration_lines(coder: Coder) -> list[str]:
    """How far the confidence of events holds: on reports held out of training, and on the annotated set."""
    about = json.loads((MODELS / "small" / "model.json").read_text(encoding="utf-8"))
    held_out = [Bin(**b) for b in about["reliability"]]
    wanted, predicted = coded_gold(coder)
    cases = [event_cases(wanted[i], predicted[i]) for i in wanted]
    draw([("held out of training", held_out), ("dev", reliability(together(cases)))], DIAGRAM)
    spread = interval(cases, lambda sample: calibration_error(together(sample)))
    count = sum(b.count for b in held_out)
    error = 100 * sum(b.count * abs(b.confidence - b.right) for b in held_out) / count
    coded = together(cases)
    return [
        "| | events | expected calibration error | 95% interval |",
        "|---|---|---|---|",
        f"| held out of training, cross-fitted, all candidates | {count} | {error:.1f} | |",
        f"| dev, the events that are coded | {len(coded)} | {calibration_error(coded):.1f} | {spread} |",
        "",
        "![Reliability of event confidence](images/reliability.svg)",
    ]


def muc4_lines(coder: Coder) -> list[str]:
    """ALL TEMPLATES of both test sets with intervals."""
    lines = ["| | recall | precision | F | 95% interval |", "|---|---|---|---|---|"]
    for name, text, key in (("tst1", "tst1-muc3", "key-tst1.v7"), ("tst2", "tst2-muc4", "key-tst2.v4")):
        keys = read_templates(SHARED / "muc4" / name / key)
        responses = code_messages(coder, SHARED / "muc4" / name / text)
        pairs = [(keys[i], responses.get(i, [])) for i in keys]
        figures: Muc4Figures = score_templates(keys, responses)
        total = figures.rows()["ALL TEMPLATES"]
        spread = interval(pairs, lambda sample: score_templates(*as_reports(sample)).f1)
        lines.append(f"| {name} | {total.recall:.1f} | {total.precision:.1f} | {total.f1:.1f} | {spread} |")
    return lines


def role_lines() -> list[str]:
    """The string roles of MUC-4, merged over the report, of both test sets with intervals."""
    reader = MessageReader.load("small")
    lines = [f"| | {' | '.join(ROLES)} | all roles | 95% interval |", "|---|" + "---|" * (len(ROLES) + 2)]
    for name, text, key in (("tst1", "tst1-muc3", "key-tst1.v7"), ("tst2", "tst2-muc4", "key-tst2.v4")):
        keys = read_templates(SHARED / "muc4" / name / key)
        pairs = [
            (gold_entities(keys[report.id], report.text), entities)
            for report, _, entities in read_all(reader, SHARED / "muc4" / name / text)
        ]
        rows = score_roles(*as_reports(pairs)).rows()
        spread = interval(pairs, lambda sample: score_roles(*as_reports(sample)).all_roles.f1)
        lines.append(f"| {name} | " + " | ".join(f"{tally.f1:.1f}" for tally in rows.values()) + f" | {spread} |")
    return lines


def drop(pairs: Sequence[tuple[Tally, Tally]]) -> float:
    """What F1 loses from the first tallies to the second."""
    before, after = Tally(), Tally()
    for one, other in pairs:
        before.add(one)
        after.add(other)
    return before.f1 - after.f1


def robustness_lines(coder: Coder) -> list[str]:
    """ALL FIELDS on spoilt and rewritten copies of the gold reports, and what they lose, with intervals."""
    folder = SHARED / "gold"
    figures = evaluate_robustness(coder, folder / "dev.reports.jsonl", folder / "dev.json")
    tallies = {
        name: [gold.score({"": p.wanted}, {"": p.given}).all_fields for p in pairs.values()]
        for name, pairs in figures.pairs.items()
    }
    lines = ["| copy | ALL FIELDS F1 | drop | 95% interval |", "|---|---|---|---|"]
    for name, values in figures.as_dict().items():
        spread = interval(list(zip(tallies[UNTOUCHED], tallies[name], strict=True)), drop)
        lines.append(f"| {name} | {values['ALL FIELDS']['f1']:.1f} | {values['drop']:.1f} | {spread} |")
    return lines


def snippet_lines(coder: Coder) -> list[str]:
    """Types of snippets of CASE 2021, each by a classifier that did not learn from it."""
    figures = run.evaluate_case2021(coder, SHARED / "case2021" / "snippets.tsv")
    low, high = figures.interval()
    return [
        "| | weighted F1 | 95% interval |",
        "|---|---|---|",
        f"| classifier of snippets, cross-validated | {figures.classifier.weighted_f1:.1f} | {low:.1f} to {high:.1f} |",
        f"| the coder's surest event | {figures.coder.weighted_f1:.1f} | |",
    ]


def place_lines() -> list[str]:
    """The resolver, gold mentions given."""
    names = ("exact", "exact_where_gold_is_candidate", "near", "near_or_same_area")
    lines = [
        "| | exact id, all mentions | exact id, gold a candidate | within 161 km | within 161 km or the same area |",
        "|---|---|---|---|---|",
    ]
    for corpus in ("TR-News", "lgl"):
        figures = run.evaluate_places(SHARED / "places" / f"{corpus}.xml").as_dict()
        lines.append(f"| {corpus} | " + " | ".join(f"{figures[n]:.1f}" for n in names) + " |")
    return lines


def speed_lines() -> list[str]:
    """What benchmarks/speed.py prints."""
    command = [sys.executable, str(ROOT / "benchmarks" / "speed.py")]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    return ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in json.loads(printed).items())]


def main() -> None:
    """Measure everything and write the page."""
    coder = Coder.load()
    speed = speed_lines()
    made_by = f"model `{coder.versions.model}` and gazetteer `{coder.versions.gazetteer}`"
    page = [
        *("# How good it is", "", HEAD.format(made_by=made_by), ""),
        *("## Events, on 49 hand-annotated reports (`gold/dev.json`)", "", *gold_lines(coder), "", GOLD_NOTE, ""),
        *("## Confidence", "", *calibration_lines(coder), "", CALIBRATION_NOTE, ""),
        *("## Spoilt and rewritten copies of these reports", "", *robustness_lines(coder), "", ROBUSTNESS_NOTE, ""),
        *("## Templates, on MUC-4", "", *muc4_lines(coder), ""),
        *("## String roles merged over the report, on MUC-4", "", *role_lines(), "", ROLES_NOTE, ""),
        *("## Types of snippets, on CASE 2021 task 2", "", *snippet_lines(coder), "", SNIPPETS_NOTE, ""),
        *("## Places, with the mentions given", "", *place_lines(), "", PLACES_NOTE, ""),
        *("## Speed", "", SPEED_NOTE, "", *speed),
    ]
    (ROOT / "docs" / "quality.md").write_text("\n".join(page) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
