"""The quality gate: figures must not fall below those pinned in quality/. `make quality`.

Where ../shared lies beside the repository it measures on the corpora there; in a clone without
it, on the annotated example reports, which guard against breakage but say little of quality.
`--repin` raises the floors to what was measured; it lowers none.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from dateline.coding.coder import Coder
from dateline.evaluation import gate, run
from dateline.evaluation.muc4.reader import MessageReader

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
EXAMPLES = ROOT / "examples"
# In points: int8 arithmetic differs in the last bits from processor to processor, and an event more or less
# weighs much in six example reports.
MARGINS = {"shared": 1.0, "examples": 5.0}


def measure_shared(coder: Coder) -> dict[str, Any]:
    """Figures on the corpora of ../shared, by corpus."""
    gold, muc4, reader = SHARED / "gold", SHARED / "muc4", MessageReader.load("small")
    return {
        "gold": run.evaluate_gold(coder, gold / "dev.reports.jsonl", gold / "dev.json").as_dict(),
        "muc4 tst1": run.evaluate_muc4(reader, muc4 / "tst1" / "tst1-muc3", muc4 / "tst1" / "key-tst1.v7").as_dict(),
        "muc4 tst2": run.evaluate_muc4(reader, muc4 / "tst2" / "tst2-muc4", muc4 / "tst2" / "key-tst2.v4").as_dict(),
        "places": run.evaluate_places(SHARED / "places" / "TR-News.xml").as_dict(),
    }


def measure_examples(coder: Coder) -> dict[str, Any]:
    """Figures on the reports that ship."""
    return {"examples": run.evaluate_gold(coder, EXAMPLES / "reports", EXAMPLES / "annotated.json").as_dict()}


def main() -> int:
    """Measure, print, compare; 1 where a figure fell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repin", action="store_true", help="raise the floors to what is measured now")
    parser.add_argument(
        "--examples", action="store_true", help="measure on the example reports even where ../shared is"
    )
    options = parser.parse_args()
    shared = SHARED.is_dir() and not options.examples
    if not SHARED.is_dir():
        print("../shared is not there: the quality gate runs on the annotated example reports only")
    path = ROOT / "quality" / ("shared.json" if shared else "examples.json")
    pins = gate.load_pins(path)
    figures = gate.flatten((measure_shared if shared else measure_examples)(Coder.load()))
    for name, pin in pins.items():
        print(f"{name:32s} {figures.get(name, float('nan')):6.2f}  floor {pin.floor:6.2f}")
    failures = gate.check(figures, pins)
    for failure in failures:
        print(failure, file=sys.stderr)
    if options.repin:
        gate.save_pins(path, gate.repin(figures, pins, MARGINS[path.stem]))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
