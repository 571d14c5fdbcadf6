"""The coder: a report in, its events out."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager

from threadpoolctl import ThreadpoolController

from dateline import __version__
from dateline.codebook import Codebook
from dateline.codebook.codebook import DEFAULT
from dateline.coding.account.filling import WholeReports
from dateline.coding.decoding import Decoder
from dateline.coding.document import Document, read_document
from dateline.coding.events import to_events
from dateline.coding.frames import Frame
from dateline.coding.model import Model
from dateline.coding.scheme import EVENTS, MUC4, Scheme
from dateline.errors import DatelineError
from dateline.gazetteer import Gazetteer
from dateline.records import CodedReport, Event, Report, SetAside, Versions

WORKERS = 2
IN_FLIGHT = 8
SWITCH_INTERVAL = 0.001  # seconds; at Python's 0.005 a worker waits for the other's turn to end longer than it works


@contextmanager
def quick_turns() -> Iterator[None]:
    """Threads take turns every `SWITCH_INTERVAL`, and as before afterwards."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


class Coder:
    """Codes reports one by one: the same report always gives the same events."""

    def __init__(self, model: Model, gazetteer: Gazetteer, codebook: Codebook) -> None:
        self._model, self._gazetteer = model, gazetteer
        self._whole = WholeReports(codebook.whole_report, gazetteer) if codebook.whole_report else None
        self._pools = ThreadpoolController()
        self.versions = Versions(
            program=__version__,
            model=model.version,
            codebook=codebook.version,
            gazetteer=gazetteer.version,
        )

    @classmethod
    def load(cls, model: str = "small", codebook: str = DEFAULT, min_confidence: float | None = None) -> Coder:
        """The coder with a model of this name (or folder), a codebook of this name (or file) and the gazetteer.

        `min_confidence`: probability from which an event is coded, in place of the model's own line. Raises
        ModelError, or the errors of the gazetteer and the codebook, if a file is missing or damaged.
        """
        loaded = Model.load(model)
        if min_confidence is not None:
            loaded = loaded.deciding(EVENTS.name, event=min_confidence)
        return cls(loaded, Gazetteer.open(), Codebook.named(codebook))

    def code(self, report: Report) -> CodedReport:
        """All events of a report. `relevant`: at least one of them is not background."""
        with self._one_thread():
            return self._code(report)

    def _one_thread(self) -> AbstractContextManager[object]:
        """The heads' matrices are too small to share out: more threads only wait for each other."""
        limit: AbstractContextManager[object] = self._pools.limit(limits=1, user_api="blas")
        return limit

    def _code(self, report: Report) -> CodedReport:
        events, problems = self._events(report)
        return CodedReport(
            id=report.id,
            title=report.title,
            published=report.published,
            publisher=report.publisher,
            agency=report.agency,
            url=report.url,
            language=report.language,
            text=report.text,
            sections=report.sections,
            relevant=any(not e.background for e in events),
            events=events,
            problems=problems,
            versions=self.versions,
            extra=report.extra,
        )

    def code_many(self, reports: Iterable[Report | SetAside]) -> Iterator[CodedReport | SetAside]:
        """Codes a stream in its order; a report that cannot be coded is set aside with the reason.

        Two reports are under way at a time, each on a core of its own: that keeps both busy
        through the parts of the work that cannot be divided. At most `IN_FLIGHT` are held.
        """
        with quick_turns(), self._one_thread(), ThreadPoolExecutor(max_workers=WORKERS) as pool:
            waiting: deque[Future[CodedReport | SetAside]] = deque()
            try:
                for report in reports:
                    waiting.append(pool.submit(self._code_or_set_aside, report))
                    if len(waiting) >= IN_FLIGHT:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()

    def _code_or_set_aside(self, report: Report | SetAside) -> CodedReport | SetAside:
        if isinstance(report, SetAside):
            return report
        try:
            return self._code(report)
        except (DatelineError, ValueError, LookupError, ArithmeticError) as error:
            return SetAside(item=report.id, reason=f"could not be coded: {type(error).__name__}: {error}")

    def templates(self, report: Report) -> list[Frame]:
        """The report's frames by the scheme of MUC-4; offsets into title, blank line and text."""
        document = self._read(report)
        return self._frames(document, MUC4)

    def frames(self, report: Report) -> list[Frame]:
        """The report's frames before any value is resolved, for those who study the model."""
        return self._frames(self._read(report), EVENTS)

    def _read(self, report: Report) -> Document:
        return read_document(report.text, report.title, self._model.tokenizer)

    def _frames(self, document: Document, scheme: Scheme) -> list[Frame]:
        decoder = Decoder(self._model.heads, scheme, self._model.decisions[scheme.name])
        frames: list[Frame] = []
        for segment in document.segments():
            frames += decoder.frames(segment, self._model.encoder.states(segment))
        return frames

    def _events(self, report: Report) -> tuple[tuple[Event, ...], tuple[str, ...]]:
        document = self._read(report)
        weights = self._model.decisions[EVENTS.name].background_weights
        frames = self._frames(document, EVENTS)
        events, problems = to_events(frames, report, document, self._gazetteer, weights)
        return (self._whole.events(events, report) if self._whole else events), problems
