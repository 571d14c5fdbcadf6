from linking_samples import report

from dateline.linking import words
from dateline.records import Section


def test_menus_repeats_and_related_stories_are_not_the_reports_own():
    text = (
        "Home News Sport\nGunmen shot dead two farmers near the mill on Sunday.\n"
        "Gunmen shot dead two farmers near the mill on Sunday.\nRead more: a bomb in the port wounded nine dock workers"
    )
    start = text.index("Read more")
    told = report("a", text=text, sections=(Section(kind="related", start=start, end=len(text)),))
    assert words.own_paragraphs(told) == ["Gunmen shot dead two farmers near the mill on Sunday."]


def test_short_paragraphs_stay_where_there_is_nothing_else():
    assert words.own_paragraphs(report("a", text="Two dead.\nNo arrests.")) == ["Two dead.", "No arrests."]


def test_names_are_runs_of_capitalised_words():
    assert words.names("police in Fort Ellery said Josef Tarrow’s brother") == {"fort ellery", "josef tarrow"}


def test_streets_go_by_name_and_numbered_ones_by_kind_too():
    assert words.streets("at Oak St near 14th Street, in the 300 block of West Maypole") == {
        "oak",
        "14th street",
        "maypole",
    }


def test_ages_alone_and_in_lists():
    assert words.ages("Tarrow, 44, and a 9-year-old") == {"44", "9"}
    assert words.ages("the ages of the victims are 17, 23 and 55") == {"17", "23", "55"}
