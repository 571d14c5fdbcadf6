from xml.etree import ElementTree as ET

from dateline.evaluation.calibration import Bin
from dateline.evaluation.reliability_diagram import draw


def test_each_bin_is_a_point_and_names_are_escaped(tmp_path):
    path = tmp_path / "out.svg"
    draw([("a <b>", [Bin(4, 0.5, 0.25), Bin(2, 1.0, 1.0)])], path)
    root = ET.fromstring(path.read_text())
    circles = root.findall("{http://www.w3.org/2000/svg}circle")
    assert [(c.get("cx"), c.get("cy")) for c in circles] == [("228.0", "318.0"), ("408.0", "48.0")]
    assert "a <b>" in {t.text for t in root.iter("{http://www.w3.org/2000/svg}text")}
