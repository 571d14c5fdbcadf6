"""Learn the classifier of snippets: python training/snippet_types.py --corpora DIR [--model NAME].

Learns from the labelled snippets of DIR/case2021/snippets.tsv and the written ones of the package, on the features of
a model that is there already, and writes `coding/snippets/fitted/MODEL.npz`. None of the texts leave this script: the
file has weights, the words that stand in two snippets or more, and fingerprints of the labelled snippets, by which
`dateline evaluate case2021` knows what it has to cross-validate. Takes some twenty seconds.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from dateline.coding.model import Model
from dateline.coding.snippets.classifier import fitted_path
from dateline.coding.snippets.features import snippet_features
from dateline.evaluation.case2021 import read_snippets
from dateline.evaluation.snippet_types import fingerprint, learn, written_examples


def main() -> None:
    """Read, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", default="small")
    options = parser.parse_args()
    model = Model.load(options.model)
    snippets = read_snippets(options.corpora / "case2021" / "snippets.tsv")
    own = [(snippet_features(model, s.text), s.type) for s in snippets if s.type]
    learnt = frozenset(fingerprint(s.text) for s in snippets if s.type)
    classifier = learn(own, written_examples(model), learnt)
    path = fitted_path(model.version)
    path.parent.mkdir(exist_ok=True)
    for older in path.parent.glob(f"{model.version.partition('-')[0]}-*.npz"):
        older.unlink()
    classifier.save(path, model.version)
    print(f"{len(own)} labelled snippets; {classifier.recipe}")


if __name__ == "__main__":
    main()
