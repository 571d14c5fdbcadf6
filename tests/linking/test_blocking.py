from dataclasses import replace

import numpy as np
import pytest
from linking_samples import mill_and_port

from dateline.linking.background import Background
from dateline.linking.blocking import Kind, keys_of, kind_of
from dateline.linking.evidence import evidence_of
from dateline.linking.syndication import Fingerprint, fingerprint

UNPRINTED = Fingerprint(frozenset(), 0)


@pytest.fixture(scope="module")
def told(gazetteer):
    return {r.id: evidence_of(r, gazetteer) for r in mill_and_port()}


def kinds(keys):
    return {kind_of(int(key)) for key in keys}


def test_tellings_of_one_event_share_keys_of_several_kinds(told):
    one, other, elsewhere = (keys_of(told[name], UNPRINTED, Background.load()) for name in ("m1", "m3", "p1"))
    assert {Kind.TERMS, Kind.TERM_DAY, Kind.TOWN_DAY} <= kinds(np.intersect1d(one, other))
    assert np.intersect1d(one, elsewhere).size == 0


def test_days_next_to_each_other_share_a_key(told):
    first = replace(told["m1"], days={736000: 1.0})
    keys = [
        {int(k) for k in keys_of(replace(first, days={736000 + gap: 1.0}), UNPRINTED, Background.load())}
        for gap in range(3)
    ]
    assert any(kind_of(key) is Kind.TOWN_DAY for key in keys[0] & keys[1])
    assert not any(kind_of(key) is Kind.TOWN_DAY for key in keys[0] & keys[2])


def test_copies_share_keys_whatever_they_tell(told):
    prints = fingerprint("Gunmen shot dead two farmers beside the old mill on Sunday night, the governor said.")
    one, other = (keys_of(told[name], prints, Background.load()) for name in ("m1", "x1"))
    assert kinds(np.intersect1d(one, other)) == {Kind.COPY}
