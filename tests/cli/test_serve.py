from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from dateline.cli import main
from dateline.cli.arguments import parser
from dateline.cli.serve import options_of
from dateline.desk.options import DeskError, DeskOptions
from dateline.store.engine import Store


def options(*words: str) -> DeskOptions:
    return options_of(parser().parse_args(["serve", *words]))


@pytest.fixture
def stored(tmp_path: Path) -> str:
    path = tmp_path / "team.db"
    Store.open(str(path)).close()
    return str(path)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_desk_opens_answers_and_closes(stored: str, ending: signal.Signals):
    command = [sys.executable, "-m", "dateline", "serve", "--store", stored, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            told = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/", told)
            assert found is not None, told
            answer = httpx.get(found[0], follow_redirects=True, timeout=30)
            assert answer.status_code == 200
            assert answer.url.path == "/incidents"
            assert "server" not in answer.headers
            process.send_signal(ending)
            assert process.wait(timeout=30) == 0
            assert "the desk is closed" in process.stderr.read()
        finally:
            process.kill()


def test_a_port_that_is_taken_is_told(stored: str, capsys: pytest.CaptureFixture[str]):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["serve", "--store", stored, "--port", port]) == 2
    assert f"cannot listen on 127.0.0.1 port {port}" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("--host", "0.0.0.0", "--behind-tls", "--allowed-host", "desk.example.org"),
        ("--behind-tls",),
        ("--allowed-host", "desk.example.org"),
    ],
)
def test_what_others_could_reach_is_not_opened_without_users(
    stored: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
):
    assert main(["serve", "--store", stored, "--port", "0", *words]) == 2
    assert "dateline users add NAME --role lead" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "desk.example.org"])
def test_passwords_do_not_cross_the_network_in_the_clear(host: str):
    with pytest.raises(DeskError, match="--behind-tls"):
        options("--host", host)


def test_an_address_without_a_name_needs_one():
    with pytest.raises(DeskError, match="--allowed-host"):
        options("--host", "0.0.0.0", "--behind-tls")


def test_only_a_desk_that_nobody_else_reaches_is_local():
    assert options() == DeskOptions()
    assert options("--host", "::1").local
    assert not options("--behind-tls").local
    assert not options("--allowed-host", "desk.example.org").local
    assert options("--behind-tls").secure_cookies
    assert not options("--allowed-host", "desk.example.org").secure_cookies


@pytest.mark.parametrize("port", ["-1", "65536", "http", ""])
def test_ports_out_of_range_are_wrong_usage(port: str):
    with pytest.raises(SystemExit) as exit_:
        main(["serve", "--port", port])
    assert exit_.value.code == 2
