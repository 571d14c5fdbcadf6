"""What the model says of a MUC-4 message, templates and all candidate fillers, in one pass."""

from __future__ import annotations

from dateline.coding.decoding import Decoder, best_spans
from dateline.coding.document import read_document
from dateline.coding.frames import Filler, Frame
from dateline.coding.model import Model
from dateline.coding.scheme import MUC4
from dateline.evaluation.muc4.string_roles import MODEL_ROLES, Sighted
from dateline.records import Report

# Lower ones, and more of them, held hardly any further fills of the development keys.
FLOOR = -4.0
SPANS_A_ROLE = 40


class MessageReader:
    """Reads messages with one model."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @classmethod
    def load(cls, model: str) -> MessageReader:
        """With the model of that name or folder; raises ModelError if a file of it is missing or damaged."""
        return cls(Model.load(model))

    def read(self, report: Report) -> Sighted:
        """Frames, candidates and relevance of a report; offsets into title, blank line and text."""
        document = read_document(report.text, report.title, self._model.tokenizer)
        decoder = Decoder(self._model.heads, MUC4, self._model.decisions[MUC4.name])
        frames: list[Frame] = []
        fillers: list[Filler] = []
        relevance = 0.0
        for segment in document.segments():
            states = self._model.encoder.states(segment)
            frames += decoder.frames(segment, states)
            relevance = max(relevance, self._model.heads.relevance(states, MUC4))
            scores = self._model.heads.span_scores(segment, states, MUC4)
            for role in MODEL_ROLES.values():
                spans, logits = best_spans(scores[MUC4.roles.index(role)], SPANS_A_ROLE, FLOOR)
                for (first, last), logit in zip(spans, logits, strict=True):
                    start, end = int(segment.starts[first]), int(segment.ends[last])
                    fillers.append(Filler(role, start, end, document.string[start:end], logit))
        return Sighted(frames, fillers, relevance)
