"""The language of a report, by py3langid."""

from __future__ import annotations

SAMPLE_CHARACTERS = 500
# Below this, single words decide: "Six killed" comes out as Nigerian Pidgin.
MIN_LETTERS = 20


def identify(text: str) -> str | None:
    """ISO 639-1 code of the language of the first 500 characters; None if they hold under 20 letters."""
    sample = text[:SAMPLE_CHARACTERS]
    if sum(map(str.isalpha, sample)) < MIN_LETTERS:
        return None
    import py3langid  # noqa: PLC0415 the model takes half a second to load

    code: str = py3langid.classify(sample)[0]
    return code
