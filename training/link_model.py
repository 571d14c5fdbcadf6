"""Learn the packaged weights of links from a register: python training/link_model.py CODED TRUTH OUT.

CODED is an output of `dateline code --format jsonl`, TRUTH a register as for `dateline evaluate clusters`.
Only weights leave this script, none of the texts. The weights of `untrained` are set by hand: see there.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from dateline.evaluation.clusters import read_truth
from dateline.gazetteer import Gazetteer
from dateline.linking.candidates import candidates, contrasts
from dateline.linking.coded import read_coded
from dateline.linking.collection import collect
from dateline.linking.evidence import evidence_of
from dateline.linking.fitting import learn
from dateline.linking.model import LinkModel
from dateline.linking.pairs import features


def main() -> None:
    """Read, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("coded", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", default="trained-4")
    args = parser.parse_args()
    truth, gazetteer = read_truth(args.truth), Gazetteer.open()
    collection = collect(evidence_of(report, gazetteer) for report in read_coded(args.coded) if report.id in truth)
    blocks = [*candidates(collection), *contrasts(collection)]
    left, right = (np.concatenate([block[side] for block in blocks]) for side in (0, 1))
    evidence = np.vstack([features(collection, *block) for block in blocks])
    incidents = [truth[report].incident for report in collection.reports]
    model = learn(evidence, left, right, incidents, name=args.name, prior=LinkModel.load("untrained"))
    rounded = {
        key: {name: round(value, 4) for name, value in values.items()}
        for key, values in (
            ("weights", model.weights),
            ("typical", model.typical),
            ("typical_steps", model.typical_steps),
        )
    }
    steps = {name: tuple((at, round(added, 4)) for at, added in told) for name, told in model.steps.items()}
    model = model.model_copy(update={**rounded, "steps": steps, "constant": round(model.constant, 4)})
    args.out.write_text(model.model_dump_json(indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
