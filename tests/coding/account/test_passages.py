from dateline.coding.account.passages import passages
from dateline.records import Section

TEXT = (
    "MENU\n\nTwo men were shot near the old mill on Sunday. Both live.\n\nMENU\n\n"
    "See also: five other stories of the day.\n"
)


def test_repeats_and_related_lines_are_left_out_and_short_lines_are_not_counted():
    related = Section(kind="related", start=TEXT.index("See also"), end=len(TEXT))
    found = passages("Two shot at mill", TEXT, [related])
    assert [(p.part, p.number, p.short) for p in found] == [("title", -1, False), ("text", 0, True), ("text", 0, False)]


def test_offsets_are_those_of_the_report():
    story = passages(None, TEXT)[1]
    sentences = [story.text[start:end] for start, end in story.sentences()]
    assert sentences == ["Two men were shot near the old mill on Sunday.", " Both live."]
    spot = story.spot(0, 7)
    assert TEXT[spot.start : spot.end] == "Two men"


def test_a_rank_does_not_end_a_sentence():
    story = passages(None, "The chief, Sgt. Brandt of St. Aldhelm, spoke to the press on Monday.")[0]
    assert len(list(story.sentences())) == 1
