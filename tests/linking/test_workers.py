from operator import neg

import pytest
from linking_samples import mill_and_port, round_up

from dateline.linking import LinkModel, State, settling, state
from dateline.linking.workers import Workers


def asked_for(tasks, log):
    for task in tasks:
        log.append(task)
        yield task


def test_results_come_in_the_order_of_the_tasks_and_few_are_held():
    log: list[int] = []
    with Workers(2) as workers:
        results = workers.map(neg, asked_for(range(20), log))
        assert next(results) == 0
        assert len(log) < 6
        assert list(results) == [-n for n in range(1, 20)]


def test_one_process_or_task_needs_no_other():
    assert list(Workers().map(lambda n: n + 1, [1, 2])) == [2, 3]  # what cannot be pickled
    assert list(Workers(2).map(lambda n: n + 1, [1])) == [2]


def test_what_a_process_raises_is_raised():
    with Workers(2) as workers, pytest.raises(ValueError, match="invalid literal"):
        list(workers.map(int, ["1", "x", "2"]))


def test_two_processes_give_what_one_gives(gazetteer, monkeypatch):
    monkeypatch.setattr(settling, "ITEMS", 3)
    monkeypatch.setattr(state, "CHUNK", 2)

    def linked(processes):
        with State(None, LinkModel.load(), processes=processes) as made:
            made.add(mill_and_port(), gazetteer)
            made.link()
            made.add([round_up()], gazetteer)
            made.link()
            return list(made.lines()), made.store.rows("SELECT * FROM keys ORDER BY ALL")

    assert linked(2) == linked(1)
