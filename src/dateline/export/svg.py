"""A small writer of SVG 1.1 pictures that screen readers can tell of: shapes and text, escaped, in the order drawn."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree as ET

from dateline.export.wording import plain

NAMESPACE: Final = "http://www.w3.org/2000/svg"
FONT: Final = "Helvetica, Arial, 'Liberation Sans', sans-serif"
EM: Final = 0.56
"""Mean width of a character in these fonts, as a share of the font's size: for breaking lines and placing labels."""
# What XML 1.0 does not allow beyond the control characters that `plain` takes out (section 2.2).
_NOT_XML: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")


class Drawing:
    """A picture of fixed width on a white ground. Lengths are pixels, from the top left."""

    def __init__(self, width: int, title: str, description: str) -> None:
        """An empty picture; `title` and `description` are what a screen reader tells of it."""
        self.width = width
        self._root = ET.Element(
            "svg",
            {"xmlns": NAMESPACE, "role": "img", "aria-labelledby": "title description", "font-family": FONT},
        )
        for tag, text in (("title", title), ("desc", description)):
            name = "description" if tag == "desc" else tag
            ET.SubElement(self._root, tag, {"id": name}).text = clean(text)
        self._ground = self._add("rect", x=0, y=0, width=width, height=0, fill="#ffffff")

    def rect(self, x: float, y: float, width: float, height: float, *, fill: str, tip: str = "") -> None:
        """A filled rectangle; `tip` is shown where the pointer rests on it."""
        self._add("rect", tip, x=x, y=y, width=width, height=height, fill=fill)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, stroke: str, width: float = 1, dash: str = ""
    ) -> None:
        """A straight line; `dash` as the attribute `stroke-dasharray`."""
        marks: dict[str, object] = {"stroke-width": width}
        if dash:
            marks["stroke-dasharray"] = dash
        self._add("line", "", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, **marks)

    def circle(self, x: float, y: float, radius: float, *, fill: str, stroke: str, tip: str = "") -> None:
        """A disc with a rim."""
        self._add("circle", tip, cx=x, cy=y, r=radius, fill=fill, stroke=stroke, **{"stroke-width": 2})

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 12,
        fill: str = "#1a1a1a",
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """One line of text on the base line `y`; `anchor` (start, middle, end) is where `x` is on it."""
        weight = {"font-weight": "bold"} if bold else {}
        marks: dict[str, object] = {"font-size": size, "text-anchor": anchor, **weight}
        self._add("text", "", x=x, y=y, fill=fill, **marks).text = clean(text)

    def render(self, height: float) -> str:
        """The picture as a document of this height."""
        self._ground.set("height", _number(height))
        self._root.set("width", _number(self.width))
        self._root.set("height", _number(height))
        self._root.set("viewBox", f"0 0 {_number(self.width)} {_number(height)}")
        ET.indent(self._root)
        return ET.tostring(self._root, encoding="unicode") + "\n"

    def _add(self, tag: str, tip: str = "", **attributes: object) -> ET.Element:
        element = ET.SubElement(self._root, tag, {name: _attribute(value) for name, value in attributes.items()})
        if tip:
            ET.SubElement(element, "title").text = clean(tip)
        return element


def clean(text: str) -> str:
    """`text` on one line, without characters that XML does not allow."""
    return _NOT_XML.sub("\ufffd", plain(text))


def wrapped(text: str, width: float, size: float = 12) -> list[str]:
    """`text` broken into lines of about `width` pixels; a word longer than a line is cut."""
    most = max(8, int(width / (EM * size)))
    lines = [""]
    for word in plain(text).split(" "):
        for piece in [word[at : at + most] for at in range(0, len(word), most)] or [""]:
            joined = f"{lines[-1]} {piece}".lstrip()
            if len(joined) <= most:
                lines[-1] = joined
            else:
                lines.append(piece)
    return lines


def shortened(text: str, width: float, size: float = 12) -> str:
    """`text` cut with an ellipsis where it is wider than about `width` pixels."""
    most = max(2, int(width / (EM * size)))
    text = plain(text)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _attribute(value: object) -> str:
    return _number(value) if isinstance(value, int | float) else str(value)


def _number(value: float) -> str:
    """At most two decimals, so that the same picture is the same text everywhere."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
