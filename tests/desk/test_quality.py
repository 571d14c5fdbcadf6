import re

import pytest
from desk_clients import client
from desk_samples import fill_desk
from incident_samples import MILL_ID
from store_samples import AT, fill

from dateline.desk.calibration import calibration, shipped_model
from dateline.evaluation.calibration import Bin
from dateline.records import SetAside
from dateline.store.engine import Store
from dateline.store.quality import BandOutcome, wilson
from dateline.store.reports import set_aside
from dateline.store.review import Reviewer


def test_the_page_tells_all_figures(sqlite_store: Store):
    fill_desk(sqlite_store)
    with sqlite_store.writing() as c:
        set_aside(c, SetAside(item="<b>a</b>.html", reason="no text"), AT)
    page = client(sqlite_store).get("/quality").text
    for heading in ("Review", "Precision of places", "Precision of dates", "Does confidence hold?", "Set aside"):
        assert heading in page
    assert "&lt;b&gt;a&lt;/b&gt;.html" in page
    assert "small-1" in page
    assert shipped_model()[0] in page
    assert "style=" not in page


def test_shares_lead_to_the_incidents(sqlite_store: Store):
    fill_desk(sqlite_store)
    desk = client(sqlite_store)
    page = desk.get("/quality").text
    rows = re.findall(r'<a href="(/incidents\?[^"]+)">[^<]*</a></th>.*?<td class="num">([\d,]+)</td>', page, re.DOTALL)
    assert len(rows) > 10
    for address, count in rows:
        answer = desk.get(address.replace("/incidents", "/api/v1/incidents").replace("&amp;", "&"))
        assert answer.json()["total"] == int(count), address


def test_an_empty_store_has_a_page(sqlite_store: Store):
    assert client(sqlite_store).get("/quality").status_code == 200


def test_agreement_is_told(sqlite_store: Store):
    fill(sqlite_store)
    Reviewer(sqlite_store, "ada", "coder").accept(MILL_ID, 1)
    Reviewer(sqlite_store, "ben", "coder").reject(MILL_ID, 2, "a drill", blind=True)
    desk = client(sqlite_store)
    [verdict, *_] = desk.get("/api/v1/agreement").json()["items"]
    assert (verdict["field"], verdict["pairs"], verdict["agreed"], verdict["share"]) == ("verdict", 1, 0, 0)
    assert "verdict" in desk.get("/quality").text


def test_the_picture_puts_shares_where_they_belong():
    band = BandOutcome(
        band="0-1",
        low=0,
        high=1,
        accepted=1,
        corrected=0,
        rejected=1,
        confidence=0.5,
        upheld=0.5,
        interval=wilson(1, 2),
    )
    picture = calibration([band], [Bin(10, 0.0, 1.0)])
    [point], [model] = picture.reviewed, picture.model
    assert (point.x, point.y) == (picture.left + picture.side / 2, picture.top + picture.side / 2)
    assert point.low is not None
    assert point.high is not None
    assert point.high < point.y < point.low, "the larger share is higher up"
    assert (model.x, model.y) == (picture.left, picture.top)


def test_bands_without_reviews_have_no_point():
    band = BandOutcome(
        band="0-1", low=0, high=1, accepted=0, corrected=0, rejected=0, confidence=None, upheld=None, interval=None
    )
    assert calibration([band], []).reviewed == ()


def test_the_shipped_model_tells_its_reliability():
    _, bins = shipped_model()
    assert sum(one.count for one in bins) > 100
    assert all(0 <= share <= 1 for one in bins for share in (one.confidence, one.right))
    with pytest.raises(FileNotFoundError):
        shipped_model("none")
