"""An invented report, and frames of it as the model would give them."""

from dateline.coding.frames import Filler, Frame

TEXT = (
    "Gunmen killed at least four traders and wounded 11 people in the market of Gombi on Sunday, police said. "
    "Soldiers shot two of the attackers dead. The army blamed the Red Line Front."
)


def filler(role: str, words: str, score: float = 0.9, text: str = TEXT, **labels: str) -> Filler:
    """A filler at the first occurrence of its words."""
    start = text.index(words)
    return Filler(role, start, start + len(words), words, score, labels)


def frame(*fillers: Filler, words: str = "killed", text: str = TEXT, **changes: object) -> Frame:
    """An attack on civilians anchored at the first occurrence of `words`."""
    start = text.index(words)
    values: dict[str, object] = {
        "kind": "civilians.attack",
        "score": 0.8,
        "anchors": ((start, start + len(words)),),
        "fillers": fillers,
        "labels": {"type": "civilians.attack", "status": "happened", "background": "no", "responsibility": "suspected"},
        "label_scores": {"type": 0.7, "status": 0.9, "background": 0.9, "responsibility": 0.6},
    }
    return Frame(**(values | changes))  # type: ignore[arg-type]
