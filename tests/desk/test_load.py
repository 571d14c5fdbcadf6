"""Several people at the desk at once; `benchmarks/desk_load.py` measures more of them for longer."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import httpx
import pytest
from desk_browser import serving
from desk_samples import fill_desk, incident_id, report_names

from dateline.store.engine import Store

READERS = 8
SECONDS = 4.0
SLOWEST = 5.0
"""Seconds for the median, which are hundredths on a machine with nothing else to do."""


@pytest.fixture
def url(store: Store) -> Iterator[str]:
    """A desk of one's own with the sample incidents, on SQLite and on PostgreSQL."""
    fill_desk(store)
    with serving(store) as desk:
        yield desk.url


def read(url: str, number: int) -> list[float]:
    """Look around; what each request took. Raises HTTPStatusError for any failure."""
    times: list[float] = []
    end = time.monotonic() + SECONDS
    with httpx.Client(base_url=url, timeout=60) as browser:
        while time.monotonic() < end:
            at = 1 + (number + len(times)) % 59
            addresses = (
                "/incidents",
                "/incidents/map.geojson?zoom=2",
                "/incidents?types=battle&sort=-killed",
                f"/incidents/{incident_id(at)}",
                f"/reports/{report_names(at)[0]}",
                "/queue",
            )
            start = time.monotonic()
            browser.get(addresses[len(times) % len(addresses)]).raise_for_status()
            times.append(time.monotonic() - start)
            time.sleep(0.1)
    return times


def review(url: str, number: int) -> int:
    """Accept one incident after the other, and take every second one back; how many actions there were."""
    done = 0
    end = time.monotonic() + SECONDS
    with httpx.Client(base_url=url, timeout=60, follow_redirects=True) as browser:
        while time.monotonic() < end:
            home = f"/incidents/{incident_id(1 + (2 * done + number) % 58)}"
            for action in ("accept", "undo")[: 1 + done % 2]:
                page = browser.get(home).raise_for_status().text
                found = dict(re.findall(r'name="(csrf|version|batch)" value="([^"]*)"', page))
                sent = {name: unescape(value) for name, value in found.items()}
                browser.post(f"{home}/{action}", data=sent).raise_for_status()
                done += 1
            time.sleep(0.1)
    return done


def test_people_at_work_at_once_see_no_error(url: str):
    with ThreadPoolExecutor() as people:
        readers = [people.submit(read, url, number) for number in range(READERS)]
        reviewers = [people.submit(review, url, number) for number in range(2)]
        times = sorted(one for reader in readers for one in reader.result())
        assert all(reviewer.result() for reviewer in reviewers)
    assert times[len(times) // 2] < SLOWEST
