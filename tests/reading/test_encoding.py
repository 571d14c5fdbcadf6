import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.encoding import clean, codec_of, decode, repair, stream_codec

SPANISH = (
    "Los militares atacaron a los vecinos de la población de Bogotá; murió un niño de diez años, según la policía. " * 3
)
RUSSIAN = "В городе прогремел взрыв, погибли шесть человек, сообщили в министерстве внутренних дел. " * 3


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_need_no_declaration(codec: str):
    assert decode(SPANISH.encode(codec)) == (SPANISH, None)


@pytest.mark.parametrize(("text", "codec"), [(SPANISH, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r")])
def test_declared_charset_is_taken(text: str, codec: str):
    assert decode(text.encode(codec), codec) == (text, None)


def test_undeclared_charset_is_guessed_and_said():
    text, remark = decode(RUSSIAN.encode("cp1251"))
    assert text == RUSSIAN
    assert remark is not None
    assert "not declared" in remark


def test_wrong_declaration_falls_back():
    assert decode("Wien, Köln".encode(), "ascii")[0] != ""
    assert decode("взрыв".encode(), "no-such-charset") == ("взрыв", None)
    assert codec_of("rot13") is None
    assert codec_of("ISO-8859-1") == "cp1252"


def test_controls_become_spaces_one_for_one():
    assert clean("a\x00b\x0bc\td\ne\rf\x1f") == "a b c\td\ne\rf "
    assert clean("a\ud800b") == "a\ufffdb"


@given(st.text(alphabet=st.characters()))
def test_cleaning_keeps_length_and_all_else(text: str):
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert all(a == b or ord(a) < 32 or 0xD800 <= ord(a) < 0xE000 for a, b in zip(text, cleaned, strict=True))


@given(st.binary())
def test_any_bytes_decode(data: bytes):
    assert isinstance(decode(data)[0], str)


def test_stray_bytes_do_not_change_the_encoding_of_a_stream():
    good = RUSSIAN.encode()
    assert stream_codec(good + b"\xff\xfe") == "utf-8"
    assert stream_codec(good[:-3]) == "utf-8"  # cut inside a character
    assert stream_codec(RUSSIAN.encode("cp1251")) == "cp1251"
    assert stream_codec(codecs.BOM_UTF8 + b"{}") == "utf-8-sig"


def test_a_line_with_stray_bytes_is_decoded_anew():
    line = "murió".encode("cp1252").decode("utf-8", "surrogateescape")
    text, remark = repair(line)
    assert text.startswith("muri")
    assert "\udcf3" not in text
    assert remark is not None
    assert repair("murió") == ("murió", None)
