from datetime import date

from linking_samples import MILL, PORT, VERSIONS, event, mill_and_port, report, round_up

from dateline.linking.items import excerpt, items_of
from dateline.linking.telling import Telling, tellings_of


def test_each_event_is_an_item_the_main_one_first(gazetteer):
    first, second = items_of(round_up(), gazetteer)
    assert (first.telling.name, first.telling.main) == (("r1", "e1"), True)
    assert (second.telling.name, second.telling.main) == (("r1", "e2"), False)
    assert {"oldenmill", "haverling"} <= first.evidence.words.keys()
    assert "haverling" in second.evidence.words
    assert "farmers" not in second.evidence.words


def test_an_excerpt_keeps_the_sentences_of_the_event_and_all_offsets():
    second = tellings_of(round_up())[1]
    found = excerpt(round_up(), second)
    assert found.title is None
    assert found.text == " " * len(MILL) + "\n" + PORT
    assert [e.id for e in found.events] == ["e2"]


def test_background_and_no_event_are_no_items(gazetteer):
    assert items_of(report("a"), gazetteer) == []
    assert items_of(report("a", event(background=True)), gazetteer) == []


def test_totals_and_parts_are_told_apart():
    whole = report("a", event(), event(id="e2", part_of="e1"), event(id="e3", part_of="gone"))
    assert [(t.role, t.total) for t in tellings_of(whole)] == [("total", None), ("part", ("a", "e1")), ("plain", None)]


def test_a_telling_survives_the_store():
    for telling in tellings_of(round_up()):
        assert Telling.load("r1", telling.dump()) == telling


def test_the_main_event_of_a_report_coded_as_a_whole_keeps_its_account(gazetteer):
    coded = round_up().model_copy(update={"versions": VERSIONS.model_copy(update={"codebook": "shootings 1.0"})})
    first, second = (item.telling for item in items_of(coded, gazetteer))
    assert first.account is not None
    assert date.fromordinal(first.account.days[0].value) == date(2016, 6, 5)
    assert Telling.load("r1", first.dump()) == first
    assert second.account is None
    assert all(item.telling.account is None for r in mill_and_port() for item in items_of(r, gazetteer))
