"""Versions in headers: what a client holds already (If-None-Match), and what it wants to change (If-Match).

The entity tag of an incident is its version in quotation marks (RFC 9110, section 8.8.3).
"""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import Depends, Header

from dateline.desk.api.problems import ProblemError

_TAG: Final = re.compile(r'(?:W/)?"([^"]*)"')
_VERSION: Final = re.compile(r'\s*"(\d{1,9})"\s*')


def etag(version: int) -> str:
    """The entity tag of a version."""
    return f'"{version}"'


def held_already(if_none_match: str | None, version: int) -> bool:
    """Whether the client holds this version, by the tags that it sends."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or str(version) in _TAG.findall(if_none_match)


async def version_of(
    if_match: Annotated[
        str | None, Header(alias="If-Match", description='required: the version that you saw, as `"3"`')
    ] = None,
) -> int:
    """The version that the client means to change. Raises ProblemError: 428 without one, 400 for anything else."""
    if if_match is None:
        raise ProblemError(
            428, 'say in the header If-Match which version you saw (If-Match: "3"); ETag told it when you read it'
        )
    found = _VERSION.fullmatch(if_match)
    if found is None:
        raise ProblemError(400, f'If-Match: {if_match[:100]} is not one version in quotation marks, such as "3"')
    return int(found[1])


def json_body(content_type: Annotated[str, Header(include_in_schema=False)] = "") -> None:
    """Raises ProblemError 415 for a body that does not say that it is JSON."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise ProblemError(415, f"send the body as application/json, not as {media_type[:100] or 'nothing'}")


Version = Annotated[int, Depends(version_of)]
"""The version in If-Match."""
IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match", description="versions that you hold")]
