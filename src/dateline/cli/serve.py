"""`dateline serve`: the desk in the browser."""

from __future__ import annotations

import argparse
import errno
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import replace
from typing import Final

import uvicorn

from dateline.desk.app import create_app
from dateline.desk.options import WILDCARDS, DeskError, DeskOptions, is_loopback
from dateline.store import accounts
from dateline.store.engine import Store

CONNECTIONS: Final = 1_000
"""At once; a browser keeps six, and further ones get the answer 503."""
GRACE: Final = 10
"""Seconds for requests to end after Ctrl-C."""


def serve(args: argparse.Namespace) -> bool:
    """Keep the desk of `args` open until it is interrupted; True when it was closed in good order.

    Raises DeskError where it cannot be opened as asked, StoreError where the store cannot.
    """
    options = options_of(args)
    with Store.open(args.store) as store:
        _check_users(store, options)
        with _listen(options) as listener:
            options = replace(options, port=listener.getsockname()[1])
            server = _server(store, options)
            _announce(store, options)
            # Told to end by whatever runs it, the desk closes as it does on Ctrl-C.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            # The server closes on a signal and raises it again, which does not always come out here.
            with suppress(KeyboardInterrupt):
                server.run(sockets=[listener])
            if server.started:
                print("dateline: the desk is closed", file=sys.stderr)
            return server.started


def options_of(args: argparse.Namespace) -> DeskOptions:
    """The desk that `args` asks for. Raises DeskError where passwords would cross a network in the clear."""
    loopback = is_loopback(args.host)
    if not loopback and not args.behind_tls:
        raise DeskError(
            f"on {args.host}, passwords would cross the network in the clear; let a proxy that ends TLS stand before "
            "the desk and say --behind-tls, or leave --host out to use it on this machine alone"
        )
    if args.host in WILDCARDS and not args.allowed_host:
        raise DeskError(f"on {args.host} the desk has no name of its own; give it with --allowed-host NAME")
    return DeskOptions(
        host=args.host,
        port=args.port,
        allowed_hosts=tuple(args.allowed_host),
        # A name or a proxy says that others than this machine call, even where the address is the loopback's.
        local=loopback and not args.behind_tls and not args.allowed_host,
        secure_cookies=args.behind_tls,
        state_path=args.state,
    )


def _check_users(store: Store, options: DeskOptions) -> None:
    with store.reading() as c:
        if options.local or accounts.has_users(c):
            return
    raise DeskError(
        f"others than this machine could reach the desk, and {store.name} has no users; add one with "
        f"`dateline users add NAME --role lead --store {store.name}`"
    )


def _listen(options: DeskOptions) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    try:
        return socket.create_server((options.host.strip("[]"), options.port), family=family, backlog=512)
    except OSError as error:
        advice = (
            "another program listens there; take another with --port, such as --port 0 for a free one"
            if error.errno == errno.EADDRINUSE
            else "give an address of this machine with --host, and a port from 1024 on"
        )
        raise DeskError(f"cannot listen on {options.host} port {options.port}: {error.strerror}; {advice}") from error


def _server(store: Store, options: DeskOptions) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            create_app(store, options=options),
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=options.secure_cookies,  # for the address of who calls, where a proxy stands before the desk
            limit_concurrency=CONNECTIONS,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=GRACE,
        )
    )


def _announce(store: Store, options: DeskOptions) -> None:
    host = f"[{options.host}]" if ":" in options.host else options.host
    print(f"dateline: the desk of {store.name} is at http://{host}:{options.port}/ (Ctrl-C closes it)", file=sys.stderr)
