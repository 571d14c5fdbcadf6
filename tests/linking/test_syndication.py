from hypothesis import given
from hypothesis import strategies as st

from dateline.linking.syndication import Printed, fingerprint, is_copy, likeness, sources

WIRE = (
    "Gunmen shot dead two farmers beside the old mill on Sunday night, the provincial governor told reporters. "
    "It was the third attack on the valley since the rains began, and no group has said that it was behind it."
)
OTHER = (
    "Two men who worked the fields along the river were found with bullet wounds early on Monday, neighbours said. "
    "They heard shots around midnight and saw a white car drive off towards the border without lights."
)


def printed(name: str, text: str, *, outlet: str = "", agency: str = "") -> Printed:
    return Printed(name, outlet, agency, fingerprint(text))


def test_copies_cuts_and_light_rewrites_are_copies():
    whole = fingerprint(WIRE)
    assert is_copy(whole, fingerprint(WIRE.upper().replace(",", "")))
    assert is_copy(whole, fingerprint(WIRE.split(". ", maxsplit=1)[0]))
    assert is_copy(whole, fingerprint(WIRE.replace("third attack", "third raid")))
    assert not is_copy(whole, fingerprint(OTHER))
    assert not is_copy(whole, fingerprint(""))


def test_twelve_papers_with_one_wire_text_are_one_source():
    found = sources([printed(f"r{n}", WIRE, outlet=f"paper {n}") for n in range(12)] + [printed("own", OTHER)])
    assert [len(source.reports) for source in found] == [12, 1]
    assert found[0].because == ("copied text",)


def test_one_publisher_and_one_agency_are_one_source():
    found = sources(
        [
            printed("a", WIRE, outlet="post"),
            printed("b", OTHER, outlet="post"),
            printed("c", "Short.", outlet="sun", agency="Reuters"),
            printed("d", "Brief.", outlet="star", agency="Reuters"),
        ]
    )
    assert [source.reports for source in found] == [("a", "b"), ("c", "d")]
    assert [source.because for source in found] == [("published by post",), ("credited to Reuters",)]
    assert [source.name for source in found] == ["post", "Reuters"]


def test_unknown_publishers_are_not_one_publisher():
    assert len(sources([printed("a", WIRE), printed("b", OTHER)])) == 2


@given(st.text(alphabet="ab c", max_size=60), st.text(alphabet="ab c", max_size=60))
def test_likeness_is_symmetric_and_between_0_and_1(one, other):
    first, second = fingerprint(one), fingerprint(other)
    assert 0 <= likeness(first, second) == likeness(second, first) <= 1
