import json
import shutil
from datetime import date

import pytest

from dateline.coding.coder import Coder
from dateline.coding.errors import ModelError
from dateline.coding.model import MODELS
from dateline.records import CodedReport, Report, SetAside

BLAST = Report(
    id="blast",
    title="Car bomb kills six in Kirkuk market",
    text=(
        "KIRKUK, Iraq - A car bomb exploded in a busy market in the Iraqi city of Kirkuk on Sunday, killing six people "
        "and wounding at least 20 others, police said. No group claimed responsibility for the bombing."
    ),
    published=date(2016, 6, 6),
)
RECIPE = Report(id="recipe", text="Whisk the eggs with the sugar, fold in the flour and bake for forty minutes.")


@pytest.fixture(scope="module")
def coder():
    return Coder.load()


def test_a_bombing_is_coded_with_its_words(coder):
    coded = coder.code(BLAST)
    event = max(coded.events, key=lambda e: e.confidence)
    assert coded.relevant
    assert event.type == "explosion.remote_explosive"
    assert (event.date.start, event.place.name, event.place.country) == (date(2016, 6, 5), "Kirkuk", "IQ")
    killed = [c for c in event.counts if c.measure == "killed"]
    assert [(c.low, c.best, c.high) for c in killed] == [(6, 6, 6)]


def test_every_quote_stands_where_it_says(coder):
    coded = coder.code(BLAST)
    parts = {"text": coded.text, "title": coded.title}
    quotes = [q for e in coded.events for _, q in e.quotes()]
    assert quotes
    assert all(parts[q.part][q.start : q.end] == q.quote for q in quotes)


def test_a_recipe_has_no_events(coder):
    coded = coder.code(RECIPE)
    assert (coded.relevant, coded.events) == (False, ())


@pytest.mark.parametrize("text", ["", " \n", "…", "Ω" * 3000, "word " * 3000])
def test_odd_texts_are_coded_without_events_or_error(coder, text):
    assert coder.code(Report(id="odd", text=text)).text == text


def test_the_same_report_gives_the_same_bytes_whatever_went_before(coder):
    alone = coder.code(BLAST).model_dump_json()
    among = [c for c in coder.code_many([RECIPE, BLAST, RECIPE]) if isinstance(c, CodedReport)]
    assert among[1].model_dump_json() == alone
    assert Coder.load().code(BLAST).model_dump_json() == alone


def test_a_report_as_long_as_a_book_is_coded_to_its_end(coder):
    book = BLAST.model_copy(update={"text": "Nothing happened in the valley that year. " * 900 + BLAST.text})
    coded = coder.code(book)
    assert any(e.trigger_start > len(book.text) - len(BLAST.text) for e in coded.events)


def test_what_was_set_aside_passes_through_in_its_place(coder):
    aside = SetAside(item="x", reason="damaged")
    assert [type(c).__name__ for c in coder.code_many([RECIPE, aside])] == ["CodedReport", "SetAside"]


@pytest.mark.parametrize("name", ["encoder.onnx", "heads.npz", "tokenizer.json", "model.json"])
def test_a_damaged_file_of_a_model_is_named(tmp_path, name):
    shutil.copytree(MODELS / "small", tmp_path, dirs_exist_ok=True)
    with (tmp_path / name).open("r+b") as file:
        file.write(b"damaged")
    with pytest.raises(ModelError, match=name):
        Coder.load(str(tmp_path))


def test_an_unknown_model_is_named(tmp_path):
    with pytest.raises(ModelError, match="gigantic"):
        Coder.load("gigantic")
    (tmp_path / "model.json").write_text(json.dumps({}))
    with pytest.raises(ModelError, match=r"encoder\.onnx"):
        Coder.load(str(tmp_path))


def test_a_codebook_of_shootings_codes_private_ones():
    report = Report(
        id="club",
        title="One dead, three hurt after quarrel in club",
        text=(
            "SPRINGFIELD, Ill. - A man was killed and three others were wounded when a guest opened fire in a club on "
            "Sunday night, police said. The guest, who had quarrelled over a bill, was arrested."
        ),
        published=date(2016, 6, 7),
    )
    coded = Coder.load(codebook="shootings").code(report)
    main = max((e for e in coded.events if not e.background), key=lambda e: e.confidence)
    assert coded.versions.codebook.startswith("shootings")
    assert main.date.start == date(2016, 6, 5)
    assert main.place.name == "Springfield"
    assert {(c.measure, c.best) for c in main.counts} == {("killed", 1), ("injured", 3)}


def test_events_below_the_asked_for_confidence_are_not_coded(coder):
    surest = max(e.confidence for e in coder.code(BLAST).events)
    assert Coder.load(min_confidence=min(1.0, surest + 0.001)).code(BLAST).events == ()
    assert all(e.confidence >= 0.05 for e in Coder.load(min_confidence=0.05).code(BLAST).events)
