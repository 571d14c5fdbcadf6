"""Values of incidents in words, quotes without names of persons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dateline.coding.numbers import find_quantities
from dateline.export.wording import days, number, plain
from dateline.linking.records import Incident, ToldDate, ToldNumber, ToldPlace, ToldType, Toll, Witness

NAME: Final = "[name]"
_TOKEN: Final = re.compile(r"[^\W\d_][\w’'-]*")
_BETWEEN: Final = re.compile(r"[\s.]*")
_QUOTED: Final = re.compile("“([^”]*)”")


def without_names(quote: str) -> str:
    """A quote with its capitalised words replaced by `NAME`, for whose names they are is not known any more.

    The first word stays where it begins a sentence or is a number, so "Six people" stays and "Mira Tolland" does not.
    """
    tokens = list(_TOKEN.finditer(quote))
    hidden: list[tuple[int, int]] = []
    for at, token in enumerate(tokens):
        if not token[0][0].isupper() or find_quantities(token[0]):
            continue
        lower_follows = at + 1 < len(tokens) and not tokens[at + 1][0][0].isupper()
        if at == 0 and lower_follows and not re.search(r"['’]s$", token[0]):
            continue
        if hidden and _BETWEEN.fullmatch(quote, hidden[-1][1], token.start()):
            hidden[-1] = hidden[-1][0], token.end()
        else:
            hidden.append(token.span())
    pieces, done = [], 0
    for start, end in hidden:
        pieces += [quote[done:start], NAME]
        done = end
    return "".join([*pieces, quote[done:]])


def problem_text(problem: str, *, names: bool) -> str:
    """A problem, its quotes without names unless `names` is set."""
    return plain(problem if names else _QUOTED.sub(lambda quote: f"“{without_names(quote[1])}”", problem))


def heading(incident: Incident) -> str:
    """One line: type, date and place as reconciled, and how many reports and independent sources."""
    parts = [
        incident.types[0].type if incident.types else "unknown type",
        days(incident.dates[0]) if incident.dates else "unknown date",
        place_text(incident.places[0]) if incident.places else "unknown place",
        f"{_counted(len(incident.members), 'report')}, {_counted(len(incident.sources), 'independent source')}",
    ]
    return " · ".join(parts)


def history(incident: Incident) -> list[str]:
    """What became of other ids, one sentence each; empty for an incident that was always alone."""
    told = [f"{former} turned out to be this incident" for former in incident.formerly]
    if incident.split_from is not None:
        told.append(f"its reports were once taken for {incident.split_from}")
    if incident.part_of is not None:
        told.append(f"it is a part of {incident.part_of}, as its reports tell")
    return told


def source_label(index: int) -> str:
    """How a source is called in explanations: S1 for the first."""
    return f"S{index + 1}"


def source_lines(incident: Incident) -> list[str]:
    """Each source with its reports, and why they are not independent of each other."""
    lines = []
    for index, source in enumerate(incident.sources):
        because = f" (one source: {', '.join(source.because)})" if source.because else ""
        reports = ", ".join(source.reports)
        lines.append(plain(f"{source_label(index)} {source.name or 'unnamed'}: {reports}{because}"))
    return lines


def witnesses(told_by: Sequence[Witness], *, names: bool) -> str:
    """Who tells a value, with their words."""
    return ", ".join(witness_text(witness, names=names) for witness in told_by)


def witness_text(witness: Witness, *, names: bool) -> str:
    """Source, report and words."""
    quote = "" if witness.quote is None else f" “{witness.quote if names else without_names(witness.quote)}”"
    return plain(f"{source_label(witness.source)} {witness.report}{quote}")


def value_line(told: ToldType | ToldDate | ToldPlace, *, names: bool) -> str:
    """A told value, how many independent sources support it, and who tells it.

    Words that name a day or a place stay as they are: they are no names of persons.
    """
    if isinstance(told, ToldType):
        value = str(told.type)
    else:
        value = days(told) if isinstance(told, ToldDate) else place_text(told)
    support = _counted(told.sources, "source")
    return f"{value}: {support}; {witnesses(told.told_by, names=names or not isinstance(told, ToldType))}"


def place_text(place: ToldPlace) -> str:
    """The place with its division, country and precision."""
    parts = dict.fromkeys(plain(part) for part in (place.name, place.admin1, place.country) if part)
    return f"{', '.join(parts) or 'unnamed'} ({place.precision})"


def toll_name(toll: Toll) -> str:
    """Measure and side: "killed (target)"."""
    return f"{toll.measure} ({toll.side})"


def toll_text(toll: Toll) -> str:
    """What stands: the best number, and from low to high where they differ from it."""
    best = "no number in particular" if toll.best is None else str(toll.best)
    if toll.low == toll.high == toll.best:
        return best
    low = "?" if toll.low is None else toll.low
    return f"{best} ({low} to {'open' if toll.high is None else toll.high})"


def told_text(told: ToldNumber, *, names: bool) -> str:
    """A number in words, with the words that tell it."""
    quotes = [quote for quote in (told.told_by.quote, *(quote.quote for quote in told.added)) if quote]
    words = " + ".join(f"“{plain(quote if names else without_names(quote))}”" for quote in quotes)
    return f"{number(told)} {words}".strip()


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
