"""`dateline decide`: what people say of links. `dateline learn-links`: what the weights learn from it."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path

from dateline.linking import LinkModel, State
from dateline.linking.errors import LinkingError
from dateline.linking.learning import learn_from
from dateline.linking.naming import said, telling_named
from dateline.linking.state import Decision


def decide(args: argparse.Namespace) -> bool:
    """Run the command. Raises LinkingError where a name or the state is not there, or decisions contradict."""
    with _opened(args) as state:
        match args.decision:
            case "list":
                for decision in state.decisions():
                    print(json.dumps(_line(decision), ensure_ascii=False))
            case "load":
                _load(state, args.file)
            case _:
                left, right = telling_named(state, args.left), telling_named(state, args.right)
                state.decide(left, right, same=args.decision == "same", who=args.who)
                verdict = "one incident" if args.decision == "same" else "two incidents"
                print(f"{said(left)} and {said(right)}: {verdict}; link again to see it obeyed", file=sys.stderr)
    return True


def learn_links(args: argparse.Namespace) -> bool:
    """Run the command. Raises LinkingError where there is nothing to learn from or FILE cannot be written."""
    with _opened(args) as state:
        lesson = learn_from(state)
    output: Path = args.output
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(lesson.model.model_dump_json(indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise LinkingError(f"{output}: cannot write there ({error.strerror}); choose another output") from error
    pairs = f"{lesson.same} pairs of one incident, {lesson.different} of two"
    print(f"learned from {lesson.decisions} decisions ({pairs}): {output}", file=sys.stderr)
    return True


def _opened(args: argparse.Namespace) -> State:
    path: Path = args.state
    if not path.exists():
        raise LinkingError(f"{path}: no such state; make one with `dateline link EVENTS --state {path}`")
    return State(path, LinkModel.load(args.weights))


def _line(decision: Decision) -> dict[str, object]:
    return {
        "left": list(decision.left),
        "right": list(decision.right),
        "same": decision.same,
        "who": decision.who,
        "at": decision.at.isoformat(timespec="seconds"),
    }


def _load(state: State, path: Path) -> None:
    """Take up the decisions that `dateline decide list` wrote. They are taken up one by one, in their order."""
    count = 0
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            told = _told(line, f"{path}, line {number}")
            state.decide(told.left, told.right, same=told.same, who=told.who, at=told.at)
            count += 1
    except (OSError, UnicodeDecodeError) as error:
        raise LinkingError(f"{path}: cannot be read ({error}); check the path") from error
    print(f"{count} decisions taken up", file=sys.stderr)


def _told(line: str, where: str) -> Decision:
    try:
        told = json.loads(line)
        (left, left_event), (right, right_event) = told["left"], told["right"]
        names = (str(left), str(left_event)), (str(right), str(right_event))
        at = datetime.fromisoformat(f"{told['at']}+00:00")
        return Decision(*names, bool(told["same"]), str(told["who"]), at)
    except (ValueError, KeyError, TypeError) as error:
        raise LinkingError(f"{where}: not a decision as `dateline decide list` writes it ({error})") from error
