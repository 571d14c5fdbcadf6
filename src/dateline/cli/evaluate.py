"""`dateline evaluate`: figures on a labelled corpus."""

from __future__ import annotations

import argparse
import json

from dateline.cli.coders import CoderLoader
from dateline.evaluation import run
from dateline.evaluation.muc4.reader import MessageReader
from dateline.evaluation.robustness import evaluate_robustness


def evaluate(args: argparse.Namespace, load: CoderLoader) -> bool:
    """Run the command. Raises CorpusError where a file is not in the corpus's format."""
    figures = _figures(args, load)
    print(json.dumps(figures.as_dict(), indent=2, ensure_ascii=False) if args.json else figures.table())
    return True


def _figures(args: argparse.Namespace, load: CoderLoader) -> run.Figures:
    match args.corpus:
        case "gold":
            return run.evaluate_gold(load(args.model), args.reports, args.gold)
        case "robustness":
            return evaluate_robustness(load(args.model), args.reports, args.gold)
        case "muc4":
            return run.evaluate_muc4(MessageReader.load(args.model), args.texts, args.key, args.templates)
        case "places":
            return run.evaluate_places(args.file)
        case "clusters":
            from dateline.evaluation.cluster_run import evaluate_clusters  # noqa: PLC0415 - scipy is slow to import

            return evaluate_clusters(lambda: load(args.model), args.reports, args.truth, args.coded)
        case _:
            return run.evaluate_case2021(load(args.model), args.file, args.model)
