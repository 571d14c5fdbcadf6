import hashlib
import re

from review_desk import Person, market
from review_samples import FIRST, HOSTILE, PRIVATE, coded, found, shooting
from store_samples import put

from dateline.export.privacy import PRIVATE_PERSON
from dateline.store.engine import Store


def text_of(page: str) -> str:
    """What stands in the report's text, without event numbers."""
    body = re.search(r'<div class="text".*?</div>', page, re.DOTALL)
    assert body is not None
    return re.sub(r"<sup[^>]*>[^<]*</sup>|<[^>]*>", "", body[0])


def test_evidence_is_marked_with_field_and_event(market_store: Store):
    page = Person(market_store, "ada").sees("/reports/s1")
    assert re.search(
        r'<mark class="evidence-trigger" title="What happened, event 1"><sup[^>]*>1</sup>shot dead</mark>', page
    )
    assert 'class="evidence-targets also-counts"' in page
    assert "AKTOBE, June 6 - Gunmen shot dead four people" in text_of(page)
    assert f"/incidents/{market(market_store).case.incident.id}" in page


def test_the_legend_filters_by_field_and_event(market_store: Store):
    ada = Person(market_store, "ada")
    page = ada.sees("/reports/s1?field=date")
    assert re.findall(r'<mark class="evidence-(\w+)', page) == ["date"]
    assert 'href="/reports/s1?field=date&amp;field=place"' in page
    assert 'href="/reports/s1?" aria-current="true"' in page
    assert ada.sees("/reports/s1?event=e1").count("<mark") == ada.sees("/reports/s1").count("<mark")
    assert ada.sees("/reports/s1?field=nonsense&event=e9&page=x&at=-3").count("<mark") > 3


def test_a_link_leads_to_the_words_it_is_about(market_store: Store):
    spot = found(FIRST, "cordoned off")
    page = Person(market_store, "ada").sees(f"/reports/s1?at={spot['start']}&to={spot['end']}&part=text")
    assert re.search(r'<span class="spot" id="at" tabindex="-1">\s*cordoned off', page)


def test_hostile_text_is_shown_harmless_and_whole(market_store: Store):
    ada = Person(market_store, "ada")
    first, second = ada.sees("/reports/h1"), ada.sees("/reports/h1?page=2")
    for page in (first, second):
        assert not re.search(r"<script>|<img|<b>|\x00|\x1b|\u202e|\u2066", page)
        assert 'href="javascript:' not in page
    assert "&lt;script&gt;alert" in first
    assert "‹RLO›evil is live‹RLO›" in first
    assert "‹00›‹1B›[31m" in first
    assert text_of(first).count("x" * 100) + text_of(second).count("x" * 100) >= 290
    assert "Page 2 of 2" in second
    assert len(HOSTILE) > 30_000


def test_the_page_of_a_spot_is_opened(market_store: Store):
    page = Person(market_store, "ada").sees(f"/reports/h1?at={len(HOSTILE) - 5}")
    assert "Page 2 of 2" in page


def test_a_report_of_an_odd_name_has_a_page(market_store: Store):
    text = "Gunmen shot dead a guard in Aktobe."
    name = 'https://example.org/a b?c=d#e/../"x"'
    put(market_store, coded(name, "A guard", text, shooting(text)))
    ada = Person(market_store, "ada")
    answer = ada.browser.get("/reports/https%3A%2F%2Fexample.org%2Fa%20b%3Fc%3Dd%23e%2F..%2F%22x%22")
    assert answer.status_code == 200
    assert "a guard in" in text_of(answer.text)


def test_how_it_was_read_and_the_original_to_take_away(market_store: Store):
    ada = Person(market_store, "ada")
    digest = hashlib.sha256(FIRST.encode()).hexdigest()
    page = ada.sees("/reports/s1")
    for told in (digest, "2026-03-01 12:00 UTC", "s1.html", "small-1", "conflict 1.0"):
        assert told in page
    answer = ada.browser.get(f"/originals/{digest}")
    assert answer.content == FIRST.encode()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f'attachment; filename="{digest}.bin"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert ada.browser.get(f"/originals/{'0' * 64}").status_code == 404


def test_who_sees_no_names_gets_none_in_text_values_or_originals(market_store: Store):
    vera = Person(market_store, "vera")
    page = vera.sees("/reports/s1")
    assert PRIVATE not in page
    assert "Tolland" not in page
    assert PRIVATE_PERSON in text_of(page)
    assert "Download the original" not in page
    assert vera.browser.get(f"/originals/{hashlib.sha256(FIRST.encode()).hexdigest()}").status_code == 403
