"""Addresses: fetched over http or https only, within bounds of time and size."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO

from dateline.reading.errors import LimitError
from dateline.reading.streams import Budget, GuardedReader, Source
from dateline.records import SetAside

WEB_SCHEMES = ("http", "https")
HEADERS = {"User-Agent": "dateline (news report reader)", "Accept-Encoding": "identity", "Accept": "*/*"}


def scheme_of(given: str) -> str | None:
    """The scheme of an address in small letters, or None for a path (also one with a drive letter)."""
    scheme, separator, _ = given.partition("://")
    return scheme.lower() if separator and scheme.isalnum() else None


class _WebRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http and https; the standard handler also goes to ftp."""

    def redirect_request(  # noqa: PLR0917 the signature is the standard library's
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if urllib.parse.urlsplit(newurl).scheme.lower() not in WEB_SCHEMES:
            raise urllib.error.HTTPError(newurl, code, f"redirected to {newurl}, which is no web page", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@contextmanager
def fetch(url: str, budget: Budget) -> Iterator[Source | SetAside]:
    """The answer of a server as a stream, or why there is none. The address is checked by the caller."""
    limits = budget.limits
    request = urllib.request.Request(_quoted(url), headers=HEADERS)  # noqa: S310 the scheme is checked
    try:
        response = urllib.request.build_opener(_WebRedirects).open(request, timeout=limits.url_timeout_seconds)
    except (OSError, http.client.HTTPException, ValueError) as error:
        yield SetAside(item=url, reason=f"cannot be fetched: {error}")
        return
    with response:
        length = response.headers.get("Content-Length", "")
        if length.isdigit() and int(length) > limits.max_download_bytes:
            yield SetAside(item=url, reason=f"over the limit: larger than {limits.max_download_bytes} bytes")
            return
        yield Source(
            where=url,
            name=PurePosixPath(urllib.parse.urlsplit(url).path).name or url,
            raw=GuardedReader(_bounded(response, budget)),
            budget=budget,
            url=response.geturl(),
            content_type=response.headers.get("Content-Type"),
            charset=response.headers.get_content_charset(),
        )


def _quoted(url: str) -> str:
    """The address with letters beyond ASCII percent-encoded; what is encoded already stays."""
    parts = urllib.parse.urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    path = urllib.parse.quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    query = urllib.parse.quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return urllib.parse.urlunsplit((parts.scheme, host, path, query, ""))


def _bounded(response: http.client.HTTPResponse, budget: Budget) -> Callable[[int], bytes]:
    """A read function that stops at the limits of size and time."""
    limits = budget.limits
    deadline = time.monotonic() + limits.max_download_seconds
    received = 0

    def read(size: int) -> bytes:
        nonlocal received
        chunk = response.read1(size)
        received += len(chunk)
        expected = response.headers.get("Content-Length", "")
        if not chunk and expected.isdigit() and received < int(expected):
            raise OSError(f"the answer ended after {received} of {expected} bytes")
        if received > limits.max_download_bytes:
            raise LimitError(f"larger than {limits.max_download_bytes} bytes")
        if time.monotonic() > deadline:
            raise LimitError(f"the download took longer than {limits.max_download_seconds} seconds")
        return chunk

    return read
