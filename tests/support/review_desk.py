"""A store with the incidents of `review_samples`, linked, and people who review them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from desk_clients import PASSWORD, TEAM, client, log_in
from review_samples import hostile_report, market_reports, near_report
from store_samples import put

from dateline.store import accounts
from dateline.store.cases import get_case, incidents_of_report
from dateline.store.engine import Store
from dateline.store.records import Held
from dateline.store.relinking import relink


@pytest.fixture(scope="session")
def market_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of the market's shooting (five reports), a near incident (b1) and a hostile report (h1)."""
    folder = tmp_path_factory.mktemp("market")
    shutil.copyfile(sqlite_template, folder / "market.db")
    with Store.open(str(folder / "market.db")) as store:
        put(store, *market_reports(), near_report(), hostile_report(), linked=False)
        relink(store)
        with store.writing() as c:
            accounts.add_user(c, "lena", "lead", PASSWORD, unmask=True)
            accounts.add_user(c, "ada", "coder", PASSWORD, unmask=True)
            accounts.add_user(c, "ben", "coder", PASSWORD)
            accounts.add_user(c, "vera", "viewer", PASSWORD)
    return folder


@pytest.fixture
def market_store(market_template: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of one's own with the market's shooting; users lena (lead), ada, ben (coders), vera (viewer).

    lena and ada may see the names of private persons.
    """
    shutil.copytree(market_template, tmp_path / "market")
    with Store.open(str(tmp_path / "market" / "market.db")) as store:
        yield store


def held(store: Store, report: str) -> Held:
    """The incident that a report tells of."""
    with store.reading() as c:
        return get_case(c, incidents_of_report(c, report)[0])


def market(store: Store) -> Held:
    """The shooting at the market."""
    return held(store, "s1")


class Person:
    """Somebody at work on the desk in a browser without scripts."""

    def __init__(self, store: Store, name: str) -> None:
        self.store = store
        self.browser = client(store, TEAM)
        answer = log_in(self.browser, name)
        assert answer.status_code == 303, answer.text

    def sees(self, address: str, status: int = 200) -> str:
        """The page at this address."""
        answer = self.browser.get(address, follow_redirects=True)
        assert answer.status_code == status, answer.text
        return answer.text

    def sends(self, form: str, entries: dict[str, Any], *, page: str) -> Any:
        """Send the form of this page with this action and its hidden entries; the answer, redirects followed."""
        return self.browser.post(form, data={**hidden(self.sees(page), form), **entries}, follow_redirects=True)

    def corrects(self, incident: str, slug: str, **entries: str) -> Any:
        """Correct a field by its form, opened just before."""
        address = f"/incidents/{quote(incident)}/correct/{slug}"
        return self.sends(address, {"reason": "the list", **entries}, page=address)

    def does(self, incident: str, action: str, **entries: str) -> Any:
        """Press a button of the incident's page, or send the form behind it."""
        home = f"/incidents/{quote(incident)}"
        asked = action in {"reject", "reopen", "note"}
        return self.sends(f"{home}/{action}", entries, page=f"{home}/do/{action}" if asked else home)


def hidden(page: str, action: str) -> dict[str, str]:
    """The hidden entries of the form with this action."""
    form = re.search(rf'<form[^>]* action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert form is not None, f"no form {action}"
    inputs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form[0])
    return {name: unescape(value) for name, value in inputs}
