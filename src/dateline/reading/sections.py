"""Sections of a report: headline, lead, body, captions, and lines that only advertise other stories.

The sections cover the text from end to end without overlap; blanks and line breaks belong to the section
before them. The rules look at the form of lines, not at what they tell of.
"""

from __future__ import annotations

import re
from itertools import groupby

from dateline.reading.items import Hints
from dateline.reading.paragraphs import SENTENCE_END, Paragraph, paragraphs
from dateline.records import Section, SectionKind

MIN_HEADLINE_WORDS = 4
MAX_HEADLINE_WORDS = 22
MAX_ADVERT_CHARACTERS = 300
MIN_SINGLE_WORDS = 5  # subheadings are mostly shorter
MIN_RUN_AT_END = 2
MIN_RUN_INSIDE = 3
MAX_LINES_ABOVE_LEAD = 8
MIN_SENTENCE_WORDS = 8
# A subheading announces what follows, so most of its words come back there; another story's title does not.
TAKEN_UP_SHARE = 0.4
TAKEN_UP_WITHIN = 2  # paragraphs
STEM_LETTERS = 5
MAX_BREAK = 2  # characters: one line break, no blank line
# Agency captions close with the credit of the picture.
PICTURE_AGENCIES = (
    r"(?:REUTERS|AFP|AP|EPA|EPA-EFE|EFE|Getty(?: Images)?|Anadolu(?: Agency)?|Xinhua|TASS|Sputnik|UPI|dpa)"
)

# What pages print before the title of another story, in the languages of the larger news sites.
OTHER_STORIES = (
    r"(?:you (?:may|might) (?:also|have) (?:like|missed)|(?:also|further) (?:read|reading)|read (?:also|more|next|this)"
    r"|more (?:on|from|about) [^.:]{1,40}|more (?:stories|news|headlines|coverage)|see (?:also|more|related)"
    r"|related(?: (?:stor(?:y|ies)|articles?|news|contents?|coverage|topics?|links?|reading|posts?|headlines?|items?))?"
    r"|recommended(?: (?:stor(?:y|ies)|articles?|reading|for you))?|(?:don['\u2019]t|do not) miss|in case you missed it"
    r"|most (?:read|popular|viewed|shared)(?: (?:stories|articles|news|today))?|trending(?: (?:now|stories|news))?"
    r"|(?:latest|top|other|editor['\u2019]?s['\u2019]?) (?:stories|news|headlines|picks|articles)|must[- ]reads?"
    r"|what to read next|keep reading|up next|from (?:the|our) archives?"
    r"|lea (?:tambi\u00e9n|m\u00e1s)|le puede interesar|noticias? relacionadas?|leia (?:tamb\u00e9m|mais)"
    r"|not\u00edcias? relacionadas?|(?:\u00e0 )?lire (?:aussi|\u00e9galement)|sur le m\u00eame sujet"
    r"|mehr zum thema|lesen sie (?:auch|mehr)|leggi anche|lees ook|czytaj (?:te\u017c|tak\u017ce)"
    r"|\u0447\u0438\u0442\u0430\u0439\u0442\u0435 (?:\u0442\u0430\u043a\u0436\u0435|\u0435\u0449\u0435)"
    r"|\u0447\u0438\u0442\u0430\u0439\u0442\u0435 \u0442\u0430\u043a\u043e\u0436|ilgili haberler|bunu da oku(?:yun)?"
    r"|baca juga|\u0627\u0642\u0631\u0623 \u0623\u064a\u0636\u0627)"
)
BULLET = r"[\s\-*\u2022\u25aa\u25ba\u00b7>|\[(\u00bb]*"
MARKER_ALONE = re.compile(rf"^{BULLET}{OTHER_STORIES}\s*[:.\u2026>\u00bb|\])\u2192-]*$", re.IGNORECASE)
MARKER_THEN_TITLE = re.compile(rf"^{BULLET}{OTHER_STORIES}\s*(?::|>|\u00bb|\||\u2192| [-\u2013\u2014] )", re.IGNORECASE)
# RELATED Six killed ...: a label in capitals before a title in mixed case.
LABEL_THEN_TITLE = re.compile(
    rf"^{BULLET}(?:RELATED(?: [A-Z]+)?|READ MORE|READ ALSO|ALSO READ|SEE ALSO|MORE)\s+(?=[A-Z'\u2018][a-z])"
)
INVITATION = re.compile(
    rf"^{BULLET}(?:click here|sign up|subscribe|follow us|join us|download (?:the|our)|get (?:the|our) [^.]{{0,40}}"
    r"(?:newsletter|app|alerts)|share this|like us on|advertisement|story continues below|continue reading)\b",
    re.IGNORECASE,
)
CAPTION = re.compile(
    rf"^{BULLET}(?:(?:file|stock|representational|undated)[ -](?:photo|picture|image|pic)\b"
    r"|(?:photo|picture|image|foto|bild|imagen|caption|(?:photo|picture|image|media) (?:copyright|source|credit))\s*"
    r"(?::|\||by\b|courtesy\b)|(?:media|image|photo) caption\b|FILE\s?[-\u2013\u2014:])",
    re.IGNORECASE,
)
PICTURE_CREDIT = re.compile(
    rf"(?:\b{PICTURE_AGENCIES}/[\w.' -]{{2,60}}\)?|\[[^\[\]]{{2,60}}/[^\[\]]{{2,40}}\]"
    rf"|\((?:{PICTURE_AGENCIES} )?(?:file )?photos?\b[^()]*\)"
    rf"|\((?:photo|image|picture)s?[: /][^()]*\)|/{PICTURE_AGENCIES}\)?)\s*$",
    re.IGNORECASE,
)
SENTENCE_INSIDE = re.compile(r"[a-z0-9\u2019'\"\u201d)][.!?]['\"\u2019\u201d)]*\s+['\"\u2018\u201c(]?[A-Z]")
# A line that breaks off after one of these is no headline but half a sentence.
BROKEN_OFF = re.compile(
    r"(?:[,;:\u2013\u2014-]|\b(?:a|an|the|of|and|or|but|to|by|for|from|with|at|on|his|her|its|their|that|which|who|was"
    r"|were|is|are|has|have|had|as))$",
    re.IGNORECASE,
)
# What sentences have and titles do without; guards sentences that lost their full stop.
SENTENCE_WORDS = re.compile(r"\b(?:a|an|the|was|were|had|been|said)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]{4,}")
FURNITURE = re.compile(
    r"^(?:by|according to|reporting|editing|writing|additional reporting|compiled|contact|e-?mail|tel|phone|sources?"
    r"|copyright|posted|published|updated|last updated|\u00a9|\(c\)|https?\b|www\."
    r"|with (?:reporting|files|additional))\b|@|https?\s?:",
    re.IGNORECASE,
)
LISTED = re.compile(r"^(?:[-*\u2022\u25aa\u25ba\u00b7]\s+|\d{1,2}[.)]\s+)")
NORMAL = re.compile(r"[\W_]+")


def normal(line: str) -> str:
    """A line with case, spaces and punctuation levelled, for comparing titles."""
    return NORMAL.sub(" ", line.casefold()).strip()


def find_sections(text: str, *, title: str | None = None, hints: Hints | None = None) -> tuple[Section, ...]:
    """The sections of `text`, in order; none for an empty text.

    `headline`: the title where the text repeats it, with the lines above the first sentence (byline, date,
    address). `lead`: the first paragraph of the report itself. `caption` and `related` by the page's markup
    where `hints` gives it, else by the form of the lines. `body`: everything else.
    """
    parts = _split_title(paragraphs(text), title)
    if not parts:
        return (Section(kind="body", start=0, end=len(text)),) if text else ()
    kinds = _kinds(parts, normal(title or ""), hints or Hints())
    starts = [0, *(part.start for part in parts[1:]), len(text)]
    pieces = zip(kinds, starts, starts[1:], strict=False)
    sections = []
    for kind, group in groupby(pieces, key=lambda piece: piece[0]):
        run = list(group)
        sections.append(Section(kind=kind, start=run[0][1], end=run[-1][2]))
    return tuple(sections)


def _split_title(parts: list[Paragraph], title: str | None) -> list[Paragraph]:
    """Cut a title off the paragraph that it opens ("Six killed in Azaz. AZAZ -- A car bomb ...")."""
    if not parts or not title or not title.strip():
        return parts
    first, head = parts[0], title.strip()
    rest = first.content[len(head) :]
    if first.content[: len(head)].casefold() != head.casefold() or not re.match(r"\s*[.:|\u2013\u2014-]*\s+\S", rest):
        return parts
    if normal(rest) == "" or not re.match(r"[.:|\s\u2013\u2014-]", rest):
        return parts
    gap = re.match(r"[.:|\s\u2013\u2014-]*", rest)
    cut = first.start + len(head) + (gap.end() if gap else 0)
    above = Paragraph(first.start, first.start + len(head), first.content[: len(head)], 1)
    below = Paragraph(cut, first.end, first.content[cut - first.start :], first.lines)
    return [above, below, *parts[1:]]


def _kinds(parts: list[Paragraph], title: str, hints: Hints) -> list[SectionKind]:
    kinds: list[SectionKind] = ["body"] * len(parts)
    for index, part in enumerate(parts):
        kinds[index] = _kind_alone(part, hints)
    _mark_headline(parts, kinds, title)
    _mark_after_markers(parts, kinds)
    _mark_runs(parts, kinds)
    _mark_single(parts, kinds)
    _mark_picture_texts(parts, kinds)
    for index, kind in enumerate(kinds):
        if kind == "body":
            kinds[index] = "lead"
            break
    return kinds


def _kind_alone(part: Paragraph, hints: Hints) -> SectionKind:
    """What a paragraph shows to be by itself."""
    content = part.content
    if hints.captions or hints.related:
        level = normal(content)
        if level in hints.captions:
            return "caption"
        if level in hints.related:
            return "related"
    if len(content) > MAX_ADVERT_CHARACTERS * 2:
        return "body"
    if CAPTION.match(content) or PICTURE_CREDIT.search(content):
        return "caption"
    if len(content) <= MAX_ADVERT_CHARACTERS and (
        MARKER_ALONE.match(content)
        or MARKER_THEN_TITLE.match(content)
        or LABEL_THEN_TITLE.match(content)
        or INVITATION.match(content)
    ):
        return "related"
    return "body"


def _mark_headline(parts: list[Paragraph], kinds: list[SectionKind], title: str) -> None:
    """The title in the first lines, and what stands above the first sentence."""
    for index, part in enumerate(parts[:MAX_LINES_ABOVE_LEAD]):
        if title and normal(part.content) == title:
            kinds[index] = "headline"
            break
    first = next((i for i, part in enumerate(parts) if kinds[i] == "body" and _tells(part)), None)
    if first is None or first > MAX_LINES_ABOVE_LEAD:
        return
    for index in range(first):
        if kinds[index] == "body" and not parts[index].is_sentence:
            kinds[index] = "headline"


def _tells(part: Paragraph) -> bool:
    """Whether a paragraph tells something: a sentence or more, or what is longer than headlines are."""
    if part.is_sentence or part.lines > 1:
        return part.words >= MIN_SENTENCE_WORDS
    return part.words > MAX_HEADLINE_WORDS + 8


def _is_headline_like(part: Paragraph) -> bool:
    """The form of another story's title: one line, a few words, no full stop, no half sentence."""
    content = LISTED.sub("", part.content).rstrip("'\"\u2019\u201d")
    if not content or part.lines > 1 or not MIN_HEADLINE_WORDS <= part.words <= MAX_HEADLINE_WORDS:
        return False
    if (SENTENCE_END.search(content) and not content.endswith("?")) or BROKEN_OFF.search(content):
        return False
    return not (content[0].islower() or SENTENCE_INSIDE.search(content) or FURNITURE.search(content))


def _is_filler(part: Paragraph) -> bool:
    """What stands between the titles of a list: a rubric, a date, "3 hours ago"."""
    return part.lines == 1 and part.words < MIN_HEADLINE_WORDS + 1 and not part.is_sentence


def _mark_after_markers(parts: list[Paragraph], kinds: list[SectionKind]) -> None:
    """A marker that stands alone ("Related:") takes the titles below it along."""
    below_marker = False
    for index, part in enumerate(parts):
        if kinds[index] == "related":
            below_marker = MARKER_ALONE.match(part.content) is not None or below_marker
        elif below_marker and kinds[index] == "body" and (_is_headline_like(part) or _is_filler(part)):
            kinds[index] = "related"
        else:
            below_marker = False


def _mark_runs(parts: list[Paragraph], kinds: list[SectionKind]) -> None:
    """Runs of titles with no marker: two and more after the body, three and more inside it.

    A list that the text announces with a colon is the report's own.
    """
    index = next((i for i, part in enumerate(parts) if kinds[i] == "body" and _tells(part)), len(parts)) + 1
    while index < len(parts):
        end = index
        while end < len(parts) and _may_run(parts[end], kinds[end]):
            end += 1
        if end == index:
            index += 1
            continue
        # A rubric before or after the titles is told from the report's own subheading by the run alone.
        titles = [i for i in range(index, end) if kinds[i] == "related" or _is_headline_like(parts[i])]
        needed = MIN_RUN_AT_END if end == len(parts) else MIN_RUN_INSIDE
        if len(titles) >= needed and not parts[index - 1].content.rstrip().endswith(":"):
            last = end if end == len(parts) else titles[-1] + 1
            for inside in range(titles[0], last):
                if kinds[inside] == "body" and (_is_headline_like(parts[inside]) or inside < titles[-1]):
                    kinds[inside] = "related"
        index = end


def _may_run(part: Paragraph, kind: SectionKind) -> bool:
    return kind == "related" or (kind == "body" and (_is_headline_like(part) or _is_filler(part)))


def _mark_single(parts: list[Paragraph], kinds: list[SectionKind]) -> None:
    """Single titles between the paragraphs of the body that the paragraphs after them do not take up.

    At the end nothing could take them up, so there they count only if the page also had them inside.
    """
    first = next((i for i, part in enumerate(parts) if kinds[i] == "body" and _tells(part)), len(parts))
    found = "related" in kinds
    for index in range(first + 1, len(parts)):
        part = parts[index]
        if kinds[index] != "body" or part.words < MIN_SINGLE_WORDS or not _is_headline_like(part):
            continue
        if parts[index - 1].content.endswith(":"):
            continue
        if SENTENCE_WORDS.search(part.content) and not part.is_sentence:
            continue
        following = [
            p for p, kind in zip(parts[index + 1 :], kinds[index + 1 :], strict=True) if kind == "body" and _tells(p)
        ]
        if (following and not _taken_up(part, following[:TAKEN_UP_WITHIN])) or (found and not following):
            kinds[index] = "related"
            found = True


def _taken_up(part: Paragraph, following: list[Paragraph]) -> bool:
    stems = _stems(part.content)
    later = frozenset[str]().union(*(_stems(paragraph.content) for paragraph in following))
    return len(stems & later) >= TAKEN_UP_SHARE * len(stems)


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM_LETTERS].casefold() for word in WORD.findall(text))


def _mark_picture_texts(parts: list[Paragraph], kinds: list[SectionKind]) -> None:
    """A picture's alternative text stands on the line above its caption, and is no sentence."""
    for index in range(len(parts) - 1):
        touching = parts[index + 1].start - parts[index].end <= MAX_BREAK
        if kinds[index + 1] == "caption" and kinds[index] == "body" and touching and not parts[index].is_sentence:
            kinds[index] = "caption"
