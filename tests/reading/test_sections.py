import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.items import Hints
from dateline.reading.sections import find_sections, normal

LEAD = "Gunmen opened fire on a market in Sarvana on Sunday, killing six people, the ministry said."
MORE = "The attackers came in two cars shortly after noon and fled towards the hills, a spokesman said."
LAST = "No group claimed responsibility for the shooting, and the police said that a search was under way."
OTHER = "Rebels shell Belmor airport, nine dead"
SECOND = "Thousands march against curfew in Ostrava"
THIRD = "Ferry sinks off Cape Lorn as storm nears"


def kinds(*lines: str, title: str | None = None, hints: Hints | None = None, joint: str = "\n") -> dict[str, str]:
    """The kind of each line."""
    text = joint.join(lines)
    found = find_sections(text, title=title, hints=hints)
    at = [text.index(line) for line in lines]
    return {
        line: next(s.kind for s in found if s.start <= start < s.end) for line, start in zip(lines, at, strict=True)
    }


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.text(max_size=30) | st.none())
def test_sections_tile_any_text(text: str, title: str | None):
    found = find_sections(text, title=title)
    assert "".join(text[s.start : s.end] for s in found) == text
    assert all(s.start < s.end for s in found)


@given(
    st.lists(
        st.sampled_from([LEAD, MORE, OTHER, SECOND, "", "Related:", "  ", "Photo: AP", "3 hours ago", "¿Qué?", "…\r"]),
        max_size=12,
    )
)
def test_sections_tile_lines_of_all_kinds(lines: list[str]):
    text = "\n".join(lines)
    found = find_sections(text, title=OTHER)
    assert "".join(text[s.start : s.end] for s in found) == text


def test_a_plain_report_has_lead_and_body():
    assert list(kinds(LEAD, MORE, LAST).values()) == ["lead", "body", "body"]
    assert find_sections("") == ()
    assert [s.kind for s in find_sections("\n \n")] == ["body"]


def test_title_and_lines_above_the_lead_are_headline():
    found = kinds("Six killed in Sarvana market", "June 6, 2016", LEAD, MORE)
    assert list(found.values()) == ["headline", "headline", "lead", "body"]


def test_title_that_opens_the_first_paragraph():
    text = f"Six killed in market. SARVANA -- {LEAD}"
    headline, lead = find_sections(text, title="Six killed in market")
    assert text[headline.start : headline.end] == "Six killed in market. "
    assert (headline.kind, lead.kind) == ("headline", "lead")


@pytest.mark.parametrize(
    "line",
    [
        f"Read more: {OTHER}",
        f"READ MORE: {OTHER}",
        f"Related: {OTHER}.",
        f"RELATED STORY {OTHER}",
        f"(Also read: {OTHER})",
        f"See also » {OTHER}",
        f"» More on this story: {OTHER}",
        f"Lea también: {OTHER}",
        f"Lire aussi : {OTHER}",
        f"Читайте также: {OTHER}",
        "Sign up for our newsletter and never miss a story.",
    ],
)
def test_lines_that_announce_another_story(line: str):
    assert kinds(LEAD, line, MORE)[line] == "related"


def test_titles_below_a_marker():
    found = kinds(LEAD, MORE, "Related:", OTHER, "3 hours ago", "What do the Hill Brigades want?", LAST)
    assert list(found.values()) == ["lead", "body", "related", "related", "related", "related", "body"]


def test_titles_after_the_body_need_no_marker():
    assert list(kinds(LEAD, MORE, OTHER, SECOND).values()) == ["lead", "body", "related", "related"]
    assert list(kinds(LEAD, MORE, OTHER, SECOND, joint="\n\n").values())[2:] == ["related", "related"]


def test_a_run_of_titles_inside_the_body():
    found = kinds(LEAD, MORE, OTHER, SECOND, THIRD, LAST)
    assert list(found.values()) == ["lead", "body", "related", "related", "related", "body"]


def test_single_titles_that_nothing_takes_up():
    found = kinds(LEAD, OTHER, MORE, LAST, SECOND)
    assert found[OTHER] == found[SECOND] == "related"


@pytest.mark.parametrize(
    "line",
    [
        "Attackers fled towards hills in cars",  # taken up by the next paragraph
        "Search under way",
        "The police said nothing about the men who did it",  # a sentence that lost its full stop
        "Those killed were named as follows:",
    ],
)
def test_subheadings_and_sentences_stay_body(line: str):
    assert kinds(LEAD, line, MORE, LAST)[line] == "body"


def test_a_list_that_the_text_announces_is_its_own():
    names = ["Petro Vane, fishmonger, aged 41", "Mira Tolland, baker, aged 33", "Oren Hale, driver of a bus"]
    found = kinds(LEAD, "The ministry named the dead:", *names)
    assert {found[name] for name in names} == {"body"}


def test_broken_lines_are_no_titles():
    text = (
        "   SARVANA, 3 JAN 90 -- [TEXT] THE ARMED FORCES HAVE REPORTED THAT ABOUT 50\n"
        "PEASANTS OF VARIOUS AGES HAVE BEEN TAKEN BY ARMED MEN OF THE HILL BRIGADES\n"
        "IN THE VALLEY AND THAT THE GARRISON OF THE TOWN HAS SENT THREE HELICOPTERS\n"
        "TO LOOK FOR THEM.\n"
    )
    assert [s.kind for s in find_sections(text)] == ["lead"]


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Oren Vale",
        "FILE PHOTO: Police guard the market, 2015",
        "FILE - Police guard the market in Sarvana.",
        "Police guard the market in Sarvana, June 5, 2016. REUTERS/Oren Vale",
        "Police guard the market [Oren Vale/Reuters]",
        "Police guard the market. (AP Photo/Oren Vale)",
        "Image caption The market after the shooting",
    ],
)
def test_captions(line: str):
    assert kinds(LEAD, line, MORE)[line] == "caption"


def test_alternative_text_above_a_caption():
    found = kinds(LEAD, "Police at a market stall in Sarvana", "Police guard it [Oren Vale/Reuters]", MORE)
    assert list(found.values()) == ["lead", "caption", "caption", "body"]


def test_markup_decides_where_it_can():
    hints = Hints(captions=frozenset({normal("Stalls on Sunday.")}), related=frozenset({normal(MORE)}))
    found = kinds(LEAD, "Stalls on Sunday.", f"- {MORE}", LAST, hints=hints)
    assert list(found.values()) == ["lead", "caption", "related", "body"]


def test_a_text_without_sentences_is_still_told():
    assert list(kinds("Six killed in Sarvana").values()) == ["lead"]
