"""The words that name a source beside a cue, without a parser: bounded by punctuation and by words that end a name."""

from __future__ import annotations

from dateline.coding.attribution.lexicon import (
    ADJECTIVES_IN_ED,
    ADVERBS,
    AUXILIARIES,
    BREAKS,
    CITING,
    CUES,
    DETERMINERS,
    IRREGULAR_PASTS,
    LINKING_PREPOSITIONS,
    MEDIA_WORDS,
    NOT_SOURCES,
    OFFICES,
    PREPOSITIONS,
    SPEAKING_PRONOUNS,
    STATEMENT_NOUNS,
    TIME_WORDS,
)
from dateline.coding.attribution.words import Words

Range = tuple[int, int]  # tokens [first, end)
REACH = 24  # words on either side of a cue among which its source is looked for
LONGEST_NAME = 16
_HARD = frozenset(
    (";", ":", "--", "—", "–", "-", '"', "“", "”", "«", "»", "``", "''", "â€œ", "?", "!", "\n\n", "*", "/")
)
_ENDS_LEFT = frozenset(("to", "by", "into", "against", "over", "during", "about", "through", "or"))
_PERSONS = frozenset(("i", "we", "you", "who", "which", "that", "there"))  # a stretch with these is a clause
_NO_STARTS = frozenset(("and", "or", "no"))
_SKIPPED = ADVERBS | TIME_WORDS | (AUXILIARIES - {"been", "being"})


def subject(words: Words, first: int, cue: int) -> Range | None:
    """The subject of the clause in which a second verb is a cue: "The mayor" of "The mayor met them and said"."""
    start = max(first, cue - REACH)
    for index in range(cue - 1, start, -1):
        if words.lows[index] in _HARD or words.lows[index] in BREAKS:
            start = index + 1
            break
    verb = next((k for k in range(start + 1, cue) if finite(words, k) or words.lows[k] in CUES), None)
    return None if verb is None else before_cue(words, start, verb)


def is_time(words: Words, index: int) -> bool:
    """Whether a token tells a time: "today", "Friday", "23", "1990"."""
    low = words.lows[index]
    return low in TIME_WORDS or low[0].isdigit()


def finite(words: Words, index: int) -> bool:
    """Whether a token looks like a verb that ends a name: "was", "killed"."""
    low = words.lows[index]
    return (
        low in AUXILIARIES
        or low in IRREGULAR_PASTS
        or (low.endswith("ed") and len(low) > 4 and low not in ADJECTIVES_IN_ED)
    )


def _is_break(words: Words, index: int) -> bool:
    low = words.lows[index]
    return low in _HARD or low in BREAKS or low.startswith("â€")


def before_cue(words: Words, low_limit: int, cue: int) -> Range | None:
    """The name that ends before a cue: "a police spokesman" of "…, a police spokesman later said"."""
    floor = max(low_limit, cue - REACH)
    end = _skip_back(words, floor, cue)
    end = _before_relative(words, floor, _skip_statement(words, floor, end))
    if end <= floor:
        return None
    if words.lows[end - 1] == ",":
        end = _before_insertion(words, floor, end)
    elif words.lows[end - 1] == ")" and words.lows[max(floor, end - 6) : end].count("(") == 0:
        return None
    first = _name_start(words, floor, end)
    return _checked(words, first, end)


def _skip_back(words: Words, floor: int, end: int) -> int:
    while end > floor:
        low = words.lows[end - 1]
        leads = low in ("on", "in", "at", "since") and end < len(words.lows) and is_time(words, end)
        if not (low in _SKIPPED or low[0].isdigit() or leads):
            break
        end -= 1
    return end


def _skip_statement(words: Words, floor: int, end: int) -> int:
    """Leaves out "in a statement", "in a press release" between a name and its cue."""
    if end > floor and words.lows[end - 1] in STATEMENT_NOUNS:
        for index in range(end - 2, max(floor, end - 6), -1):
            if words.lows[index] in ("in", "at", "through", "via", "during"):
                return _skip_back(words, floor, index)
            if words.lows[index] not in DETERMINERS and words.lows[index] not in ("press", "written", "media", "news"):
                break
    return end


def _before_relative(words: Words, floor: int, end: int) -> int:
    """End of the name before a relative clause: "an official" of "an official who asked not to be named told"."""
    for index in range(end - 1, max(floor, end - 12), -1):
        low = words.lows[index]
        if low == "who":
            return index if end - index > 2 else end
        if low == "," or low in _HARD:
            break
    return end


def _before_insertion(words: Words, floor: int, end: int) -> int:
    """End of the name before an insertion that ends in a comma: "a source, who asked not to be named,"."""
    for index in range(end - 2, max(floor, end - 18), -1):
        if words.lows[index] == ",":
            inserted = words.lows[index + 1]
            if inserted in BREAKS or inserted.endswith("ing") or inserted in PREPOSITIONS or inserted in ADVERBS:
                return index
            return end - 1
        if words.lows[index] in _HARD:
            break
    return end - 1


def _name_start(words: Words, floor: int, end: int) -> int:
    """First token of the name that ends at `end`."""
    first = end
    while first > floor and end - first < LONGEST_NAME:
        index = first - 1
        low = words.lows[index]
        if _is_break(words, index) or finite(words, index) or (low == "." and not _abbreviates(words, index)):
            break
        if low == "," and not _joins(words, floor, index):
            break
        if low in CUES and index != end - 1 and low not in STATEMENT_NOUNS:
            break
        if low in _ENDS_LEFT or (low[0].isdigit() and end - first >= 2 and not _capitals(words, index, end)):
            break
        if low == "]" and words.lows[index - 1] in ("text", "continued", "omitted", "recording"):
            break
        if low == "and" and not _and_joins(words, floor, index):
            break
        if low == ")" and end - index > 1 and words.starts[first] == words.ends[index]:
            break
        first = index
        if words.capital(index) and low in ("the", "a", "an") and not _capitals(words, index, end):
            break
    return _trim(words, first, end)


def _abbreviates(words: Words, index: int) -> bool:
    """Whether a full stop belongs to "Capt." or "J."; sentences end at the others."""
    return index > 0 and words.alpha(index - 1) and index + 1 < len(words.lows)


def _capitals(words: Words, first: int, end: int) -> bool:
    """Whether a stretch is all capitals, where case tells nothing."""
    return words.text[words.starts[first] : words.ends[end - 1]].isupper()


def _joins(words: Words, floor: int, comma: int) -> bool:
    """Whether a comma stands inside a name: "MUCA's vice president, Juan Chinchilla"."""
    first = comma
    office = False
    while first > floor and comma - first < 9:
        low = words.lows[first - 1]
        if low in (",", ".") or low in _HARD or low in BREAKS:
            break
        if finite(words, first - 1) or low in CUES or is_time(words, first - 1) or low == "and":
            return False
        office = office or low in OFFICES
        first -= 1
    if not office or first == comma or words.lows[first] in PREPOSITIONS:
        return False
    return first <= floor + 2 or words.lows[first - 1] in (",", ".", '"', "”", "that")


def _and_joins(words: Words, floor: int, index: int) -> bool:
    """Whether "and" joins two names ("police and hospital officials said") rather than two clauses."""
    count = 0
    while index > floor and count < 8:
        low = words.lows[index - 1]
        if low in (",", ".") or low in _HARD or low in BREAKS:
            break
        if finite(words, index - 1) or low in CUES or low in PREPOSITIONS - LINKING_PREPOSITIONS:
            return False
        index -= 1
        count += 1
    return 0 < count <= 6


def _trim(words: Words, first: int, end: int) -> int:
    """Start of the name without what leads up to it: "on Friday", "meanwhile", "in Gombi"."""
    lows = words.lows
    while first < end and (lows[first] in ADVERBS or lows[first] in (",", "and", "but", ")", "]", "'", ".", "’")):
        first += 1
    if first < end and lows[first] in PREPOSITIONS - {"over"}:
        inner = next((k for k in range(first + 1, end) if lows[k] == ","), None)
        if inner is None:
            inner = next((k for k in range(first + 1, end) if lows[k] in DETERMINERS and k > first + 1), None)
            if inner is None:
                inner = next((k for k in range(first + 1, end) if not is_time(words, k)), end)
            first = inner
        else:
            first = inner + 1
    while first < end and (lows[first] in TIME_WORDS or lows[first] in ADVERBS):
        first += 1
    return first


def after_cue(words: Words, cue_end: int, limit: int) -> Range | None:
    """The name that begins after a cue: "The Daily Gazette" of "…, reports The Daily Gazette on Monday"."""
    first = cue_end
    ceiling = min(limit, cue_end + REACH)
    while first < ceiling and (words.lows[first] in ADVERBS or is_time(words, first)):
        first += 1
    if first < ceiling and words.lows[first] == "on" and first + 1 < ceiling and is_time(words, first + 1):
        return None
    first = _after_report_by(words, first, ceiling)
    end = first
    while end < ceiling and end - first < LONGEST_NAME and not _stops_after(words, first, end, ceiling):
        end += 1
    while end > first and (not words.alpha(end - 1) and words.lows[end - 1] not in (")", "]")):
        end -= 1
    while end > first and (words.lows[end - 1] in PREPOSITIONS or words.lows[end - 1] in ("the", "a", "and")):
        end -= 1
    return _checked(words, first, end)


def _after_report_by(words: Words, first: int, ceiling: int) -> int:
    """Where "a report by X" begins to name X."""
    for index in range(first, min(ceiling - 1, first + 4)):
        if words.lows[index] in ("by", "given") and index > first:
            return index + 1 if words.lows[index] == "by" else index + 1 + (words.lows[index + 1] == "by")
        if not words.alpha(index):
            break
    return first


def _stops_after(words: Words, first: int, index: int, ceiling: int) -> bool:
    """Whether a name that began at `first` ends before a token."""
    low = words.lows[index]
    if low == ".":
        return index + 1 >= ceiling or not _abbreviates(words, index)
    if low == ",":
        return not _apposition(words, first, index, ceiling)
    breaks = _is_break(words, index) and low not in ("who", "-")
    verb = (low in CUES and low not in STATEMENT_NOUNS) or low in CITING or finite(words, index)
    if index == first or breaks or verb:
        return breaks or (verb and index > first)
    if low in PREPOSITIONS:
        return _leads_away(words, index, ceiling)
    if low == "and":
        return not _short_after(words, index, ceiling)
    ends = low in ("here", "there", "adding") or low in ADVERBS - {"late"} or low in TIME_WORDS
    return ends or _new_sentence(words, first, index)


def _leads_away(words: Words, index: int, ceiling: int) -> bool:
    """Whether a preposition leads to a time or a statement, or is none that stands inside a name."""
    low = words.lows[index]
    timed = index + 1 < ceiling and is_time(words, index + 1)
    stated = low == "in" and any(words.lows[k] in STATEMENT_NOUNS for k in range(index + 1, min(ceiling, index + 5)))
    return low not in LINKING_PREPOSITIONS or timed or stated


def _short_after(words: Words, index: int, ceiling: int) -> bool:
    """Whether "and" is followed by one more name and then an end: "… and hospital officials."."""
    for k in range(index + 1, min(ceiling, index + 6)):
        if words.lows[k] in (",", ".", ";"):
            return True
        if finite(words, k) or words.lows[k] in CUES or words.lows[k] in PREPOSITIONS:
            return False
    return False


def _new_sentence(words: Words, first: int, index: int) -> bool:
    """Whether a capital begins a new sentence though the full stop is missing, as text from the web often has it."""
    if not words.capital(index) or _capitals(words, first, index + 1):
        return False
    if words.lows[index] in ("the", "a", "an", "in", "on", "he", "she", "they", "it"):
        return True
    return words.lows[index - 1] in MEDIA_WORDS and words.lows[index] not in MEDIA_WORDS


def _apposition(words: Words, first: int, comma: int, ceiling: int) -> bool:
    """Whether a comma after a name is followed by what describes it: ", a member of the council,"."""
    if comma == first or comma + 2 >= ceiling:
        return False
    start = words.lows[comma + 1]
    if start not in ("a", "an", "the", "head", "chief", "commander", "director", "president", "chairman", "secretary"):
        return False
    for index in range(comma + 1, min(ceiling, comma + 12)):
        if words.lows[index] in (",", ".", ";"):
            return any(words.lows[k] in OFFICES for k in range(comma + 1, index))
        if finite(words, index) or words.lows[index] in CUES:
            return False
    return False


def _checked(words: Words, first: int, end: int) -> Range | None:
    """The range if it can name a source."""
    while first < end and not words.alpha(first) and words.lows[first] != "[":
        first += 1
    if first >= end or end - first > LONGEST_NAME:
        return None
    lows = words.lows[first:end]
    if len(lows) == 1 and lows[0] in SPEAKING_PRONOUNS:
        return first, end
    clause = lows[0] in AUXILIARIES or lows[0] in _NO_STARTS or lows[0].endswith("ing") or _PERSONS & frozenset(lows)
    open_end = lows[-1] in NOT_SOURCES or lows[-1] in DETERMINERS or lows[0] in NOT_SOURCES - DETERMINERS
    adverb = len(lows) == 1 and lows[0].endswith("ly")
    naming = any(
        low[0].isalpha() and low not in DETERMINERS and low not in ADVERBS and low not in PREPOSITIONS for low in lows
    )
    return (first, end) if naming and not (clause or open_end or adverb) else None
