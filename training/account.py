"""Learn the packaged weights of accounts from a register: python training/account.py REPORTS TRUTH OUT.

REPORTS are read as by `dateline code`, TRUTH is a register as for `dateline evaluate clusters`. Only weights of general
features leave this script: none of the texts, and no names.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from dateline.coding.account import passages, told_by
from dateline.evaluation.cluster_values import Register, learn
from dateline.evaluation.clusters import read_truth
from dateline.gazetteer import Gazetteer
from dateline.reading import read
from dateline.records import Report

ABOUT = "conditional logit on {} pages of local news about shootings in the United States, 2013 to 2016"


def main() -> None:
    """Read, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", default="shootings-1")
    args = parser.parse_args()
    truth, gazetteer = read_truth(args.truth), Gazetteer.open()
    reports = [r for r in read([str(args.reports)]) if isinstance(r, Report) and r.id in truth]
    told = {r.id: told_by(passages(r.title, r.text, r.sections), r.published, gazetteer) for r in reports}
    model = learn(told, truth, Register(gazetteer), name=args.name, about=ABOUT.format(len(told)))
    args.out.write_text(model.dump(), encoding="utf-8")


if __name__ == "__main__":
    main()
