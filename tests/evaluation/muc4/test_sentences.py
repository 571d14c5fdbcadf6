from __future__ import annotations

from dateline.evaluation.muc4.sentences import Sentences

TEXT = "GEN. SOTO CAME.  HE LEFT.\n\nNO. 4 STAYED"


def test_numbers_and_bounds():
    sentences = Sentences(TEXT)
    assert [sentences.number(TEXT.index(word)) for word in ("SOTO", "HE", "STAYED")] == [0, 1, 2]
    assert TEXT[slice(*sentences.around(TEXT.index("LEFT")))].strip() == "HE LEFT."
    assert sentences.around(0, 1) == (0, TEXT.index("NO."))
    assert sentences.around(len(TEXT), 9) == (0, len(TEXT))
