from dateline.export.privacy import PRIVATE_PERSON, withhold
from dateline.records import Attribution, CodedReport


def test_a_private_name_is_withheld_wherever_an_event_quotes_it(coded_report: CodedReport):
    shooting, march = withhold(coded_report).events
    assert [actor.quote for actor in shooting.targets] == ["six people", PRIVATE_PERSON]
    assert shooting.counts[1].quote == f"a baker, {PRIVATE_PERSON}"
    assert march.sources == (PRIVATE_PERSON,)


def test_a_private_source_is_withheld_in_attributions(coded_report: CodedReport):
    march = coded_report.events[1]
    span = march.source_spans[0]
    said = Attribution(quote="Mira Tolland", start=span.start, end=span.end, manner="quoted", private=True)
    nobody = Attribution(manner="alleged")
    coded = coded_report.model_copy(
        update={"events": (march.model_copy(update={"attributions": (said, nobody), "source_private": ()}),)}
    )
    (withheld,) = withhold(coded).events
    assert [a.quote for a in withheld.attributions] == [PRIVATE_PERSON, None]
    assert withheld.sources == (PRIVATE_PERSON,)


def test_offsets_and_text_stay(coded_report: CodedReport):
    withheld = withhold(coded_report)
    actor = withheld.events[0].targets[1]
    assert withheld.text[actor.start : actor.end] == "Mira Tolland"


def test_other_values_stay(coded_report: CodedReport):
    before, after = coded_report.events[0], withhold(coded_report).events[0]
    assert (after.trigger, after.perpetrators, after.place) == (before.trigger, before.perpetrators, before.place)


def test_a_report_without_private_persons_is_unchanged(quiet_report: CodedReport):
    assert withhold(quiet_report) == quiet_report


def test_a_quote_that_lies_within_a_private_name_is_withheld(coded_report: CodedReport):
    event = coded_report.events[0]
    inner = event.targets[1].model_copy(
        update={"quote": "Tolland", "start": event.targets[1].start + 5, "private": False}
    )
    coded = coded_report.model_copy(
        update={"events": (event.model_copy(update={"targets": (*event.targets, inner)}),)},
    )
    assert withhold(coded).events[0].targets[2].quote == PRIVATE_PERSON
