"""Write pictures of the desk with invented incidents: `python tools/screenshots.py [NAME…]` for docs/images/desk-*.png.

Needs the extra `test` and Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final, Literal, NamedTuple

from playwright.sync_api import Browser, sync_playwright

ROOT: Final = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from desk_browser import serving  # noqa: E402 - found by the line above
from desk_samples import HOSTILE, NUMBER, fill_desk, incident_id, report_names  # noqa: E402

from dateline.store.engine import Store  # noqa: E402

IMAGES: Final = ROOT / "docs" / "images"
WAITING: Final = 60_000
"""Milliseconds for a page to be drawn."""
CASE: Final = 50
"""The incident whose page is shown: three reports that do not agree on the number of killed."""


class Picture(NamedTuple):
    """A page, how large and in which colours; `wait`: what is there when all is drawn."""

    name: str
    address: str
    width: int = 1280
    height: int = 800
    colours: Literal["light", "dark"] = "light"
    wait: str = "main"


MAP_DRAWN: Final = "#map[data-state=idle]"
PICTURES: Final = (
    Picture("incidents", "/incidents", wait=MAP_DRAWN),
    Picture("incidents-dark", "/incidents?types=battle&types=explosion", colours="dark", wait=MAP_DRAWN),
    Picture("incidents-narrow", "/incidents", width=360, height=800, wait=MAP_DRAWN),
    Picture("incident", f"/incidents/{incident_id(CASE)}"),
    Picture("report", f"/reports/{report_names(CASE)[0]}"),
    Picture("queue", "/queue"),
    Picture("history", "/history"),
    Picture("quality", "/quality"),
)


def main(names: list[str]) -> None:
    """Draw the pictures of these names, or all."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("no Chromium on this machine: install it first")
    wanted = [picture for picture in PICTURES if not names or picture.name in names]
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Store.open(str(Path(folder) / "samples.db")) as store:
        fill_desk(store, [number for number in range(NUMBER) if number != HOSTILE])
        with serving(store) as desk, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--lang=en-GB"])
            for picture in wanted:
                draw(browser, desk.url, picture)
            browser.close()


def draw(browser: Browser, url: str, picture: Picture) -> None:
    """Open the page of a picture and keep what is seen of it."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height}, color_scheme=picture.colours, locale="en-GB"
    )
    page.goto(url + picture.address)
    page.locator(picture.wait).wait_for(timeout=WAITING)
    path = IMAGES / f"desk-{picture.name}.png"
    page.screenshot(path=path)
    print(path.relative_to(ROOT))
    page.close()


if __name__ == "__main__":
    main(sys.argv[1:])
