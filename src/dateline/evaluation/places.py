"""Place figures: how often the resolver names the right GeoNames entry, gold mentions given.

Reads corpora in the format of LGL (Lieberman et al. 2010) and TR-News (Kamalloo and Rafiei 2018):
articles/article with `text` and toponyms/toponym, each with `start`, `end`, `phrase` and a `gaztag` that
has the GeoNames id as attribute `geonameid` and `lat`, `lon` as elements. Toponyms without a GeoNames id
are left out, as those corpora's own authors do.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import parse

from dateline.evaluation.distance import kilometres
from dateline.evaluation.errors import CorpusError
from dateline.gazetteer.records import Mention, Resolved
from dateline.gazetteer.resolver import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dateline.gazetteer import Gazetteer

NEAR_KILOMETRES = 161.0
"""100 miles: the distance within which the field counts a place as found (Gritta et al. 2018)."""
MAX_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """A gold toponym: where it stands, and the GeoNames id and point it stands for."""

    mention: Mention
    geonames_id: int
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """Figures over all gold mentions; shares are per cent of `mentions`, except where the name says so."""

    articles: int
    mentions: int
    unresolved: int
    """Mentions for which the gazetteer has no candidate: counted wrong in every share of all mentions."""
    gold_is_candidate: int
    """Mentions whose gold id is among the candidates of the name: the ceiling of `exact`."""
    exact: float
    exact_where_gold_is_candidate: float
    near: float
    """Within 161 km of the gold point, strictly by points."""
    near_or_same_area: float
    """Within 161 km of the gold point, or the same entry: the points of large areas differ between sources."""

    def as_dict(self) -> dict[str, int | float]:
        """The figures for JSON."""
        return asdict(self)


def read(path: Path) -> Iterator[list[GoldPlace]]:
    """The gold places of each article of a corpus.

    Raises CorpusError if the file cannot be read, is larger than 200 MB, declares entities, or is not
    in the format described above.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise CorpusError(f"{path}: {size} bytes is more than the limit of {MAX_BYTES}; split the file")
        root = parse(path, forbid_dtd=True).getroot()
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error}); check the path") from error
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise CorpusError(f"{path}: not well-formed XML without a DTD ({error!r})") from error
    if root is None or root.find("article") is None:
        raise CorpusError(f"{path}: no <article> under the root; expected the format of LGL or TR-News")
    for number, article in enumerate(root.iter("article"), 1):
        try:
            yield _article(article)
        except (TypeError, ValueError) as error:
            raise CorpusError(f"{path}: article {number} is not in the expected format ({error})") from error


def _article(article: Element) -> list[GoldPlace]:
    text = article.findtext("text") or ""
    places = []
    for toponym in article.iter("toponym"):
        tag = toponym.find("gaztag")
        if tag is None or not tag.get("geonameid"):
            continue
        phrase = toponym.findtext("phrase") or ""
        start = _locate(text, phrase, int(toponym.findtext("start") or 0))
        point = float(tag.findtext("lat") or "nan"), float(tag.findtext("lon") or "nan")
        places.append(GoldPlace(Mention.at(text, start, start + len(phrase)), int(tag.get("geonameid") or 0), *point))
    return places


def _locate(text: str, phrase: str, start: int) -> int:
    """The occurrence of the phrase nearest to its offset: some offsets of TR-News are off by a few characters."""
    if text.startswith(phrase, start):
        return start
    found = []
    position = text.find(phrase)
    while position >= 0:
        found.append(position)
        position = text.find(phrase, position + 1)
    if not found:
        raise ValueError(f"toponym {phrase!r} is not in the text")
    return min(found, key=lambda position: abs(position - start))


def evaluate(path: Path, gazetteer: Gazetteer) -> PlaceFigures:
    """Resolve the gold mentions of a corpus, one article at a time, and compare. Raises as `read`."""
    articles = mentions = unresolved = reachable = exact = exact_reachable = near = same = 0
    for places in read(path):
        articles += 1
        for gold, answer in zip(places, resolve([place.mention for place in places], gazetteer), strict=True):
            mentions += 1
            can = any(candidate.id == gold.geonames_id for candidate in gazetteer.candidates(gold.mention.name))
            reachable += can
            if answer is None:
                unresolved += 1
                continue
            right = answer.geonames_id == gold.geonames_id
            close = _is_near(answer, gold)
            exact += right
            exact_reachable += right and can
            near += close
            same += close or right
    if not mentions:
        raise CorpusError(f"{path}: no toponym with a GeoNames id; expected the format of LGL or TR-News")
    return PlaceFigures(
        articles=articles,
        mentions=mentions,
        unresolved=unresolved,
        gold_is_candidate=reachable,
        exact=_per_cent(exact, mentions),
        exact_where_gold_is_candidate=_per_cent(exact_reachable, reachable),
        near=_per_cent(near, mentions),
        near_or_same_area=_per_cent(same, mentions),
    )


def _per_cent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _is_near(answer: Resolved, gold: GoldPlace) -> bool:
    if answer.lat is None or answer.lon is None:
        return False
    return kilometres(answer.lat, answer.lon, gold.lat, gold.lon) <= NEAR_KILOMETRES
