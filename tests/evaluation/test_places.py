from pathlib import Path

import pytest

from dateline.evaluation.errors import CorpusError
from dateline.evaluation.places import evaluate, read
from dateline.gazetteer import Gazetteer

CORPUS = """<?xml version="1.0" encoding="utf-8"?>
<articles><article docid="1"><text><![CDATA[{text}]]></text><toponyms>
<toponym><start>{start}</start><end>0</end><phrase>Aktobe</phrase>
  <gaztag geonameid="610611"><name>Aktobe</name><lat>50.28</lat><lon>57.2</lon></gaztag></toponym>
<toponym><start>30</start><end>36</end><phrase>Qxzvwk</phrase>
  <gaztag geonameid="1"><name>Qxzvwk</name><lat>0</lat><lon>0</lon></gaztag></toponym>
<toponym><start>0</start><end>3</end><phrase>Six</phrase></toponym>
</toponyms></article></articles>"""
TEXT = "Six people died in Aktobe and Qxzvwk."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.xml"
    path.write_text(CORPUS.format(text=TEXT, start=19), encoding="utf-8")
    return path


def test_a_mention_without_candidate_is_wrong(corpus: Path):
    figures = evaluate(corpus, Gazetteer.open())
    assert (figures.articles, figures.mentions, figures.unresolved, figures.gold_is_candidate) == (1, 2, 1, 1)
    assert (figures.exact, figures.exact_where_gold_is_candidate) == (50.0, 100.0)
    assert (figures.near, figures.near_or_same_area) == (50.0, 50.0)
    assert figures.as_dict()["exact"] == 50.0


def test_an_offset_that_is_off_is_mended(tmp_path: Path):
    path = tmp_path / "corpus.xml"
    path.write_text(CORPUS.format(text=TEXT, start=21), encoding="utf-8")
    assert [place.mention.start for place in next(read(path))] == [19, 30]


@pytest.mark.parametrize(
    "content",
    [
        "no xml",
        "<articles/>",
        "<articles><article><text>x</text></article></articles>",
        CORPUS.format(text="another text", start=0),
        CORPUS.format(text=TEXT, start="x"),
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><articles><article>&e;</article></articles>',
    ],
)
def test_what_is_no_corpus_is_refused(tmp_path: Path, content: str):
    path = tmp_path / "corpus.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"corpus\.xml"):
        evaluate(path, Gazetteer.open())


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(CorpusError, match="check the path"):
        evaluate(tmp_path / "none.xml", Gazetteer.open())
