from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from dateline.coding.scheme import EVENTS

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("onnx")

from tiny_models import TEXT

from corpora import Corpora
from encoders import source_of
from examples import to_example
from train import Crew, Material, Recipe, Run, epoch_batches, with_soft


def material(encoder):
    def span(words):
        return [[TEXT.index(words), TEXT.index(words) + len(words)]]

    event = {
        "id": "e1",
        "labels": {"type": "armed_attack", "status": "happened", "background": "no", "responsibility": "fact"},
        "mentions": span("attacked"),
        "fillers": [{"role": "place", "spans": span("Aktobe"), "labels": {}}],
    }
    raw = {"scheme": EVENTS.name, "document": TEXT, "title_length": 0, "relevant": True, "events": [event]}
    tokenizer = source_of(str(encoder)).tokenizer()
    news = [to_example({**raw, "id": f"n{k}"}, tokenizer) for k in range(8)]
    return Material(Corpora(news, [], [], {e.id: e for e in news}), [])


def recipe(encoder, **changes):
    return Recipe(encoder=str(encoder), epochs=3, further_epochs=(), documents_a_step=2, **changes)


def weights(run):
    return {k: v.clone() for k, v in run.model.state_dict().items()}


def test_the_loss_falls_and_a_run_resumes_with_what_it_had(encoder, tmp_path):
    run = Run(tmp_path, recipe(encoder), material(encoder), Crew(0, 1), save_every=1e9)
    run.model.train()
    sums = defaultdict(list)
    for _ in range(6):
        for batch in run._batches(0)[:2]:
            run._step(batch, sums)
    run.done = 2
    run._save()
    assert np.mean(sums["e.anchor"][-4:]) < np.mean(sums["e.anchor"][:4])
    again = Run(tmp_path, recipe(encoder), material(encoder), Crew(0, 1), save_every=1e9)
    assert (again.epoch, again.done) == (0, 2)
    assert all(torch.equal(v, again.model.state_dict()[k]) for k, v in weights(run).items())
    again.train()
    assert again.epoch == 3


def test_frozen_layers_stay_and_their_output_is_kept(mpnet, tmp_path):
    run = Run(tmp_path, recipe(mpnet, frozen_layers=1), material(mpnet), Crew(0, 1), save_every=1e9)
    before = weights(run)
    run.train()
    after = run.model.state_dict()
    changed = {name.split(".")[3] for name in after if "layer." in name and not torch.equal(before[name], after[name])}
    assert changed == {"1"}
    assert list((tmp_path / "lower-1").glob("*.pt"))


def test_soft_batches_leave_the_others_as_they_are(encoder):
    plain = list(epoch_batches(material(encoder).corpora, recipe(encoder), 0))
    assert with_soft(plain, [], recipe(encoder), 0) == plain


def test_a_run_goes_on_with_more_reports_where_the_further_epochs_begin(encoder, tmp_path):
    given = material(encoder)
    Run(tmp_path, replace(recipe(encoder), epochs=1), given, Crew(0, 1), save_every=1e9).train()
    more = Material(replace(given.corpora, news=given.corpora.news * 2), [])
    longer = replace(recipe(encoder), epochs=1, further_epochs=(2,))
    again = Run(tmp_path, longer, more, Crew(0, 1), save_every=1e9)
    assert (again.epoch, again.an_epoch, again.schedule.last_epoch) == (1, 8, 8)
    again.train()
    assert again.epoch == 3
    assert again.schedule.get_last_lr()[0] == pytest.approx(0.0, abs=1e-4)
