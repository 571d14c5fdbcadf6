"""A desk on a port of its own and Chromium to look at it, for tests of pages as people use them."""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import pytest
import uvicorn
from desk_samples import fill_desk
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from dateline.desk.app import create_app
from dateline.desk.options import DeskOptions
from dateline.store.engine import Store

NewPage = Callable[..., Page]
STARTING = 30.0
"""Seconds that a desk and a page may take on a busy machine."""


class Desk(NamedTuple):
    """A desk that answers at `url`, and its store."""

    url: str
    store: Store


@contextmanager
def serving(store: Store, **options: Any) -> Iterator[Desk]:
    """The desk over this store, until the context ends."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        app = create_app(store, options=DeskOptions(port=port, **options))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield Desk(f"http://127.0.0.1:{port}", store)
        finally:
            server.should_exit = True
            thread.join(STARTING)


@pytest.fixture(scope="session")
def sample_desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of one's own with the sixty sample incidents, for tests that only look."""
    path = tmp_path_factory.mktemp("desk") / "samples.db"
    shutil.copyfile(sqlite_template, path)
    with Store.open(str(path)) as store:
        fill_desk(store)
        with serving(store) as desk:
            yield desk


@pytest.fixture
def own_desk(sqlite_store: Store) -> Iterator[Desk]:
    """A desk with the sample incidents that the test may change."""
    fill_desk(sqlite_store)
    with serving(sqlite_store) as desk:
        yield desk


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium as the system has it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine")
    expect.set_options(timeout=STARTING * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def is_problem(message: ConsoleMessage) -> bool:
    """Whether a message of the browser is of an error; answers to forms that conflict or are wrong are none."""
    return message.type == "error" and not re.search(r"status of (409|422)", message.text)


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[NewPage]:
    """Opens pages, each of a browser that was never here before; options as for `Browser.new_context`.

    After the test no page may have had an error in a script, or broken the content security policy.
    """
    problems: list[str] = []
    contexts = []

    def new(width: int = 1200, height: int = 720, **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(STARTING * 1000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if is_problem(message) else None)
        return page

    yield new
    for context in contexts:
        context.close()
    assert problems == []
