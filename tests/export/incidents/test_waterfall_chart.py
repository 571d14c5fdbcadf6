from incident_samples import link

from dateline.export.incidents.waterfall_chart import NAMES, VALUES, scale_of, spoken
from dateline.linking.explanation import steps

STRONG, WEAK = link("m1", "m2", 0.98, rare_words=4.5, days=2.5), link("m1", "m3", 0.05, towns_apart=-2.0)


def test_one_scale_holds_all_links():
    scale = scale_of([STRONG, WEAK], 0, NAMES + VALUES + 90)
    assert (scale.low, scale.high) == (-5.0, 4.0)
    assert [scale(level) for level in (-5.0, 0.0, 4.0)] == [NAMES, NAMES + 50, NAMES + 90]


def test_a_link_is_told_in_a_sentence():
    assert spoken(WEAK, steps(WEAK)) == (
        "m1:e1 and m3:e1 are one incident with probability 0.05 (no town in common -2.0)."
    )
