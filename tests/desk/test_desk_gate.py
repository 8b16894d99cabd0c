"""Who is let in. Every attack here is one that somebody has made on a local server."""

from __future__ import annotations

import pytest

from briefing.desk.bodies import Unfit, file_name
from briefing.desk.gate import SOCKET, Asked, judge
from briefing.desk.passes import Passes
from briefing.desk.serving import origins

PORT = 8765
HERE = f"127.0.0.1:{PORT}"
ORIGINS = origins("127.0.0.1", PORT)


@pytest.fixture
def passes() -> Passes:
    return Passes(PORT)


def headers(passes: Passes, **other: str | None) -> dict[str, str]:
    session = passes.enter(passes.key)
    said: dict[str, str | None] = {
        "host": HERE, "origin": f"http://{HERE}", "content-type": "application/json", "cookie": f"{passes.cookie}={session}",
        "sec-fetch-site": "same-origin",
    }  # fmt: skip
    said |= {name.replace("_", "-"): value for name, value in other.items()}
    return {name: value for name, value in said.items() if value is not None}


PATHS = ("/", "/issue/2022-17", "/api/shelf", "/api/issue/2022-17/news", "/static/desk.js", "/face/x")


@pytest.mark.parametrize("path", PATHS)
def test_our_own_page_is_let_in(passes: Passes, path: str) -> None:
    assert judge(Asked("GET", path, headers(passes)), ORIGINS, passes) is None
    assert judge(Asked("POST", path, headers(passes)), ORIGINS, passes) is None


STRANGERS = [
    {"host": "evil.com"}, {"host": "evil.com:8765"}, {"host": "127.0.0.1.evil.com:8765"}, {"host": ""}, {"host": None},
    {"host": "127.0.0.1"}, {"host": "127.0.0.1:80"}, {"host": "127.0.0.1:8765@evil.com"}, {"host": "[::1]:8765"}, {"host": "0.0.0.0:8765"},
    {"cookie": None}, {"cookie": "briefing-desk-8765="}, {"cookie": "briefing-desk-8765=guessed"}, {"cookie": "briefing-desk-1=x"},
    {"host": "127.0.0.1.:8765"}, {"host": "localhost.:8765"}, {"host": "LOCALHOST:8765"}, {"host": "127.1:8765"}, {"host": "2130706433:8765"},
    {"host": "0x7f000001:8765"}, {"host": "[::ffff:127.0.0.1]:8765"}, {"host": "[0:0:0:0:0:0:0:1]:8765"}, {"host": "127.0.0.1:08765"},
    {"host": "127.0.0.1:8765, evil.com"}, {"host": "evil.com#127.0.0.1:8765"}, {"host": "127.0.0.1:8765/"}, {"host": "127.0.0.1:8765\x00"},
    {"host": "١٢٧.0.0.1:8765"}, {"host": "127.0.0.2:8765"}, {"host": "localhost.evil.com:8765"},
    {"cookie": "a=b; ="}, {"sec_fetch_site": "cross-site"}, {"sec_fetch_site": "same-site"},
]  # fmt: skip


@pytest.mark.parametrize("said", STRANGERS, ids=str)
@pytest.mark.parametrize("path", ["/api/shelf", "/api/issue/2022-17/news", "/static/desk.js"])
def test_reading_wants_our_host_and_a_session(passes: Passes, path: str, said: dict[str, str | None]) -> None:
    refusal = judge(Asked("GET", path, headers(passes, **said)), ORIGINS, passes)
    assert refusal is not None
    assert 400 <= refusal.status < 500


FORGED = [
    {"origin": "http://[::1]:8765"}, {"origin": "http://127.0.0.1:8765.evil.com"}, {"origin": "http://127.0.0.1:8765@evil.com"},
    {"origin": "file://"}, {"origin": "chrome-extension://abcdef"}, {"origin": "http://127.0.0.1:8765 http://evil.com"},
    {"origin": "HTTP://127.0.0.1:8765"}, {"origin": "ws://127.0.0.1:8765"}, {"origin": "http://127.0.0.1.:8765"}, {"origin": ""},
    {"origin": None}, {"origin": "null"}, {"origin": "http://evil.com"}, {"origin": "https://127.0.0.1:8765"},
    {"origin": "http://127.0.0.1"}, {"origin": "http://127.0.0.1:8766"}, {"origin": "http://localhost:8765"}, {"origin": f"http://{HERE}/"},
    {"content_type": None}, {"content_type": "text/plain"}, {"content_type": "application/x-www-form-urlencoded"},
    {"content_type": "multipart/form-data; boundary=x"}, {"content_type": "text/plain; application/json"},
]  # fmt: skip


@pytest.mark.parametrize("said", [*STRANGERS, *FORGED], ids=str)
def test_a_change_wants_our_origin_and_a_scripts_kind(passes: Passes, said: dict[str, str | None]) -> None:
    assert judge(Asked("POST", "/api/issue/2022-17/edit", headers(passes, **said)), ORIGINS, passes) is not None


#: Neither is asked of a socket: Origin says all.
NOT_OF_SOCKETS = {"sec_fetch_site", "content_type"}


@pytest.mark.parametrize("said", [*STRANGERS, *FORGED], ids=str)
def test_a_socket_wants_our_origin_and_a_session(passes: Passes, said: dict[str, str | None]) -> None:
    """Browsers let pages of other sites open one, and send the cookie along."""
    news = "/api/issue/2022-17/news"
    assert judge(Asked(SOCKET, news, headers(passes)), ORIGINS, passes) is None
    refused = judge(Asked(SOCKET, news, headers(passes, **said)), ORIGINS, passes) is not None
    assert refused == (not NOT_OF_SOCKETS.intersection(said))


@pytest.mark.parametrize("origin", ["null", "http://evil.com", "http://127.0.0.1:9999", "http://localhost:8765"])
def test_reading_for_another_page_is_refused(passes: Passes, origin: str) -> None:
    """Also by browsers that do not say whose site a request is for."""
    asked = Asked("GET", "/api/issue/2022-17/news", headers(passes, origin=origin, sec_fetch_site=None))
    assert judge(asked, ORIGINS, passes) is not None


@pytest.mark.parametrize("method", ["SOCKET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get"])
def test_no_other_methods(passes: Passes, method: str) -> None:
    assert judge(Asked(method, "/api/shelf", headers(passes)), ORIGINS, passes) is not None


def test_a_key_for_the_browser_opens_once(passes: Passes) -> None:
    key = passes.opening()
    session = passes.enter(key)
    assert session is not None
    assert passes.knows(session)
    assert passes.enter(key) is None
    assert passes.enter("") is None
    assert passes.enter("密码") is None
    assert not passes.knows("")


def test_a_password_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("briefing.desk.passes.time.monotonic", lambda: now[0])
    passes = Passes(PORT, "江苏省文明办八个字")
    assert Passes(PORT).speak("") is None
    assert [passes.speak(f"错{number}") for number in range(5)] == [None] * 5
    assert passes.speak("江苏省文明办八个字") is None  # the door is shut for a while
    now[0] += 31
    assert passes.speak("江苏省文明办八个字") is not None


def test_who_guesses_shuts_nobody_else_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither by one address nor by thousands; and what is kept of them has an end."""
    monkeypatch.setattr("briefing.desk.passes.time.monotonic", lambda: 100.0)
    passes = Passes(PORT, "江苏省文明办八个字")
    for number in range(5_000):
        assert passes.speak("错", f"10.0.{number // 250}.{number % 250}") is None
    for _ in range(50):
        assert passes.speak("错", "10.1.1.1") is None
    assert passes.speak("江苏省文明办八个字", "10.1.1.1") is None
    assert passes.speak("江苏省文明办八个字", "192.168.1.30") is not None
    assert len(passes._doors) <= 256


def test_nothing_secret_is_kept_as_it_is(passes: Passes) -> None:
    """What is looked up is a digest: how long that takes says nothing of the secret."""
    opening = passes.opening()
    session = passes.enter(passes.key)
    assert {type(each) for each in (*passes._sessions, *passes._opening)} == {bytes}
    kept = b"".join((*passes._sessions, *passes._opening))
    assert session is not None
    assert session.encode() not in kept
    assert opening.encode() not in kept


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("南京.docx", "南京.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\稿件\\南 京.docx", "南 京.docx"),
        ("a\0b\n.docx", "a_b_.docx"),
        ("..docx", "docx"),
    ],
)
def test_names_of_files_are_names(told: str, name: str) -> None:
    assert file_name(told) == name


@pytest.mark.parametrize("told", ["", ".", "..", "/", ". .", "x/", "\\"])
def test_names_that_are_none(told: str) -> None:
    with pytest.raises(Unfit):
        file_name(told)
