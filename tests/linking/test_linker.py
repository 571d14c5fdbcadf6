import random

import pytest
from linking_samples import event, mill_and_port, report

from dateline.linking import Linker, LinkModel
from dateline.linking.errors import LinkingError


@pytest.fixture(scope="module", params=["trained", "untrained"])
def linker(request, gazetteer):
    return Linker(LinkModel.load(request.param), gazetteer)


def members(incidents):
    return [sorted(m.report for m in incident.members) for incident in incidents]


def test_reports_of_one_incident_are_put_together(linker):
    assert sorted(members(linker.link(mill_and_port()))) == [["m1", "m2", "m3"], ["p1", "p2"], ["x1"], ["x2"]]


def test_the_order_of_arrival_does_not_matter(linker):
    shuffled = mill_and_port()
    random.Random(7).shuffle(shuffled)
    assert linker.link(shuffled) == linker.link(mill_and_port())


def test_new_reports_keep_the_ids(linker):
    first = linker.link([r for r in mill_and_port() if r.id not in {"m1", "p2"}])
    later = {m.report: i.id for i in linker.link(mill_and_port(), first) for m in i.members}
    assert all(later[m.report] == incident.id for incident in first for m in incident.members)


def test_links_say_why(linker):
    incident = next(i for i in linker.link(mill_and_port()) if len(i.members) == 3)
    assert len(incident.links) == 2
    for link in incident.links:
        assert link.probability > 0.5
        assert abs(link.reasons[0].weight) == max(abs(reason.weight) for reason in link.reasons)


def test_reports_without_an_event_are_of_no_incident(linker):
    reports = [report("a"), report("b", event(background=True)), report("c", event())]
    assert members(linker.link(reports)) == [["c"]]
    assert linker.link([]) == []


def test_two_reports_with_one_id_are_refused(linker):
    with pytest.raises(LinkingError, match="'a'"):
        linker.link([report("a"), report("a")])
