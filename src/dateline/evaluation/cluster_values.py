"""Figures of values: day, city, killed and injured of each report's incident, against a register."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.coding.account import Account, AccountModel, Choice, Told
from dateline.coding.account.fitting import Question, fit
from dateline.coding.account.ranking import Candidate, Ranker, V
from dateline.evaluation.clusters import TrueIncident
from dateline.gazetteer import Gazetteer
from dateline.gazetteer.folding import fold
from dateline.linking.accounts import pooled, voice_of
from dateline.linking.syndication import Printed, sources

STRENGTHS = {"days": 3.0, "towns": 1.0, "toll": 12.0}
"""How strongly the weights are drawn to 0, and how many reports a feature must be in; chosen on the folds."""
RARE = {"days": 3, "towns": 3, "toll": 8}


@dataclass(frozen=True)
class ValueFigures:
    """Per cent of all reports whose value is right; a report without the value is wrong."""

    date: float
    within_day: float
    city: float
    killed: float
    injured: float

    def as_dict(self) -> dict[str, float]:
        """The figures for JSON."""
        return {name: round(value, 2) for name, value in vars(self).items()}


class Register:
    """Whether values are those of the register."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known: dict[tuple[int, str, str], bool] = {}

    def is_city(self, key: int, truth: TrueIncident) -> bool:
        """Whether an entry of the gazetteer is the register's city.

        It must lie in the register's state and have its name, the name before a bracket, or the one in it
        ("Chicago (Englewood)" is Chicago); a word such as "County" may be missing on either side.
        """
        asked = (key, truth.state, truth.city)
        if asked not in self._known:
            self._known[asked] = self._same(key, truth)
        return self._known[asked]

    def _same(self, key: int, truth: TrueIncident) -> bool:
        entry = self._gazetteer.entry(key)
        state = self._gazetteer.entry(entry.admin1) if entry and entry.admin1 else None
        if entry is None or state is None or fold(state.name) != fold(truth.state):
            return False
        parts = [truth.city.partition("(")[0], *re.findall(r"\(([^)]*)\)", truth.city)]
        return _bare(entry.name) in {_bare(part) for part in parts if _bare(part)}


def figures(
    accounts: Mapping[str, Account],
    groups: Mapping[str, Hashable],
    truth: Mapping[str, TrueIncident],
    register: Register,
    *,
    printed: Mapping[str, Printed],
    published: Mapping[str, date | None],
) -> ValueFigures:
    """Figures of the values that the groups of reports have, each report counting once.

    Reports of one group have the values that their accounts give together, each independent source counting once;
    alone, a report has its own.
    """
    members: defaultdict[Hashable, list[str]] = defaultdict(list)
    for report in sorted(accounts, key=lambda report: (published[report] or date.max, report)):
        members[groups[report]].append(report)
    right = dict.fromkeys(ValueFigures.__dataclass_fields__, 0)
    for reports in members.values():
        found = enumerate(sources([printed[report] for report in reports]))
        source_of = {report: index for index, source in found for report in source.reports}
        voices = [voice_of(accounts[report]) for report in reports]
        said = pooled(voices, [source_of[report] for report in reports])
        day, town = _best(said.days), _best(said.towns)
        for report in reports:
            true = truth[report]
            gap = None if day is None else abs(day - true.day.toordinal())
            right["date"] += gap == 0
            right["within_day"] += gap is not None and gap <= 1
            right["city"] += town is not None and register.is_city(town, true)
            right["killed"] += _best(said.killed) == true.killed
            right["injured"] += _best(said.injured) == true.injured
    return ValueFigures(**{name: 100 * count / max(len(accounts), 1) for name, count in right.items()})


def learn(
    told: Mapping[str, Told], truth: Mapping[str, TrueIncident], register: Register, *, name: str, about: str = ""
) -> AccountModel:
    """Weights of accounts learned from the reports in `told` and their true incidents."""
    questions: dict[str, list[Question]] = {part: [] for part in STRENGTHS}
    for report, what in told.items():
        true = truth[report]
        questions["days"].append(_question(what.days, [c.value == true.day.toordinal() for c in what.days]))
        questions["towns"].append(_question(what.towns, [register.is_city(c.value, true) for c in what.towns]))
        questions["toll"].append(_question(what.toll, [c.value == (true.killed, true.injured) for c in what.toll]))
    rankers: dict[str, Ranker] = {part: fit(questions[part], STRENGTHS[part], RARE[part]) for part in STRENGTHS}
    return AccountModel(name, rankers, about)


def cross_fitted(
    told: Mapping[str, Told], truth: Mapping[str, TrueIncident], fold_of: Mapping[str, int], register: Register
) -> dict[str, Account]:
    """The accounts of reports, each by weights that were learned without the reports of its own fold."""
    accounts = {}
    for number in sorted(set(fold_of.values())):
        seen = {report: what for report, what in told.items() if fold_of[report] != number}
        model = learn(seen, truth, register, name=f"without {number}")
        accounts.update({report: model.account(what) for report, what in told.items() if fold_of[report] == number})
    return accounts


def _question(candidates: Sequence[Candidate[V]], right: Sequence[bool]) -> Question:
    return Question([candidate.features for candidate in candidates], right)


def _best(choices: Sequence[Choice[int]]) -> int | None:
    return choices[0].value if choices else None


def _bare(name: str) -> str:
    return re.sub(r"(?:^| )(?:county|city|township|parish)$", "", fold(name))
