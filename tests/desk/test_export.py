from desk_clients import TEAM, add_users, client, logged_in
from desk_samples import NUMBER, fill_desk

from dateline.store.engine import Store


def test_the_page_carries_the_selection_over(sqlite_store: Store):
    fill_desk(sqlite_store)
    page = client(sqlite_store).get("/export?countries=KZ&countries=FJ&words=shot&sort=worth").text
    assert '<input type="hidden" name="countries" value="KZ">' in page
    assert '<input type="hidden" name="words" value="shot">' in page
    assert 'href="/incidents?countries=FJ&amp;countries=KZ&amp;words=shot"' in page
    assert 'name="sort"' not in page


def test_without_filters_everything_is_offered(sqlite_store: Store):
    fill_desk(sqlite_store)
    page = client(sqlite_store).get("/export").text
    assert f"<strong>{NUMBER}</strong>" in page
    assert 'name="names"' in page


def test_the_file_is_what_the_form_asks_for(sqlite_store: Store):
    fill_desk(sqlite_store)
    desk = client(sqlite_store)
    answer = desk.get("/export/file?countries=KZ&format=geojson&as_of=&rejected=true")
    assert answer.headers["Content-Type"] == "application/geo+json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="incidents.geojson"'
    assert answer.content == desk.get("/api/v1/export.geojson?countries=KZ&rejected=true").content


def test_wrong_choices_are_told_on_a_page(sqlite_store: Store):
    answer = client(sqlite_store).get("/export/file?as_of=2999-01-01")
    assert answer.status_code == 422
    assert "has not passed yet" in answer.text
    assert answer.headers["Content-Type"].startswith("text/html")


def test_viewers_are_not_offered_names(sqlite_store: Store):
    add_users(sqlite_store, ana="lead", cleo="viewer")
    desk = logged_in(sqlite_store, "cleo", TEAM)
    assert 'name="names"' not in desk.get("/export").text
    assert desk.get("/export/file?names=true").status_code == 403
