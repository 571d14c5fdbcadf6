from datetime import date

import numpy as np
import pytest

from dateline.coding.model import Model as Exported
from dateline.coding.scheme import EVENTS
from dateline.records import Report

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("onnx")

from tiny_models import TEXT, write_model

from distil import answer, distil, read_by
from encoders import source_of
from encoding import encode
from network import Model
from soft import Pupil, binary, load_soft


@pytest.fixture
def reports():
    return [Report(id=f"r{n}", text=" ".join([TEXT] * (n + 1)), published=date(2016, 6, 6)) for n in range(2)]


@pytest.fixture
def soft(exported, reports, tmp_path):
    assert distil([Exported.load(str(exported))], iter(reports), EVENTS, tmp_path / "soft", 10) == 2
    return tmp_path / "soft"


def test_answers_are_of_half_precision_and_of_spans_in_the_text(exported, soft, reports):
    first = next(load_soft(soft, Exported.load(str(exported)).tokenizer))
    assert first.id == "r0"
    assert first.answers["scores"].dtype == np.float16
    assert len(first.answers["roles"]) == len(first.answers["spans"]) == 32 * len(EVENTS.roles)
    start, end = first.answers["spans"][0]
    assert reports[0].text[start:end].strip() == reports[0].text[start:end] != ""


def test_a_folder_goes_on_where_it_stopped(exported, soft, reports):
    more = [*reports, Report(id="r9", text=reports[0].text)]
    assert distil([Exported.load(str(exported))], iter(more), EVENTS, soft, 10) == 1
    assert distil([Exported.load(str(exported))], iter(more), EVENTS, soft, 10) == 0


def test_two_teachers_answer_by_their_mean(encoder, exported, reports, tmp_path):
    one, other = (Exported.load(str(f)) for f in (exported, write_model(encoder, tmp_path, seed=6)))
    alone = [answer(read_by([m], reports[0]), EVENTS)["relevant"] for m in (one, other)]
    together = answer(read_by([one, other], reports[0]), EVENTS)["relevant"]
    assert float(together) == pytest.approx(float(np.mean(alone)), abs=1e-3)


def test_a_pupil_like_its_teacher_has_nothing_to_learn(encoder, exported, soft):
    model = Model(source_of(str(encoder))).eval()
    model.load_state_dict(torch.load(exported.parent / "run" / "average.pt", weights_only=True))
    lessons = list(load_soft(soft, model.source.tokenizer()))
    with torch.no_grad():
        losses = Pupil(model.heads, lessons[0], encode(model, lessons[:1])[0], temperature=1.0).losses()
        torch.manual_seed(77)
        stranger = Model(source_of(str(encoder))).eval()
        others = Pupil(stranger.heads, lessons[0], encode(stranger, lessons[:1])[0], temperature=1.0).losses()
    for name in ("valid", "frame", "same", "link"):
        assert float(losses[name]) < 0.3 * float(others[name]) + 1e-3


def test_soft_losses_fall(encoder, soft):
    torch.manual_seed(8)
    model = Model(source_of(str(encoder))).eval()
    lessons = list(load_soft(soft, model.source.tokenizer()))
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    totals = []
    for _ in range(12):
        states = encode(model, lessons)
        losses = [Pupil(model.heads, x, s, temperature=2.0).losses() for x, s in zip(lessons, states, strict=True)]
        total = torch.stack([v for own in losses for v in own.values()]).sum()
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        totals.append(float(total.detach()))
    assert totals[-1] < 0.5 * totals[0]


def test_binary_loss_is_nothing_where_both_agree():
    logits = torch.tensor([-3.0, 0.0, 4.0])
    assert float(binary(logits, logits, 2.0)) == pytest.approx(0.0, abs=1e-6)
    assert float(binary(logits + 1.0, logits, 2.0)) > 0.01
