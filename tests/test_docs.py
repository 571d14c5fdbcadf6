"""What users can say or see is documented, and what is generated is current."""

import argparse
import importlib.util
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dateline.cli.arguments import parser
from dateline.export.schema import coded_report_schema, incident_schema
from dateline.export.writers import FORMATS
from dateline.reading.columns import COLUMNS, KEPT

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
PAGES = sorted([ROOT / "README.md", ROOT / "examples" / "NOTICE.md", *(ROOT / "docs").rglob("*.md")])


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def words(text: str) -> set[str]:
    """The words of all code spans and code blocks."""
    code = re.findall(r"`([^`\n]+)`", text) + re.findall(r"^    (.+)$", text, flags=re.MULTILINE)
    return {word for span in code for word in re.findall(r"[\w-]+", span)}


def commands(command: argparse.ArgumentParser, name: str = "dateline") -> Iterator[tuple[str, argparse.Action]]:
    """Every option of every command, with the command's name."""
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                yield from commands(below, f"{name} {word}")
        else:
            yield name, action


@pytest.fixture
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_command_and_option_is_documented():
    text = page("cli.md")
    found = {
        item
        for name, action in commands(parser())
        for item in (name, *(option for option in action.option_strings if option.startswith("--")))
    }
    assert [item for item in sorted(found) if item not in text] == []


def test_every_documented_option_exists():
    options = {option for _, action in commands(parser()) for option in action.option_strings}
    assert set(re.findall(r"--[a-z][a-z-]*", page("cli.md"))) - options == set()


def test_every_format_is_documented():
    assert set(FORMATS) <= words(page("cli.md"))


@pytest.mark.parametrize(
    ("schema", "name"),
    [(coded_report_schema, "output.md"), (incident_schema, "incidents.md")],
    ids=["report", "incident"],
)
def test_every_output_field_is_documented(schema: Callable[[], dict[str, Any]], name: str):
    described = schema()
    objects = [described, *described["$defs"].values()]
    fields = {field for thing in objects for field in thing.get("properties", ())}
    assert fields - words(page(name)) == set()


def test_every_name_of_a_column_is_documented():
    text = (ROOT / "docs" / "how-to" / "read-sources.md").read_text(encoding="utf-8")
    documented = dict(re.findall(r"^\| `(\w+)`(?: \([^)]*\))? \| (.*) \|$", text, flags=re.MULTILINE))
    read = {field: ", ".join(names) for field, names in COLUMNS.items() if field not in KEPT}
    assert {field: documented.get(field) for field in read} == read


def test_every_environment_variable_is_documented():
    pattern = re.compile(r"""["'](DATELINE_[A-Z_]+)["']|(?:environ\.get\(|environ\[|getenv\()["'](\w+)["']""")
    read = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for names in pattern.findall(path.read_text(encoding="utf-8"))
        for name in names
        if name
    }
    assert read - words(page("configuration.md")) == set()


def test_every_make_target_is_documented():
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = page("configuration.md")
    assert [target for target in targets if f"`make {target}`" not in text and target != "help"] == []


@pytest.mark.parametrize(
    "name",
    ["coded-report.schema.json", "incident.schema.json", "codebook.md", "columns.md", "incident-columns.md"],
)
def test_generated_pages_are_current(name: str, generator: ModuleType):
    assert generator.PAGES[name]() == page(name), "run `make reference`"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (path.parent / link).exists()] == []


def test_every_page_is_in_the_index():
    docs = ROOT / "docs"
    index = (docs / "index.md").read_text(encoding="utf-8")
    pages = [path.relative_to(docs).as_posix() for path in docs.rglob("*.md") if path.name != "index.md"]
    assert [page for page in sorted(pages) if f"]({page}" not in index] == []
