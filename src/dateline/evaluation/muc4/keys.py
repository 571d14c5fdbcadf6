"""MUC-4 answer keys and responses: the template format, read into typed templates.

A template has slots 0 to 24. A fill can offer alternatives ("A" / "B"), be optional (a leading question mark) and
name the fill of another slot that it belongs to (`CIVILIAN: "PEASANTS"`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dateline.evaluation.errors import CorpusError

DATE, LOCATION, TYPE, STAGE, INSTRUMENT, INSTRUMENT_TYPE = range(2, 8)
CATEGORY, PERP_INDIVIDUAL, PERP_ORGANIZATION, CONFIDENCE = range(8, 12)
PHYS_ID, PHYS_TYPE, PHYS_NUMBER, PHYS_NATION, PHYS_EFFECT, PHYS_TOTAL = range(12, 18)
HUM_NAME, HUM_DESCRIPTION, HUM_TYPE, HUM_NUMBER, HUM_NATION, HUM_EFFECT, HUM_TOTAL = range(18, 25)

SLOTS: Mapping[int, str] = {
    DATE: "inc-date",
    LOCATION: "inc-loc",
    TYPE: "inc-type",
    STAGE: "inc-stage",
    INSTRUMENT: "inc-instr-id",
    INSTRUMENT_TYPE: "inc-instr-type",
    CATEGORY: "perp-inc-cat",
    PERP_INDIVIDUAL: "perp-ind-id",
    PERP_ORGANIZATION: "perp-org-id",
    CONFIDENCE: "perp-org-conf",
    PHYS_ID: "phys-tgt-id",
    PHYS_TYPE: "phys-tgt-type",
    PHYS_NUMBER: "phys-tgt-num",
    PHYS_NATION: "phys-tgt-nation",
    PHYS_EFFECT: "phys-tgt-effect",
    PHYS_TOTAL: "phys-tgt-total-num",
    HUM_NAME: "hum-tgt-name",
    HUM_DESCRIPTION: "hum-tgt-desc",
    HUM_TYPE: "hum-tgt-type",
    HUM_NUMBER: "hum-tgt-num",
    HUM_NATION: "hum-tgt-nation",
    HUM_EFFECT: "hum-tgt-effect",
    HUM_TOTAL: "hum-tgt-total-num",
}
STRING_SLOTS = frozenset({INSTRUMENT, PERP_INDIVIDUAL, PERP_ORGANIZATION, PHYS_ID, HUM_NAME, HUM_DESCRIPTION})
CROSS_REFERENCED = frozenset(
    {
        INSTRUMENT_TYPE,
        CONFIDENCE,
        PHYS_TYPE,
        PHYS_NUMBER,
        PHYS_NATION,
        PHYS_EFFECT,
        HUM_TYPE,
        HUM_NUMBER,
        HUM_NATION,
        HUM_EFFECT,
    }
)
NUMBER_SLOTS = frozenset({PHYS_NUMBER, PHYS_TOTAL, HUM_NUMBER, HUM_TOTAL})

_SLOT_LINE = re.compile(r"\s*(\d{1,2})\.\s+[A-Z][A-Z ]*:\s*[A-Z ]+?(?:\s{2,}|\t|$)(.*)")
_TIGHT_SLOT_LINE = re.compile(
    r"\s*(\d{1,2})\.\s+(?:MESSAGE|INCIDENT|PERP|PHYS TGT|HUM TGT): "
    r"(?:ID|TEMPLATE|DATE|LOCATION|TYPE|NUMBER|NAME|DESCRIPTION)\s+(.*)"
)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_EMPTY = ("", "-", "*")


@dataclass(frozen=True)
class Fill:
    """One fill: its alternatives, whether a response may leave it out, and the strings it belongs to."""

    values: tuple[str, ...]
    optional: bool
    references: tuple[str, ...]


@dataclass(frozen=True)
class Template:
    """One incident. `slots` maps a slot's number to its fills as they are written; empty slots are absent or ()."""

    message: str
    number: str
    optional: bool
    slots: Mapping[int, tuple[str, ...]]

    def raw(self, slot: int) -> tuple[str, ...]:
        """The fills of a slot as they are written."""
        return self.slots.get(slot, ())

    def fills(self, slot: int) -> list[Fill]:
        """The fills of a slot, taken apart."""
        return [parse_fill(slot, raw) for raw in self.raw(slot)]

    def belonging(self, slot: int, strings: tuple[str, ...]) -> list[Fill]:
        """The fills of a cross-referenced slot that name one of `strings`."""
        return [fill for fill in self.fills(slot) if set(fill.references) & set(strings)]


def parse_fill(slot: int, raw: str) -> Fill:
    """Take a written fill apart: `? "A" / "B": "C"` of slot 19 gives values A and B, optional, reference C."""
    text = raw.strip()
    optional = text.startswith("?")
    text = text.lstrip("?").strip()
    value, references = text, ""
    if slot == HUM_DESCRIPTION:
        found = re.match(r'(.*")\s*:\s*(".*)$', text)
        value, references = (found[1], found[2]) if found else (text, "")
    elif slot in CROSS_REFERENCED:
        found = re.match(r'([^"]*?):\s*(".*)$', text)
        value, references = (found[1], found[2]) if found else (text, "")
    if slot in STRING_SLOTS:
        values = tuple(unescape(v) for v in _QUOTED.findall(value)) or (value.strip(),)
    elif slot in {DATE, LOCATION}:
        values = tuple(v.strip().strip("()") if slot == DATE else v.strip() for v in re.split(r"\s/\s", value))
    else:
        values = tuple(v.strip().strip("()").strip() for v in value.split("/"))
    strings = tuple(unescape(v) for v in _QUOTED.findall(references))
    return Fill(tuple(v for v in values if v), optional, tuple(v for v in strings if v not in _EMPTY))


def unescape(text: str) -> str:
    """A quoted string without its escapes, blanks made single."""
    return " ".join(text.replace('\\"', '"').replace("\\", "").split())


def read_templates(path: Path) -> dict[str, list[Template]]:
    """Templates of a key or response file by message id; a message without incident has an empty list.

    Lines that are not slots continue the slot above or add a fill to it; lines that start with a semicolon are
    comments. Raises `CorpusError` if the file cannot be read or holds no template.
    """
    try:
        lines = path.read_text(encoding="latin-1").split("\n")
    except OSError as error:
        raise CorpusError(f"cannot read the MUC-4 templates {path}: {error}; give the path of a key file") from error
    parsed = _collect(lines)
    if not parsed:
        raise CorpusError(f"{path} holds no MUC-4 template; a template starts with a line such as 0.  MESSAGE: ID")
    out: dict[str, list[Template]] = {message: [] for message, _ in parsed}
    for message, slots in parsed:
        number = slots.get(1, ["*"])[0].strip()
        if number in _EMPTY:
            continue
        fills = {slot: tuple(values) for slot, values in slots.items() if slot >= DATE}
        out[message].append(Template(message, number, "OPTIONAL" in number.upper(), fills))
    return out


def _collect(lines: list[str]) -> list[tuple[str, dict[int, list[str]]]]:
    """(message id, fills by slot) of each template in the lines, in order."""
    out: list[tuple[str, dict[int, list[str]]]] = []
    slot: int | None = None
    for raw in lines:
        line = raw.rstrip("\n\r\x1a")
        head = _SLOT_LINE.match(line) or _TIGHT_SLOT_LINE.match(line)
        if head is not None:
            slot, fill = int(head[1]), head[2].strip()
            if slot == 0:
                out.append((fill.split()[0] if fill else "?", {}))
            elif out and slot == 1:
                out[-1][1][1] = [fill]
            elif out:
                out[-1][1][slot] = [fill] if fill not in _EMPTY else []
        elif out and slot is not None and slot >= DATE and line.strip() and not line.lstrip().startswith(";"):
            text = line.strip()
            if text not in ("-", "*"):
                _continue(out[-1][1].setdefault(slot, []), text)
    return out


def _continue(fills: list[str], text: str) -> None:
    """Add a further line of a slot: to its last fill where that is unfinished, else as a new fill."""
    unfinished = bool(fills) and (fills[-1].rstrip().endswith("/") or fills[-1].count('"') % 2 == 1)
    if unfinished or (fills and text.startswith("/")):
        fills[-1] += " " + text
    else:
        fills.append(text)


def key_files(folder: Path) -> Iterator[tuple[Path, Path]]:
    """(texts, key) of each pair in a corpus folder: `dev-muc3-0101-0200` with `key-dev-0101.muc4` and the like."""
    texts = sorted(p for p in folder.iterdir() if re.match(r"(?:dev|tst\d)-muc\d", p.name))
    keys = sorted(p for p in folder.iterdir() if p.name.startswith("key-"))
    if not texts or len(texts) != len(keys):
        raise CorpusError(
            f"{folder} holds {len(texts)} message files and {len(keys)} keys; there must be one key a file"
        )
    return zip(texts, keys, strict=True)
