"""The API's reports: one as it was coded, and the import of coded reports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import Annotated, Any, BinaryIO, Final, cast

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool

from dateline.desk.api.problems import ProblemError, responses
from dateline.desk.dependencies import Lead, OptionsDep, StoreDep, Viewer
from dateline.desk.importing import Imported, import_lines
from dateline.desk.masking import masked_originals, masked_report
from dateline.desk.report_ids import ANY
from dateline.records import CodedReport, Record
from dateline.store.accounts import User
from dateline.store.records import Archived, Moment, StoredReport
from dateline.store.reports import get_report

_IN_MEMORY: Final = 1 << 20
LINES: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "coded reports, one a line, as `dateline code --format jsonl` writes them",
        "content": {"application/x-ndjson": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class ReportAnswer(Record):
    """A report: as it was coded, when it was added, what it was read from, and the incidents that it tells of."""

    report: CodedReport
    added: Moment
    originals: tuple[Archived, ...]
    incidents: tuple[str, ...]


def router() -> APIRouter:
    """The endpoints on reports."""
    found = APIRouter(prefix="/reports", tags=["reports"])
    found.post("", responses=responses(400, 403, 413, 415), openapi_extra=LINES, summary="Add coded reports")(imported)
    found.get(f"/{{report:{ANY}}}", responses=responses(404), summary="A report")(one)
    return found


def report_answer(stored: StoredReport, user: User) -> ReportAnswer:
    """The report as this user may see it."""
    return ReportAnswer(
        report=stored.coded if user.unmask else masked_report(stored.coded),
        added=stored.added,
        originals=stored.originals if user.unmask else masked_originals(stored.coded, stored.originals),
        incidents=stored.incidents,
    )


def one(
    report: Annotated[str, Path(description="id of the report; it may hold slashes")], store: StoreDep, user: Viewer
) -> ReportAnswer:
    """The report as it was coded. Names of private persons are covered for users who may not see them."""
    with store.reading() as c:
        return report_answer(get_report(c, report), user)


async def imported(
    request: Request,
    store: StoreDep,
    options: OptionsDep,
    user: Lead,
    name: Annotated[str, Query(max_length=200, description="what to call the input in messages")] = "upload",
) -> Imported:
    """Add reports that are coded already, and link them.

    A line that is no coded report is set aside and listed with its reason; the others are added. Adding the same
    again changes nothing.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in ("application/x-ndjson", "application/jsonl", "text/plain", "application/octet-stream"):
        raise ProblemError(415, f"send JSON lines as application/x-ndjson, not as {media_type or 'nothing'}")
    with _spooled() as file:
        async for chunk in request.stream():
            if file.tell() + len(chunk) > options.upload_limit:
                raise ProblemError(413, f"more than {options.upload_limit} bytes; send the reports in several parts")
            file.write(chunk)
        file.seek(0)
        return await run_in_threadpool(import_lines, store, file, name, who=user.name, state_path=options.state_path)


@contextmanager
def _spooled() -> Iterator[BinaryIO]:
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        yield cast("BinaryIO", file)
