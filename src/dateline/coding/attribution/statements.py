"""Statements of a report: who says, the words that say so, what is said, and in which manner.

Rules read each sentence once, from cue to cue ("said", "according to", "denied"); time is linear in the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.coding.attribution.headers import headed_statements
from dateline.coding.attribution.lexicon import (
    ALLEGE,
    AUXILIARIES,
    CITING,
    CLAIM,
    CUES,
    DETERMINERS,
    INVERTING,
    MEDIA_WORDS,
    ONLY_WITH_THAT,
    PREPOSITIONS,
    SAY,
    SPEAKING_PRONOUNS,
)
from dateline.coding.attribution.names import Range, after_cue, before_cue, finite, is_time, subject
from dateline.coding.attribution.words import PARAGRAPH, Span, Words, quotations, read_words, sentences
from dateline.records import Manner

MOST_IN_SENTENCE = 8  # cues looked at; more stand only in text that is no prose
GAP = 80  # characters between a quotation and the next that the same speaker goes on with
SHORT_TAIL = 12  # words after a cue that can still be its time and place
_ATTRIBUTIVE = frozenset(("suspected", "alleged", "feared", "presumed"))  # "suspected militants" tells of no suspicion
_NEGATIONS = frozenset(("not", "never", "cannot", "neither", "nor"))
_UNSURE = frozenset(("unconfirmed", "unverified", "rumour", "rumours", "rumor", "rumors", "conflicting"))
_PARTICIPLES = frozenset(("saying", "stating", "adding", "noting", "telling", "claiming", "alleging"))
_CLOSING_MARKS = ('"', "”", "''", "’", "â€", "â€™â€™")
_CHECKING = frozenset(("confirm", "confirmed", "verified", "verify"))


@dataclass(frozen=True)
class Statement:
    """One statement; all spans are offsets into the text.

    `speaker` stands beside the cue: the source itself, or a pronoun or surname that refers to it; None where nobody is
    named ("it was reported that"). `source` is None there, and where a pronoun refers to nobody named before.
    """

    source: Span | None
    speaker: Span | None
    cue: Span
    said: Span
    manner: Manner


def find_statements(text: str) -> list[Statement]:
    """All statements of a text, in the order of their cues."""
    words = read_words(text)
    if not words.lows:
        return []
    quoted = quotations(words)
    starts = [start for start, _ in quoted]
    found: list[Statement] = []
    for first, end in sentences(words):
        found += _in_sentence(words, first, end, quoted, starts)
    found += list(_continued(found, quoted))
    found += [Statement(s, s, c, w, "quoted") for s, c, w in headed_statements(text)]
    return _referred(sorted(found, key=lambda s: (s.cue, s.said)), text)


def _in_sentence(
    words: Words, first: int, end: int, quoted: Sequence[Span], starts: Sequence[int]
) -> Iterator[Statement]:
    cues = [k for k in range(first, end) if words.lows[k] in CUES or words.lows[k] in CITING or _according(words, k)]
    sentence = _Sentence(words, first, end)
    done: Range | None = None
    for cue in cues[:MOST_IN_SENTENCE]:
        if done is not None and done[0] <= cue < done[1]:
            continue
        match = sentence.at(cue, done)
        if match is None:
            continue
        done = match.name or done
        name = None if match.name is None else words.span(*match.name)
        said = words.span(*match.said)
        span = words.span(*match.cue)
        manner, said = _quoted(match.manner, span, said, quoted, starts)
        yield Statement(name, name, span, said, manner)


def _according(words: Words, index: int) -> bool:
    return words.lows[index] == "according" and words.lows[index + 1 : index + 2] == ["to"]


@dataclass(frozen=True)
class _Match:
    name: Range | None
    cue: Range
    said: Range
    manner: Manner


class _Sentence:
    """One sentence, tokens [first, end)."""

    def __init__(self, words: Words, first: int, end: int) -> None:
        self._words, self._first = words, first
        while end > first and (words.lows[end - 1] in (PARAGRAPH, ".", "!", "?")):
            end -= 1
        self._end = end

    def at(self, cue: int, speaking: Range | None) -> _Match | None:
        """What the cue at a token attributes, if it attributes; `speaking` is who spoke before in the sentence."""
        low = self._low(cue)
        if _according(self._words, cue):
            return self._citation(cue, cue + 2)
        if low in CITING:
            return self._citation(cue, cue + 1) if self._low(cue + 1) != "as" else self._active(cue, "reported")
        if low in _PARTICIPLES or self._low(cue - 1) in ("and", "but"):
            name = None
            if not self._deed(cue, trailing=False, claim=low in CLAIM):
                name = speaking or subject(self._words, self._first, cue)
            return self._match(name, (cue, cue + 1), (cue + 1, self._end), CUES[low]) if name else None
        if self._negated(cue):
            return self._active(cue, "doubted") if low in _CHECKING else None
        return self._verb(cue)

    def _verb(self, cue: int) -> _Match | None:
        low = self._low(cue)
        if self._low(cue + 1) == "by" and low not in ("added", "read"):
            return self._passive(cue)
        if self._low(cue - 1) in AUXILIARIES - {"has", "have", "had"} and low not in ("saying", "reporting"):
            return self._impersonal(cue)
        return self._inverted(cue) or self._active(cue, CUES[low])

    def _low(self, index: int) -> str:
        return self._words.lows[index] if self._first <= index < self._end else ""

    def _negated(self, cue: int) -> bool:
        before = [self._low(k) for k in range(cue - 3, cue)]
        return any(low in _NEGATIONS or low.endswith(("n't", "n’t")) for low in before)

    def _match(self, name: Range | None, cue: Range, said: Range, manner: Manner) -> _Match | None:
        first, end = said
        while (
            first < end and not self._words.alpha(first) and self._low(first) not in ('"', "“", "[", "â€œ", "‘", "``")
        ):
            first += 1
        if first >= end:
            return None
        if name is not None and any(self._low(k) in _UNSURE for k in range(*name)):
            manner = "doubted"
        return _Match(name, cue, (first, end), manner)

    def _citation(self, cue: int, after: int) -> _Match | None:
        """Finds "according to X", "citing X", "quoted X as saying"."""
        name = after_cue(self._words, after, self._end)
        if name is None or self._low(name[0]) in SPEAKING_PRONOUNS:
            return None
        if name[1] + 1 < self._end and self._low(name[1]) == "as" and self._low(name[1] + 1) in CUES:
            return self._match(name, (cue, after), (name[1] + 2, self._end), "reported")
        if cue - self._first <= 2:
            return self._match(name, (cue, after), (name[1], self._end), "reported")
        rest = self._end - name[1]
        said = (self._first, cue) if rest <= 2 else (self._first, self._end)
        return self._match(name, (cue, after), said, "reported")

    def _passive(self, cue: int) -> _Match | None:
        """Finds "stated by X", "responsibility was claimed by X"."""
        name = after_cue(self._words, cue + 2, self._end)
        low = self._low(cue)
        if name is None or low not in ("said", "stated", "reported", "claimed", "confirmed", "announced", "denied"):
            return None
        return self._match(name, (cue, cue + 2), (self._first, self._end), CUES[low])

    def _impersonal(self, cue: int) -> _Match | None:
        """Finds "it was reported that", "is believed to be"."""
        low = self._low(cue)
        following = self._low(cue + 1)
        if following not in ("that", "to", "of") or (low in SAY and following == "of"):
            return None
        if low in SAY and self._low(cue - 2) != "it" and following != "to":
            return None
        if low not in SAY and low not in ALLEGE:
            return None
        whole = self._low(cue - 2) != "it"
        said = (self._first if whole else cue + 2, self._end)
        return self._match(None, (cue - 1, cue + 1), said, CUES[low])

    def _inverted(self, cue: int) -> _Match | None:
        """Finds "…, said X", "… reports The Daily Gazette"."""
        low, before = self._low(cue), self._low(cue - 1)
        if low not in INVERTING or self._low(cue + 1) in ("that", "", ",", "to", "on", "in", "at"):
            return None
        closed = before == "," or before in ('"', "”", "''", "’", "--") or before.startswith("â€")
        media = low in ("reports", "report", "reported") and any(
            self._low(k) in MEDIA_WORDS for k in range(cue + 1, cue + 5)
        )
        name = after_cue(self._words, cue + 1, self._end)
        if name is None or cue - self._first < 3:
            return None
        unpunctuated = media and self._low(cue - 1) not in ("said", "to", *AUXILIARIES)
        if closed and not media and self._goes_on(cue, name):
            return None
        if not closed and not unpunctuated:
            told_late = low == "said" and (is_time(self._words, cue - 1) or name[1] >= self._end)
            if not told_late or (self._low(cue + 1) in DETERMINERS and before_cue(self._words, self._first, cue)):
                return None
        return self._match(name, (cue, cue + 1), (self._first, cue), CUES[low])

    def _capital(self, index: int) -> bool:
        return self._low(index) != "" and self._words.capital(index) and not self._words.capital(index - 1)

    def _goes_on(self, cue: int, name: Range) -> bool:
        """Whether a would-be name after the cue is what is said about: "Sana, the director, said the army …"."""
        if name[1] < self._end and finite(self._words, name[1]):
            return True
        told = any(finite(self._words, k) for k in range(max(self._first, cue - SHORT_TAIL * 2), cue))
        return self._low(cue - 1) == "," and not told and name[1] < self._end and self._low(name[1]) != ","

    def _active(self, cue: int, manner: Manner) -> _Match | None:
        """Finds "X said that …", "…, X said"."""
        name = before_cue(self._words, self._first, cue)
        if name is None:
            return None
        left, right = (self._first, name[0]), (cue + 1, self._end)
        clause = left[1] - left[0] >= 3 and self._low(name[0] - 1) in (",", "--", *_CLOSING_MARKS)
        clause = clause or (left[1] - left[0] >= 4 and right[1] - right[0] <= 1)
        trailing = right[1] <= right[0] or (clause and self._tail(cue))
        if self._deed(cue, trailing=trailing, claim=manner == "claimed"):
            return None
        said = left if trailing else right
        if trailing and self._low(cue + 1) == "," and right[1] - right[0] > 4:
            said = (self._first, self._end)
        return self._match(name, (cue, cue + 1), said, manner)

    def _deed(self, cue: int, *, trailing: bool, claim: bool) -> bool:
        """Whether a verb that may attribute tells something else here: "released two men", "claimed two lives"."""
        low, following = self._low(cue), self._low(cue + 1)
        if any(self._low(k) == "that" for k in range(cue + 1, cue + 8)):
            return False
        noun = (low in ALLEGE and following in AUXILIARIES) or (low == "states" and self._low(cue - 1) == "united")
        adjective = low in _ATTRIBUTIVE and not (following in DETERMINERS or self._capital(cue + 1))
        needs_that = low in ONLY_WITH_THAT and not (trailing and low in INVERTING)
        lives = claim and low in CLAIM and following in ("the", "a", "at", "dozens")
        return noun or adjective or needs_that or lives

    def _tail(self, cue: int) -> bool:
        """Whether what follows the cue is only its time, place or hearer."""
        following = self._low(cue + 1)
        if following == "that" or any(self._low(k) == "that" for k in range(cue + 1, cue + 5)):
            return False
        if following in (",", "here", "while", "as", "when", ";", "--") or is_time(self._words, cue + 1):
            return True
        short = self._end - cue - 1 <= SHORT_TAIL
        return short and (following in PREPOSITIONS or self._low(cue) in ("told", "tells", "informed"))


def _quoted(
    manner: Manner, cue: Span, said: Span, quoted: Sequence[Span], starts: Sequence[int]
) -> tuple[Manner, Span]:
    """`quoted` where most of what is said stands in quotation marks, reaching to the quotations' own ends."""
    at = bisect_right(starts, said[1] - 1) - 1
    shared, first, end = 0, *said
    while at >= 0 and quoted[at][1] > said[0]:
        if not quoted[at][0] <= cue[0] < quoted[at][1]:
            shared += min(quoted[at][1], said[1]) - max(quoted[at][0], said[0])
            first, end = min(first, quoted[at][0]), max(end, quoted[at][1])
        at -= 1
    if manner != "reported" or 2 * shared < said[1] - said[0]:
        return manner, said
    return "quoted", (first, end)


def _continued(found: Sequence[Statement], quoted: Sequence[Span]) -> Iterator[Statement]:
    """Quotations that stand alone after one whose speaker is named: "…," said the mayor. "…"."""
    position = 0
    speaking: Statement | None = None
    reach = 0
    for first, end in quoted:
        while position < len(found) and found[position].cue[0] < first:
            speaking = found[position]
            reach = max(reach, speaking.said[1], speaking.cue[1])
            position += 1
        if reach > first or speaking is None or speaking.manner != "quoted" or first - reach > GAP:
            continue
        if position < len(found) and found[position].said[0] < end and found[position].cue[0] < end + GAP:
            continue
        reach = end
        yield replace(speaking, said=(first, end))


def _referred(found: Sequence[Statement], text: str) -> list[Statement]:
    """Pronouns, surnames and "the officials" referred to the source named before that they stand for."""
    out: list[Statement] = []
    last: Span | None = None
    person: Span | None = None
    named: dict[str, Span] = {}
    for statement in found:
        speaker = statement.speaker
        if speaker is None:
            out.append(statement)
            continue
        low = text[slice(*speaker)].lower()
        if low in SPEAKING_PRONOUNS:
            source = person if low in ("he", "she") else last
        else:
            final = _final(low)
            source = named.get(final, speaker)
            if len(text[slice(*source)]) <= len(low) or not _refers(low, text[slice(*source)].lower()):
                source = speaker
                named[final] = speaker
            last = source
            person = person if is_media(text[slice(*source)]) else source
        out.append(replace(statement, source=source))
    return out


def is_media(name: str) -> bool:
    """Whether a name is that of a newspaper, agency or broadcaster, by its last words."""
    return any(word.strip(".,") in MEDIA_WORDS for word in name.lower().split()[-2:])


def _final(low: str) -> str:
    parts = low.split()
    return parts[-1] if parts else ""


def _refers(short: str, full: str) -> bool:
    """Whether the words of a short name are the last of a full one: "the officials", "Christie", "mr maria"."""
    a = [w for w in short.split() if w not in ("the", "these", "those", "mr", "mrs", "ms", "dr", "mr.", "mrs.", "ms.")]
    b = full.split()
    return 0 < len(a) < len(b) and b[-len(a) :] == a
