from api_calls import API
from desk_clients import client
from incident_samples import MILL_ID
from store_samples import case, fill, mill, note, write

from dateline.store.engine import Store


def test_a_client_follows_the_log_without_missing_or_repeating(sqlite_store: Store):
    fill(sqlite_store)
    desk = client(sqlite_store)
    first = desk.get(f"{API}/log?limit=1").json()
    second = desk.get(first["next"]).json()
    assert [entry["number"] for page in (first, second) for entry in page["items"]] == [1, 2]
    nothing = desk.get(second["next"]).json()
    assert nothing["items"] == []
    write(sqlite_store, [case(mill(), notes=(note(),))], expected=1, action="noted", who="ada")
    [entry] = desk.get(nothing["next"]).json()["items"]
    assert (entry["number"], entry["incident"], entry["who"], entry["action"]) == (3, MILL_ID, "ada", "noted")
    assert entry["at"].endswith("Z")
