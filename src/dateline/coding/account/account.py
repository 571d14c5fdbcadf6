"""The account that a report gives of its incident: values with probabilities, each with the words that tell it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Final

from dateline.coding.account.cues import Cue, cues_of
from dateline.coding.account.days import day_candidates
from dateline.coding.account.errors import AccountError
from dateline.coding.account.passages import Passage
from dateline.coding.account.ranking import Candidate, Choice, Ranker, Spot
from dateline.coding.account.toll import Toll, toll_candidates
from dateline.coding.account.towns import town_candidates
from dateline.gazetteer import Gazetteer

LEAST: Final = 0.002
"""Values less probable than this are left out."""
PARTS: Final = ("days", "towns", "toll")


@dataclass(frozen=True)
class Told:
    """Everything a report tells that may be the value: the candidates for day, town and toll, and the toll's words."""

    days: Sequence[Candidate[int]]
    towns: Sequence[Candidate[int]]
    toll: Sequence[Candidate[Toll]]
    cues: Sequence[Cue]


@dataclass(frozen=True)
class Account:
    """What a report says of its incident, the most probable value first.

    `days` are proleptic ordinals, `towns` keys of the gazetteer. A choice without `spot` is told by no words: a day
    that is presumed from publication, a number of killed or injured that nothing says.
    """

    days: tuple[Choice[int], ...] = ()
    towns: tuple[Choice[int], ...] = ()
    killed: tuple[Choice[int], ...] = ()
    injured: tuple[Choice[int], ...] = ()


@dataclass(frozen=True)
class AccountModel:
    """The rankers of day, town and toll. `name` and `about` say what they were learned from."""

    name: str
    rankers: Mapping[str, Ranker]
    about: str = ""

    @classmethod
    def load(cls, name: str = "shootings") -> AccountModel:
        """The packaged weights of that name, or those in a JSON file of that path.

        Raises AccountError where there are none or the file is not in the format.
        """
        packaged = files(__package__).joinpath("data", f"{name}.json")
        source = packaged if packaged.is_file() else Path(name)
        try:
            content = json.loads(source.read_text(encoding="utf-8"))
            rankers = {
                part: Ranker({key: float(weight) for key, weight in content["weights"][part].items()}) for part in PARTS
            }
            return cls(str(content["name"]), rankers, str(content["about"]))
        except (OSError, UnicodeDecodeError) as error:
            raise AccountError(f"{name}: no weights of that name, and no such file ({error})") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise AccountError(
                f"{source}: not a file of weights ({error!r}); learn them with training/account.py"
            ) from error

    def dump(self) -> str:
        """The JSON that `load` reads."""
        weights = {part: dict(sorted(self.rankers[part].weights.items())) for part in PARTS}
        return json.dumps({"name": self.name, "about": self.about, "weights": weights}, indent=0) + "\n"

    def account(self, told: Told) -> Account:
        """The values by these weights."""
        toll = self.rankers["toll"].choose(told.toll)
        return Account(
            days=_likely(self.rankers["days"].choose(told.days)),
            towns=_likely(self.rankers["towns"].choose(told.towns)),
            killed=_likely(_of_toll(toll, 0, "killed", told.cues)),
            injured=_likely(_of_toll(toll, 1, "injured", told.cues)),
        )


def told_by(own: Sequence[Passage], published: date | None, gazetteer: Gazetteer) -> Told:
    """The candidates for day, town and toll in a report's own paragraphs."""
    return Told(day_candidates(own, published), town_candidates(own, gazetteer), toll_candidates(own), cues_of(own))


def _of_toll(toll: Sequence[Choice[Toll]], side: int, fate: str, cues: Sequence[Cue]) -> list[Choice[int]]:
    sums: defaultdict[int, float] = defaultdict(float)
    for choice in toll:
        sums[choice.value[side]] += choice.probability
    ranked = sorted(sums, key=lambda number: (-sums[number], number))
    return [Choice(number, sums[number], _spot(number, fate, cues)) for number in ranked]


def _spot(number: int, fate: str, cues: Sequence[Cue]) -> Spot | None:
    """The first words that tell the number, best those that say this fate of them.

    Else words of as many people shot or named: that one of them died is often told in another sentence.
    """
    told = [cue for cue in cues if cue.number == number and cue.spot]
    first = next((cue for wanted in (fate, "shot", "none") for cue in told if cue.fate == wanted), None)
    return first.spot if first else None


def _likely(choices: Sequence[Choice[int]]) -> tuple[Choice[int], ...]:
    return tuple(choice for choice in choices if choice.probability >= LEAST)
