import re

from incident_samples import link
from store_samples import mill, port

from dateline.desk.charts import inlined, toll_pictures, waterfalls


def test_only_tolls_that_moved_or_differ_are_drawn():
    pictures = toll_pictures(mill())
    assert list(pictures) == ["wide", "narrow"]
    assert "killed (target)" in pictures["wide"]
    assert "killed (perpetrator)" not in pictures["wide"]
    assert toll_pictures(port()) == {}


def test_pictures_on_one_page_have_ids_of_their_own_and_names_for_screen_readers():
    both = "".join(toll_pictures(mill()).values())
    ids = re.findall(r' id="([^"]*)"', both)
    assert len(ids) == len(set(ids)) == 4
    assert 'aria-labelledby="toll-narrow-title toll-narrow-description"' in both
    assert "style=" not in both


def test_text_within_a_picture_stays_text():
    picture = '<svg xmlns="http://www.w3.org/2000/svg" aria-labelledby="title"><text id="title">&lt;b&gt;</text></svg>'
    shown = inlined(picture, "p", "chart")
    assert shown == '<svg aria-labelledby="p-title" class="chart"><text id="p-title">&lt;b&gt;</text></svg>'


def test_bars_stand_on_one_scale_from_start_to_sum():
    one, other = waterfalls([link("a", "b", 0.98, names=5.0), link("a", "c", 0.4, towns=2.0)])
    assert [(bar.value, bar.start, bar.width, bar.kind) for bar in one.bars] == [
        ("-3.00", 0.0, 60.0, "level"),
        ("+5.00", 0.0, 100.0, "for"),
        ("+2.00", 60.0, 40.0, "level"),
    ]
    assert [(bar.start, bar.width) for bar in other.bars] == [(0.0, 60.0), (0.0, 40.0), (40.0, 20.0)]
    assert one.zero == 60.0
