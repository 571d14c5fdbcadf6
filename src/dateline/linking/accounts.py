"""The accounts that reports give of their incidents, as evidence and as values of an incident.

Reports that were coded as wholes (see `dateline.coding.account`) have weights for every day, town and number that they
tell; those of one incident are added up, so that what several reports hold possible beats what one of them holds
probable.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from dateline.codebook import Codebook
from dateline.codebook.codebook import FILES
from dateline.coding.account import Account, AccountModel, Choice, passages, told_by
from dateline.gazetteer import Gazetteer
from dateline.records import CodedReport

SHARE: Final = 0.5
"""What the account's weights count beside those of all time expressions and leads, which are broader: alone, the
account's best day weighed so much that late reports, which tell it badly, no longer found their incident."""
LATER: Final = 0.3
"""What the last report's toll counts more than the first one's, for tolls are corrected as time goes by."""
LEAST: Final = 0.003
"""Weights below this are left out of the evidence."""
UNTOLD: Final = 0.01
"""Probability that is added to that of each town, so that a report that does not tell it leaves it possible."""
DIGITS: Final = 6
"""Digits of the probabilities that are kept."""


def account_of(report: CodedReport, gazetteer: Gazetteer) -> Account | None:
    """What a report says of its incident; None where its codebook does not code reports as wholes."""
    weights = _weights_of(report)
    if weights is None:
        return None
    own = passages(report.title, report.text, report.sections)
    return weights.account(told_by(own, report.published, gazetteer))


def is_whole(report: CodedReport) -> bool:
    """Whether a report was coded as a whole, by weights that were learned."""
    return _weights_of(report) is not None


def _weights_of(report: CodedReport) -> AccountModel | None:
    return _weights(report.versions.codebook.partition(" ")[0])


@lru_cache(maxsize=8)
def _weights(codebook: str) -> AccountModel | None:
    """The weights that a packaged codebook names; None for other codebooks."""
    if codebook not in FILES:
        return None
    whole = Codebook.named(codebook).whole_report
    return AccountModel.load(whole.weights) if whole else None


def blended(broad: Mapping[int, float], choices: Sequence[Choice[int]], share: float = SHARE) -> dict[int, float]:
    """Weights of which the account's choices make up `share`; all adding up to 1. Either may be empty."""
    if not choices or not broad:
        share = 1.0 if choices else 0.0
    sums: defaultdict[int, float] = defaultdict(float)
    for value, weight in broad.items():
        sums[value] += (1 - share) * weight
    for choice in choices:
        sums[choice.value] += share * choice.probability
    kept = {value: weight for value, weight in sums.items() if weight >= LEAST}
    total = sum(kept.values())
    return {value: weight / total for value, weight in sorted(kept.items())} if total else {}


def voice_of(account: Account) -> Account:
    """What of an account counts for the values of its incident, without the places of the words.

    What no words tell is no value: days that are presumed from publication, numbers but 0 that nothing says.
    """
    return Account(
        days=_bare(choice for choice in account.days if choice.spot is not None),
        towns=_bare(account.towns),
        killed=_bare(choice for choice in account.killed if choice.spot is not None or not choice.value),
        injured=_bare(choice for choice in account.injured if choice.spot is not None or not choice.value),
    )


def _bare(choices: Iterable[Choice[int]]) -> tuple[Choice[int], ...]:
    return tuple(Choice(choice.value, round(choice.probability, DIGITS)) for choice in choices)


def pooled(accounts: Sequence[Account], sources: Sequence[int]) -> Account:
    """What the reports of an incident say together: the mean of their probabilities over independent sources.

    For towns it is the geometric mean (a logarithmic opinion pool, Genest and Zidek 1986): one report that knows a
    town well should not outweigh others that rule it out, for towns of the same name are often taken for each other.
    The accounts are in the order of publication, and `sources[i]` is the source of `accounts[i]`; reports of one source
    share its voice, and for tolls later reports have the stronger one. Values are those that a report holds most
    probable; of equally probable ones that of the first report stands first. The accounts are as `voice_of` gives them.
    """
    voices = [1 / sources.count(source) for source in sources]
    last = max(len(accounts) - 1, 1)
    later = [voice * (1 + LATER * rank / last) for rank, voice in enumerate(voices)]
    return Account(
        days=_mean([a.days for a in accounts], voices),
        towns=_geometric([a.towns for a in accounts], voices),
        killed=_mean([a.killed for a in accounts], later),
        injured=_mean([a.injured for a in accounts], later),
    )


def _mean(choices: Sequence[Sequence[Choice[int]]], voices: Sequence[float]) -> tuple[Choice[int], ...]:
    """The values of all reports, most probable first. The spots stay with the reports."""
    sums: defaultdict[int, float] = defaultdict(float)
    total = sum(voice for own, voice in zip(choices, voices, strict=True) if own)
    for own, voice in zip(choices, voices, strict=True):
        for choice in own:
            sums[choice.value] += choice.probability * voice / total
    return _ranked(choices, sums)


def _geometric(choices: Sequence[Sequence[Choice[int]]], voices: Sequence[float]) -> tuple[Choice[int], ...]:
    """The same by the geometric mean; a value that a report does not tell is improbable there, not impossible."""
    told = [({c.value: c.probability for c in own}, voice) for own, voice in zip(choices, voices, strict=True) if own]
    total = sum(voice for _, voice in told)
    sums = {
        value: math.exp(sum(voice * math.log(own.get(value, 0.0) + UNTOLD) for own, voice in told) / total)
        for value in {value for own, _ in told for value in own}
    }
    scale = sum(sums.values())
    return _ranked(choices, {value: share / scale for value, share in sums.items()})


def _ranked(choices: Sequence[Sequence[Choice[int]]], chances: Mapping[int, float]) -> tuple[Choice[int], ...]:
    """The values that a report holds most probable, the most probable of all first."""
    values = dict.fromkeys(own[0].value for own in choices if own)
    return tuple(Choice(value, chances[value]) for value in sorted(values, key=lambda value: -chances[value]))
