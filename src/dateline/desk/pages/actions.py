"""What all actions on incidents share: reading the form, answering conflicts, and going on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from dateline.desk.dependencies import Coder, IndexDep, OptionsDep, StoreDep, render
from dateline.desk.errors import RequestError
from dateline.desk.incident_view import incident_href
from dateline.desk.loading import load, unreviewed
from dateline.desk.masking import Masking
from dateline.desk.queue_place import Place
from dateline.desk.turns import take_turn
from dateline.desk.values import Field, fields_of, in_words, standing_value
from dateline.store.accounts import User
from dateline.store.cases import get_case
from dateline.store.engine import Store
from dateline.store.errors import ConflictError
from dateline.store.records import Value
from dateline.store.regrouping import Regrouped
from dateline.store.review import Reviewer
from dateline.store.selection.index import Index

NOT_SENT_AGAIN: Final = ("csrf", "version", "other_version")


class EntryError(RequestError):
    """A form without an entry that it must have, or with one that is no such thing."""

    status = 422


@dataclass(frozen=True)
class Form:
    """The entries of a form that was sent, as text; `many` holds those of names given several times."""

    items: tuple[tuple[str, str], ...]

    @property
    def values(self) -> dict[str, str]:
        """The last entry of each name."""
        return dict(self.items)

    def get(self, name: str) -> str:
        """The entry without blanks around it; empty where there is none."""
        return self.values.get(name, "").strip()

    def many(self, name: str) -> list[str]:
        """All entries of a name."""
        return [value for key, value in self.items if key == name]

    def whole(self, name: str) -> int:
        """A whole number. Raises EntryError."""
        text = self.get(name)
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise EntryError(f"{name}: {text!r} is not the number that the page had; load the page again")
        return int(text)

    @property
    def version(self) -> int:
        """The version of the incident that the person saw."""
        return self.whole("version")

    @property
    def reason(self) -> str:
        """Why, in the person's words."""
        return self.get("reason")

    @property
    def place(self) -> Place:
        """Where in the queue the person is."""
        return Place.of(self.values)


async def _form(request: Request) -> Form:
    given = await request.form()
    return Form(tuple((name, value) for name, value in given.multi_items() if isinstance(value, str)))


FormDep = Annotated[Form, Depends(_form)]


@dataclass(frozen=True)
class Asked:
    """An action as a person asked for it: its name in words, and the field and value that it was to set, if any.

    `stays`: in the queue, the person has more to do on the incident after it.
    """

    action: str
    field: Field | None = None
    value: Value | None = None
    stays: bool = False


@dataclass(frozen=True)
class Desk:
    """What an action works with: who asks for it, and what they sent."""

    request: Request
    store: Store
    index: Index
    state_path: Path | None
    user: User
    form: Form

    @property
    def reviewer(self) -> Reviewer:
        """The user at work on the store."""
        return Reviewer(self.store, self.user.name, self.user.role)


async def _desk(
    *, request: Request, store: StoreDep, index: IndexDep, options: OptionsDep, user: Coder, form: FormDep
) -> Desk:
    return Desk(request, store, index, options.state_path, user, form)


DeskDep = Annotated[Desk, Depends(_desk)]
"""For actions, which all take a coder."""


def act(desk: Desk, incident: str, asked: Asked, work: Callable[[Reviewer], object]) -> Response:
    """Do the work and go on to the page that comes next; a conflict is laid before the person."""
    form = desk.form
    try:
        done = work(desk.reviewer)
    except ConflictError:
        return conflict_page(desk, incident, asked)
    if isinstance(done, Regrouped):
        return _regrouped(desk, done)
    if form.place.round and not asked.stays:
        return RedirectResponse(take_turn(desk.store, desk.index, desk.user.name, form.place.after(incident)), 303)
    spot = f"#f-{asked.field.slug}" if asked.field else ""
    return RedirectResponse(f"{incident_href(incident)}{form.place.query}{spot}", 303)


def _regrouped(desk: Desk, done: Regrouped) -> Response:
    """To the incident; over a page that tells of it where linking could not do all that was asked."""
    first = done.incidents[0].case.incident.id
    href = f"{incident_href(first)}{desk.form.place.at(first).query}"
    if done.pending is None and not done.disobeyed:
        return RedirectResponse(href, 303)
    return render(desk.request, "incident/pending.html", done=done, href=href)


def conflict_page(desk: Desk, incident: str, asked: Asked) -> Response:
    """What the person wanted, what they saw, and what stands now, by whom and since when."""
    form = desk.form
    blind = form.place.blind
    with desk.store.reading() as c:
        loaded = load(c, incident, desk.user, form.place)
        seen = get_case(c, loaded.id, version=min(form.version, loaded.held.version)).case
        others = form.get("other") and get_case(c, form.get("other")).version
    if not desk.user.unmask:
        seen = Masking.of(loaded.held.case, [s.coded for s in loaded.stored.values()]).case(seen)
    if blind:
        seen = unreviewed(seen)
    rows = [
        Comparison(field, in_words(standing_value(seen, field)), in_words(standing_value(loaded.case, field)))
        for field in dict.fromkeys((*([asked.field] if asked.field else []), *fields_of(loaded.case)))
    ]
    again = [(name, value) for name, value in form.items if name not in NOT_SENT_AGAIN]
    again.append(("version", str(loaded.held.version)))
    if others:
        again.append(("other_version", str(others)))
    return render(
        desk.request,
        "incident/conflict.html",
        status=409,
        asked=asked,
        wanted=in_words(asked.value) if asked.field else "",
        case=loaded.case,
        href=f"{incident_href(loaded.id)}{form.place.query}",
        rows=[row for row in rows if row.seen != row.now or row.field == asked.field],
        acts=[one for one in loaded.acts if one.version > form.version],
        again=again,
        action=desk.request.url.path,
        seen_state=seen.state,
    )


@dataclass(frozen=True)
class Comparison:
    """A field as the person saw it and as it is now, in words."""

    field: Field
    seen: str
    now: str
