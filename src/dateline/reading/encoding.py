"""From bytes to characters, and characters that no output format can carry."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

SAMPLE_BYTES = 64 * 1024
# All C0 controls but tab, line feed and carriage return.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
SURROGATES = re.compile("[\ud800-\udfff]")
# Longest first: the mark of UTF-32 little endian begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Labels that pages use for a superset, from the WHATWG Encoding Standard, section 4.2.
SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}
# The legacy encodings of the WHATWG standard, section 4.3, without those of old Macintoshes: mac-cyrillic
# differs from cp1251 in few letters, and of the two only cp1251 is met with. The commonest on the web come
# first and win ties.
WEB_CODECS = (
    *("utf_8", "cp1252", "cp1251", "cp1250", "cp1254", "cp1253", "cp1255", "cp1256", "cp1257", "cp1258", "cp874"),
    *("iso8859_2", "iso8859_4", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "iso8859_13", "iso8859_15"),
    *("koi8_r", "koi8_u", "cp866", "gb18030", "big5", "euc_jp", "cp932", "iso2022_jp", "cp949"),
)


def clean(text: str) -> str:
    """`text` with control characters as spaces and lone surrogates as U+FFFD, one for one: lengths stay."""
    return SURROGATES.sub("\ufffd", CONTROLS.sub(" ", text))


def mark_of(data: bytes) -> str | None:
    """The codec that a byte order mark names, if there is one."""
    return next((codec for mark, codec in BYTE_ORDER_MARKS if data.startswith(mark)), None)


def codec_of(label: str | None) -> str | None:
    """The Python codec for a declared charset, or None if it is unknown or no character encoding."""
    try:
        info = codecs.lookup((label or "").strip().strip("\"'"))
        "a".encode(info.name)
    except (LookupError, ValueError):
        return None
    return SUPERSETS.get(info.name, info.name)


def wide_codec(data: bytes) -> str | None:
    """UTF-16 without a mark: text of an alphabet has a zero byte in most pairs, always on the same side."""
    sample = data[: SAMPLE_BYTES // 8 * 2]
    half = len(sample) // 2
    if half < 2 or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def guess(data: bytes) -> str:
    """The most likely codec of bytes that declare none and are not UTF-8."""
    matches = from_bytes(data[:SAMPLE_BYTES], cp_isolation=list(WEB_CODECS))
    best = matches.best()
    if best is None:
        return "cp1252"
    equals = {match.encoding for match in matches if (match.chaos, match.coherence) == (best.chaos, best.coherence)}
    return next((codec for codec in WEB_CODECS if codec in equals), best.encoding)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """Text of `data`, and a remark if the encoding had to be guessed.

    In this order: byte order mark, declared charset, UTF-8, charset-normalizer's guess. Nothing is lost
    but bytes that the chosen encoding does not know; they become U+FFFD.
    """
    codec = mark_of(data)
    if codec is not None:
        return data.decode(codec, "replace"), None
    for codec in (wide_codec(data), codec_of(declared), "utf-8"):
        try:
            if codec is not None:
                return data.decode(codec), None
        except (UnicodeDecodeError, ValueError):
            continue
    codec = guess(data)
    return data.decode(codec, "replace"), f"the encoding is not declared and not UTF-8; read as {codec}"


def stream_codec(head: bytes) -> str:
    """The codec for a stream of lines, judged by its first bytes."""
    codec = mark_of(head) or wide_codec(head)
    if codec is not None:
        return codec
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(head)
    stray = len(SURROGATES.findall(text))
    beyond_ascii = sum(character > "\x7f" for character in text) - stray if stray else 0
    # A few stray bytes among good UTF-8 are damage, to be mended line by line; else it is another encoding.
    return "utf-8" if stray <= beyond_ascii else guess(head)


def repair(text: str) -> tuple[str, str | None]:
    """Decode anew a line of a UTF-8 stream in which stray bytes were kept by `surrogateescape`."""
    if not SURROGATES.search(text):
        return text, None
    return decode(text.encode("utf-8", "surrogateescape"))
