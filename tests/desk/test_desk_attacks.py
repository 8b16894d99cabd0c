"""Attacks: what another page of the browser, another machine, or a file that was sent might try on the desk. Each is refused, and
nothing of ours has gone out or changed. The gate by itself is in test_desk_gate.py."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import stat
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from desk_editor import ISSUE
from desk_support import PATIENCE, RunningDesk, shelf, soon
from sent_archives import document, packed
from slices import share, some

from briefing.desk.bodies import file_name

#: Of a file that nobody at the desk may get.
SECRET = b"root:x:0:0"


# --- names of files


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("<img src=x onerror=alert(1)>.docx", "_img src=x onerror=alert(1)_.docx"),
        ("南京\u202excod.exe", "南京_xcod.exe"),
        ("南\u200b京\u2066.docx", "南_京_.docx"),
        ("南京\r\nSet-Cookie: a=b.docx", "南京__Set-Cookie_ a=b.docx"),
        ("南京\u2028.docx", "南京_.docx"),
        ("....//....//x.docx", "x.docx"),
        ("C:\\Windows\\..\\CON.docx", "_CON.docx"),
        ("\\\\server\\share\\x.docx", "x.docx"),
        ("x.docx:stream", "x.docx_stream"),
        ("\ud800.docx", "_.docx"),
        ("};*{display:none}.docx", "};_{display_none}.docx"),
        ("CON.docx", "_CON.docx"),
        ("aux", "_aux"),
        ("lpt1.tar.gz", "_lpt1.tar.gz"),
        ("COM¹.png", "_COM¹.png"),
        ("nul .png", "_nul .png"),
        ("concert.docx", "concert.docx"),
        ("南京.docx. . ", "南京.docx"),
        ("x.md::$DATA", "x.md__$DATA"),
        ("．．／．．／etc／passwd", "．．／．．／etc／passwd"),
        ("关于报送" + "材料" * 60 + "的函.docx", f"关于报送{'材料' * 30}….docx"),
    ],
)
def test_a_name_is_no_way_out(told: str, name: str) -> None:
    assert file_name(told) == name
    assert len(name.encode()) <= 200


# --- a desk that runs


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    desk = RunningDesk(shelf(tmp_path_factory.mktemp("attacked"), ISSUE)).enter()
    yield desk
    desk.stop()


def raw(desk: RunningDesk, request: bytes, *more: bytes, wait: float = 3) -> bytes:
    """Whatever comes back for these bytes until the desk has no more to say for `wait` seconds."""
    answer = b""
    with socket.create_connection(("127.0.0.1", desk.port), timeout=PATIENCE) as line:
        with contextlib.suppress(OSError):
            for each in (request, *more):
                line.sendall(each)
        line.settimeout(wait)
        with contextlib.suppress(OSError):
            while (part := line.recv(65536)) and len(answer) < 1 << 20:
                answer += part
    return answer


def head(desk: RunningDesk, first: str, **headers: str | None) -> bytes:
    said: dict[str, str | None] = {
        "Host": f"127.0.0.1:{desk.port}", "Cookie": desk.cookie, "Origin": desk.origin, "Content-Type": "application/json",
        "Connection": "close", **headers,
    }  # fmt: skip
    lines = [first, *(f"{name.replace('_', '-')}: {value}" for name, value in said.items() if value is not None)]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"


def status(answer: bytes) -> int:
    """0 where there was none."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


NEW = json.dumps({"number": 99, "date": "2022-12-01", "earlier": "", "house": "gb9704", "cities": []})
OTHER_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
GET, POST = "GET /api/shelf HTTP/1.1", "POST /api/new HTTP/1.1"
#: Request, with what is wrong about it.
RAW: dict[str, Callable[[RunningDesk], bytes]] = {
    "no host": lambda desk: head(desk, GET, Host=None),
    "another protocol": lambda desk: head(desk, "GET /api/shelf HTTP/1.0", Host=None),
    "an address in the first line": lambda desk: head(desk, "GET http://evil.com/api/shelf HTTP/1.1", Host="evil.com"),
    "its own address behind another's name": lambda desk: head(
        desk, GET, Host="evil.com", X_Forwarded_Host=f"127.0.0.1:{desk.port}"
    ),
    "forwarded": lambda desk: head(desk, GET, Host="evil.com", Forwarded=f"host=127.0.0.1:{desk.port}"),
    "a rewritten path": lambda desk: head(
        desk, "GET /enter HTTP/1.1", Cookie=None, X_Original_URL="/api/shelf", Origin="http://evil.com"
    ),
    "a method in a header": lambda desk: head(desk, "GET /api/new HTTP/1.1", X_HTTP_Method_Override="POST"),
    "a method in the query": lambda desk: head(desk, "GET /api/new?_method=POST HTTP/1.1"),
    "what is asked before a request of another site": lambda desk: head(
        desk,
        "OPTIONS /api/new HTTP/1.1",
        Origin="http://evil.com",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="content-type",
    ),
    "trace": lambda desk: head(desk, "TRACE /api/shelf HTTP/1.1"),
    "connect": lambda desk: head(desk, "CONNECT 127.0.0.1:22 HTTP/1.1"),
    "a web socket": lambda desk: head(
        desk,
        f"GET /api/issue/{ISSUE}/news?window=a HTTP/1.1",
        Origin="http://evil.com",
        Upgrade="websocket",
        Connection="Upgrade",
        Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
        Sec_WebSocket_Version="13",
    ),
    "a stream for another page": lambda desk: head(
        desk, f"GET /api/issue/{ISSUE}/news?window=a HTTP/1.1", Origin="http://evil.com", Accept="text/event-stream"
    ),
    "a stream for another port": lambda desk: head(
        desk, f"GET /api/issue/{ISSUE}/news?window=a HTTP/1.1", Origin=None, Sec_Fetch_Site="same-site"
    ),
    "a picture for another page": lambda desk: head(
        desk, f"GET /api/issue/{ISSUE} HTTP/1.1", Origin=None, Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="image"
    ),
    "a beacon of another page": lambda desk: (
        head(desk, POST, Origin="http://evil.com", Content_Length=str(len(NEW))) + NEW.encode()
    ),
    "a beacon that says it is ours": lambda desk: (
        head(desk, POST, Sec_Fetch_Site="cross-site", Content_Length=str(len(NEW))) + NEW.encode()
    ),
    "a form with JSON in it": lambda desk: (
        head(desk, POST, Content_Type="text/plain", Content_Length=str(len(NEW))) + NEW.encode()
    ),
    "two lengths": lambda desk: head(desk, POST, Content_Length=str(len(NEW)), content_length="3") + NEW.encode(),
    "a length and chunks": lambda desk: (
        head(desk, POST, Content_Length="4", Transfer_Encoding="chunked") + b"%x\r\n" % len(NEW) + NEW.encode() + b"\r\n0\r\n\r\n"
    ),
    "chunks by another name": lambda desk: head(desk, POST, Transfer_Encoding="xchunked") + NEW.encode(),
    "a network that asks whether it may": lambda desk: head(
        desk,
        "OPTIONS /api/new HTTP/1.1",
        Origin="https://evil.com",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Private_Network="true",
        Access_Control_Request_Local_Network="true",
    ),
    "chunks after a space": lambda desk: (
        head(desk, POST, Content_Length=str(len(NEW))).replace(
            b"Content-Length", b"Transfer-Encoding : chunked\r\nContent-Length"
        )
        + NEW.encode()
    ),
    "chunks after a tab": lambda desk: (
        head(desk, POST, Transfer_Encoding="\x0bchunked", Content_Length=str(len(NEW))) + NEW.encode()
    ),
    "two lengths in one": lambda desk: head(desk, POST, Content_Length=f"{len(NEW)}, 3") + NEW.encode(),
    "a length with a sign": lambda desk: head(desk, POST, Content_Length=f"+{len(NEW)}") + NEW.encode(),
    "a length in other digits": lambda desk: (
        head(desk, POST).replace(
            b"Connection", f"Content-Length: {len(NEW)}".translate(OTHER_DIGITS).encode() + b"\r\nConnection"
        )
        + NEW.encode()
    ),
    "a length below nothing": lambda desk: head(desk, POST, Content_Length="-1") + NEW.encode(),
    "a chunk that is no number": lambda desk: head(desk, POST, Transfer_Encoding="chunked") + b"0x10\r\n" + NEW.encode(),
    "a chunk of a huge number": lambda desk: head(desk, POST, Transfer_Encoding="chunked") + b"f" * 40 + b"\r\n" + NEW.encode(),
    "chunks twice": lambda desk: head(desk, POST, Transfer_Encoding="chunked, chunked") + b"0\r\n\r\n",
    "chunks and what they are": lambda desk: head(desk, POST, Transfer_Encoding="chunked, identity") + b"0\r\n\r\n",
    "a line that ends early": lambda desk: head(desk, GET, X=f"a\nHost: 127.0.0.1:{desk.port}", Host="evil.com"),
    "an upgrade to another protocol": lambda desk: head(
        desk, GET, Upgrade="h2c", Connection="Upgrade, HTTP2-Settings, close", Host="evil.com"
    ),
    "two hosts": lambda desk: head(desk, GET, HOST="evil.com"),
    "two kinds": lambda desk: head(desk, POST, CONTENT_TYPE="text/plain", Content_Length=str(len(NEW))) + NEW.encode(),
    "a folded header": lambda desk: head(desk, GET).replace(b"Host:", b"X: a\r\n b\r\nHost: evil.com\r\nHost:"),
    "a header without end": lambda desk: head(desk, GET, X_Long="a" * 200_000),
    "headers without end": lambda desk: head(desk, GET, **{f"X_{number}": "a" * 60 for number in range(3000)}),
    "a path without end": lambda desk: head(desk, f"GET /{'a' * 200_000} HTTP/1.1"),
    "a null in the path": lambda desk: head(desk, f"GET /api/issue/{ISSUE}%00.md HTTP/1.1"),
    "bytes that are no request": lambda desk: b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc" + bytes(300) + b"\r\n\r\n",
    "the key in the query": lambda desk: head(desk, f"GET /api/shelf?key={desk.key} HTTP/1.1", Cookie=None, Origin=None),
    "the cookie of another port": lambda desk: head(desk, GET, Cookie=desk.cookie.replace(str(desk.port), "8080"), Origin=None),
    "a cookie that another port set": lambda desk: head(desk, GET, Cookie=f"briefing-desk-{desk.port}=evil", Origin=None),
    "a key that is no text": lambda desk: (
        head(desk, "POST /enter HTTP/1.1", Cookie=None, Content_Length="13") + b'{"key":[[""]]}'[:13]
    ),
    "depth without end": lambda desk: head(desk, POST, Content_Length="200000") + b"[" * 200_000,
    "a number without end": lambda desk: head(desk, POST, Content_Length="50010") + b'{"number":' + b"9" * 50_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("case", RAW)
def test_a_request_that_is_refused(standing: RunningDesk, case: str) -> None:
    answer = raw(standing, RAW[case](standing))
    assert status(answer) == 0 or 400 <= status(answer) < 500, answer[:300]
    body = answer.partition(b"\r\n\r\n")[2]
    assert ISSUE.encode() not in body
    assert b"Access-Control-Allow" not in answer
    assert not (standing.shelf / "2022-99").exists()
    assert standing.get("/api/shelf").status == 200  # it is still there for whoever may


@pytest.mark.slow
def test_heads_say_no_more_than_they_must(standing: RunningDesk) -> None:
    stranger = raw(standing, head(standing, "HEAD /api/shelf HTTP/1.1", Cookie=None, Origin=None))
    assert status(stranger) == 401
    assert stranger.partition(b"\r\n\r\n")[2] == b""


@pytest.mark.slow
def test_a_body_of_chunks_is_bounded(standing: RunningDesk) -> None:
    chunk = b"100000\r\n" + b"a" * (1 << 20) + b"\r\n"
    answer = raw(
        standing,
        head(standing, f"POST /api/issue/{ISSUE}/edit HTTP/1.1", Transfer_Encoding="chunked"),
        *[chunk] * 40,
        b"0\r\n\r\n",
    )
    assert status(answer) in (0, 413)  # it may hang up on us
    assert standing.get("/api/shelf").status == 200


@pytest.mark.slow
def test_a_thousand_ranges_take_no_time(standing: RunningDesk) -> None:
    began = time.monotonic()
    ranges = ",".join(f"{number * 2}-{number * 2}" for number in range(8_000))
    answer = standing.ask("GET", "/static/desk.js", Range=f"bytes={ranges}")
    assert answer.status in (200, 206, 400, 416)
    assert time.monotonic() - began < PATIENCE / 4


@pytest.mark.slow
def test_an_archive_that_unpacks_to_no_end(standing: RunningDesk) -> None:
    bomb = packed(*((f"{number}.docx", bytes(60 << 20)) for number in range(8)), compressed=True)
    assert len(bomb) < 4 << 20
    batch = standing.send(f"/api/issue/{ISSUE}/upload?name=x.zip", bomb).said["batch"]
    fine = "无锡市：创新机制\n\n一是加强统筹。\n".encode()
    standing.send(f"/api/issue/{ISSUE}/upload?batch={batch}&name=%E6%97%A0%E9%94%A1.txt", fine)
    told = standing.post(f"/api/issue/{ISSUE}/drafts", {"batch": batch}).said["reports"]
    assert [each["file"] for each in told] == ["x.zip", "无锡.txt"]
    assert "太多" in told[0]["refused"][0]["message"]
    assert told[1]["index"] == 0  # what is wrong with one keeps no other back


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {two} "{f"&{one};" * 10}">' for one, two in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHAPE = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata r:id="r1"/></v:shape></w:pict></w:r></w:p>'
)
TITLE = "南京市：创新机制"
DROPPED = {
    "entities of entities.docx": document(LAUGHS + paragraph("&i;")),
    "an entity of a file.docx": document('<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + paragraph("&a;")),
    "an entity of elsewhere.docx": document('<!DOCTYPE w [<!ENTITY % a SYSTEM "http://127.0.0.1:1/a"> %a;]>' + paragraph("甲")),
    "a picture of a file.docx": document(
        paragraph(TITLE) + SHAPE, f'<Relationship Id="r1" Type="{KIND}/image" Target="file:///etc/passwd" TargetMode="External"/>'
    ),
    "a picture of another part.docx": document(
        paragraph(TITLE) + SHAPE, f'<Relationship Id="r1" Type="{KIND}/image" Target="../../../../etc/passwd"/>'
    ),
    "a page with scripts.html": (
        f"<html><body><p>{TITLE}</p><script>alert(1)</script><p onclick='alert(1)'>一是<iframe src='file:///etc/passwd'></iframe></p>"
        "<img src='file:///etc/passwd'></body></html>"
    ).encode(),
    "a page of another.mht": (
        b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n"
        b'<html><body><p>a</p><object data="file:///etc/passwd"></object></body></html>'
    ),
}


@pytest.mark.slow
def test_what_was_sent_brings_nothing_with_it(standing: RunningDesk) -> None:
    """No file of the machine, no script, nothing from elsewhere, and no time to speak of."""
    began, batch = time.monotonic(), ""
    for name, data in DROPPED.items():
        sent = standing.send(f"/api/issue/{ISSUE}/upload?batch={batch}&name={name.replace(' ', '%20')}", data)
        batch = sent.said["batch"]
    said = standing.post(f"/api/issue/{ISSUE}/drafts", {"batch": batch})
    assert said.status == 200
    assert SECRET not in said.body
    reports = {each["file"]: each for each in said.said["reports"]}
    assert len(reports) == len(DROPPED)
    for name in ("entities of entities.docx", "an entity of a file.docx", "an entity of elsewhere.docx"):
        assert reports[name]["refused"]
    assert all("alert" not in each.get("markdown", "") for each in reports.values())
    assert time.monotonic() - began < PATIENCE


def drawing(content: str, *attributes: str) -> str:
    said = " ".join(('xmlns="http://www.w3.org/2000/svg"', 'viewBox="0 0 9 9"', *attributes))
    return f"<svg {said}>{content}</svg>"


RECT = '<rect width="9" height="9"/>'
PICTURES = {
    "script": drawing("<script>alert(1)</script>"),
    "event": drawing(RECT, 'onload="alert(1)"'),
    "page inside": drawing(
        '<foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml">'
        '<iframe src="/api/shelf"/></body></foreignObject>'
    ),
    "file": drawing(
        '<image width="9" height="9" xlink:href="file:///etc/passwd"/>', 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    ),
    "elsewhere": drawing('<image width="9" height="9" href="http://evil.com/a.png"/>'),
    "entities": '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + drawing("<text>&a;</text>"),
    "link": drawing(f'<a href="javascript:alert(1)">{RECT}</a>'),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", PICTURES)
def test_a_picture_does_nothing(standing: RunningDesk, case: str) -> None:
    """It is refused, or shown where no script runs and nothing is fetched."""
    answer = standing.send(f"/api/issue/{ISSUE}/picture?name={case.replace(' ', '-')}.svg", PICTURES[case].encode())
    assert answer.status in (200, 400, 409)
    if answer.status == 200:
        shown = standing.get(f"/api/issue/{ISSUE}/picture/{answer.said['name']}")
        assert shown.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert SECRET not in shown.body
        (standing.shelf / ISSUE / answer.said["name"]).unlink()


@pytest.mark.slow
def test_the_key_goes_nowhere(standing: RunningDesk) -> None:
    """Not to another page by a referrer, not into a page, not by the query, and not with a request of another site."""
    for path in ("/", f"/issue/{ISSUE}", "/enter", "/static/desk.js", "/static/enter.js"):
        answer = standing.get(path)
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert standing.key.encode() not in answer.body
        assert standing.cookie.partition("=")[2].encode() not in answer.body
    stranger = standing.ask("GET", f"/enter?key={standing.key}", Cookie="")
    assert "set-cookie" not in stranger.headers


@pytest.mark.slow
def test_what_others_of_this_machine_may_read(standing: RunningDesk) -> None:
    """The inbox and the journal are the user's own."""
    kept = standing.shelf / ".desk"
    soon(kept.exists)
    for place in [kept, *kept.rglob("*")]:
        assert not stat.S_IMODE(os.stat(place).st_mode) & 0o022, place


@pytest.mark.slow
def test_a_desk_that_begins_anew_knows_no_session_of_before(tmp_path: Path) -> None:
    """Neither for a request nor for a socket; keys of before open nothing."""
    desk = RunningDesk(shelf(tmp_path, ISSUE)).enter()
    cookie, key = desk.cookie, desk.key
    assert status(raw(desk, _socket(desk, cookie), wait=0.5)) == 101
    desk.stop()
    desk.restart()
    assert desk.ask("GET", "/api/shelf", Cookie=cookie).status == 401
    assert status(raw(desk, _socket(desk, cookie), wait=0.5)) == 403
    assert desk.post("/enter", {"key": key}).status == 403
    desk.stop()


def _socket(desk: RunningDesk, cookie: str) -> bytes:
    return head(
        desk, f"GET /api/issue/{ISSUE}/news?window=a HTTP/1.1", Cookie=cookie, Upgrade="websocket", Connection="Upgrade",
        Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==", Sec_WebSocket_Version="13",
    )  # fmt: skip


@pytest.mark.slow
def test_cookies_of_others_shut_nobody_out(standing: RunningDesk) -> None:
    """Another program of this machine has put its own beside ours, or one of the same name."""
    name, _, session = standing.cookie.partition("=")
    besides = ("{0}=evil; {1}", "{1}; {0}=evil", '_x={{"a":1}}; b="c; {1}', "x=a b,c; =; ;; {1}")
    for tossed in (each.format(name, standing.cookie) for each in besides):
        assert standing.ask("GET", "/api/shelf", Cookie=tossed).status == 200, tossed
    shapes = ("x{0}={1}", "{0}x={1}", "{0}={2}", "{0}={1}x", "a={0}={1}")
    for other in (each.format(name, session, session[:-1]) for each in shapes):
        assert standing.ask("GET", "/api/shelf", Cookie=other).status == 401, other


@pytest.mark.slow
def test_half_a_file_is_none(standing: RunningDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that is closed while it sends one: nothing is kept of it, and it is no fault of the desk's."""
    from briefing.files import cache

    batch = standing.send(f"/api/issue/{ISSUE}/upload?name=a.txt", "甲：乙\n\n一是丙。\n".encode()).said["batch"]
    with socket.create_connection(("127.0.0.1", standing.port)) as line:
        first = f"POST /api/issue/{ISSUE}/upload?batch={batch}&name=b.txt HTTP/1.1"
        line.sendall(head(standing, first, Content_Type="application/octet-stream", Content_Length="9999") + b"half")
        time.sleep(0.5)
    said = standing.post(f"/api/issue/{ISSUE}/drafts", {"batch": batch}).said
    assert [each["file"] for each in said["reports"]] == ["a.txt"]
    kept = cache.folder()
    reports = list((kept / "reports").glob("*")) if kept else []
    assert not [each for each in reports if "ClientDisconnect" in each.read_text("utf-8")]


@pytest.mark.slow
def test_a_link_is_never_followed_however_quickly_it_comes(standing: RunningDesk, tmp_path: Path) -> None:
    """A picture that is one when it is looked at, and a link when it is read."""
    path, picture = standing.shelf / ISSUE / "race.png", (ROOT / "issues/2022-08-xinxi/tu1.png").read_bytes()
    (tmp_path / "secret.png").write_bytes(SECRET)
    ends = threading.Event()

    def swap() -> None:
        other = path.with_name("race.tmp")
        while not ends.is_set():
            for make in (lambda: other.symlink_to(tmp_path / "secret.png"), lambda: other.write_bytes(picture)):
                make()
                os.replace(other, path)

    swapping = threading.Thread(target=swap)
    swapping.start()
    try:
        answers = [standing.get(f"/api/issue/{ISSUE}/picture/race.png") for _ in range(share(600, 60))]
    finally:
        ends.set()
        swapping.join()
        path.unlink()
    assert not [each for each in answers if SECRET in each.body]
    assert {each.status for each in answers} <= {200, 404}


@pytest.mark.slow
def test_nothing_that_comes_packed_is_unpacked(standing: RunningDesk) -> None:
    """A gigabyte of nothing in a megabyte: bodies are what they are."""
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    began = time.monotonic()
    for kind in ("gzip", "deflate", "br", "gzip, gzip"):
        answer = standing.ask(
            "POST",
            f"/api/issue/{ISSUE}/edit",
            bomb,
            Origin=standing.origin,
            Content_Type="application/json",
            Content_Encoding=kind,
        )
        assert answer.status == 400
    assert time.monotonic() - began < PATIENCE / 4


@pytest.mark.slow
def test_no_answer_is_shown_in_another_page_or_taken_for_what_it_is_not(standing: RunningDesk) -> None:
    """Pages, refusals, pictures, faces, what was made: whatever a frame or a script of somebody else's might ask for."""
    shutil.copyfile(ROOT / "issues/2022-08-xinxi/tu1.png", standing.shelf / ISSUE / "tu1.png")
    paths = (
        "/", "/enter", "/api/shelf", "/static/desk.js", "/page-text.css", "/nothing", "/face/x", f"/issue/{ISSUE}",
        f"/api/issue/{ISSUE}/picture/tu1.png", f"/api/issue/{ISSUE}/file/x.pdf",
    )  # fmt: skip
    try:
        for path in paths:
            for cookie in (standing.cookie, "none"):
                said = standing.ask("GET", path, Cookie=cookie).headers
                policy = said["content-security-policy"]
                assert said["x-frame-options"] == "DENY", path
                assert said["x-content-type-options"] == "nosniff"
                assert said["cross-origin-resource-policy"] == "same-origin"
                assert said["cross-origin-opener-policy"] == "same-origin"
                assert "frame-ancestors 'none'" in policy or policy.startswith("sandbox;")
                assert "unsafe" not in policy
    finally:
        (standing.shelf / ISSUE / "tu1.png").unlink()


ELSEWHERE = ("../2022-17", "/etc", "2022-17/../../x", "..", ".desk", "2022-17\x00", "C:\\2022-17", "２０２２-17", "2022-17.")


@pytest.mark.slow
@pytest.mark.parametrize("path", ELSEWHERE)
def test_an_issue_like_one_that_is_elsewhere(standing: RunningDesk, path: str) -> None:
    asked = {"number": 98, "date": "2022-12-01", "earlier": path, "house": "", "cities": []}
    assert standing.post("/api/new", asked).status in (400, 404)
    assert not (standing.shelf / "2022-98").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    "city", ["../../x", "/etc/cron.d/x", "..\\x", "CON", "a\nreports: [x]", "'\"`$(id)", "甲" * 400, 7, None, "\u202e市"]
)
def test_a_city_that_is_a_path(standing: RunningDesk, city: object) -> None:
    """What is new is in its folder, whatever it is called after."""
    before = {path for path in standing.folder.rglob("*") if ".desk" not in path.parts}
    asked = {"number": 97, "date": "2022-12-01", "earlier": "", "house": "gb9704", "cities": [city]}
    answer = standing.post("/api/new", asked)
    made = {path for path in standing.folder.rglob("*") if ".desk" not in path.parts} - before
    shutil.rmtree(standing.shelf / "2022-97", ignore_errors=True)
    assert answer.status in (200, 400, 409), answer.body
    assert b'"internal"' not in answer.body
    assert not [path for path in made if standing.shelf / "2022-97" not in (path, *path.parents)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "what", some(["edit", "setting", "order", "new", "remove", "accept", "undo", "wish", "make", "folder"], 3)
)
def test_a_change_by_reading_is_none(standing: RunningDesk, what: str) -> None:
    before = standing.texts(ISSUE)
    path = f"/api/{what}" if what in ("new", "wish") else f"/api/issue/{ISSUE}/{what}"
    assert standing.get(path).status in (404, 405)
    assert standing.texts(ISSUE) == before
