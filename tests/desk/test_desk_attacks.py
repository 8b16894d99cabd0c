"""Attacks: what another page of the browser, another machine, or a file that was sent might try on the desk. Each is refused, and
nothing of ours has gone out or changed. The gate by itself is in test_desk_gate.py."""

from __future__ import annotations

import contextlib
import io
import json
import os
import socket
import stat
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import browser
import pytest
from desk_editor import ISSUE, REPORT, Editor
from desk_support import PATIENCE, RunningDesk, shelf, soon
from slices import some

from briefing.desk.bodies import Unfit, file_name
from briefing.desk.incoming_routes import unpack

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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
        ("C:\\Windows\\..\\CON.docx", "CON.docx"),
        ("\\\\server\\share\\x.docx", "x.docx"),
        ("x.docx:stream", "x.docx_stream"),
        ("\ud800.docx", "_.docx"),
        ("};*{display:none}.docx", "};_{display_none}.docx"),
    ],
)
def test_a_name_is_no_way_out(told: str, name: str) -> None:
    assert file_name(told) == name


# --- archives


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes], compressed: bool = False) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return data.getvalue()


def linked(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return entry, target.encode()


def lying(data: bytes, size: int) -> bytes:
    """Its directory says that each entry has so many bytes."""
    made = bytearray(data)
    for sign, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = made.find(sign)
        while at >= 0:
            made[at + offset : at + offset + 4] = size.to_bytes(4, "little")
            at = made.find(sign, at + 4)
    return bytes(made)


def locked(data: bytes) -> bytes:
    made = bytearray(data)
    for sign, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        made[made.find(sign) + offset] |= 1
    return bytes(made)


REFUSED: dict[str, Callable[[], bytes]] = {
    "no archive": lambda: b"PK\x03\x04" + bytes(100),
    "locked": lambda: locked(packed(("a.docx", b"x"))),
    "more files than anybody sends": lambda: packed(*((f"{number}.docx", b"") for number in range(201))),
    "says that it is huge": lambda: lying(packed(("a.docx", b"x" * 100)), 0xF000_0000),
    "a name that is none": lambda: packed(("..", b"x")),
    "cut off": lambda: packed(("a.docx", bytes(5000)))[:3000],
    "another's bytes": lambda: packed(("a.docx", b"x" * 5000)).replace(b"x" * 100, b"y" * 100, 1),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_archive_that_is_refused(case: str, tmp_path: Path) -> None:
    path = tmp_path / "000-来稿.zip"
    path.write_bytes(REFUSED[case]())
    with pytest.raises(Unfit):
        unpack(path, tmp_path)
    assert not path.exists()


PLAIN = {
    "../../../../etc/cron.d/x": "000000-x",
    "/etc/passwd": "000000-passwd",
    "C:\\Windows\\system.ini": "000000-system.ini",
    "..\\..\\a.docx": "000000-a.docx",
    "a\u202ecod.exe": "000000-a_cod.exe",
    "a\nb.docx": "000000-a_b.docx",
    "<script>.docx": "000000-_script_.docx",
}


@pytest.mark.parametrize("name", PLAIN)
def test_an_archive_writes_beside_itself_only(name: str, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    path = inbox / "000-来稿.zip"
    path.write_bytes(packed((name, b"words")))
    unpack(path, inbox)
    assert [each.relative_to(tmp_path).as_posix() for each in tmp_path.rglob("*") if each.is_file()] == [f"inbox/{PLAIN[name]}"]


def test_a_link_in_an_archive_is_a_file_with_a_path_in_it(tmp_path: Path) -> None:
    path = tmp_path / "000-来稿.zip"
    path.write_bytes(packed(linked("稿件.docx", "/etc/passwd"), linked("夹", "/etc"), ("夹/passwd", b"x")))
    unpack(path, tmp_path)
    made = sorted(tmp_path.iterdir())
    assert len(made) == 3
    assert not any(each.is_symlink() for each in made)
    assert made[0].read_bytes() == b"/etc/passwd"


# --- a desk that runs


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    desk = RunningDesk(shelf(tmp_path_factory.mktemp("attacked"), ISSUE)).enter()
    yield desk
    desk.stop()


def raw(desk: RunningDesk, request: bytes, *more: bytes) -> bytes:
    """Whatever comes back for these bytes until the desk has no more to say."""
    answer = b""
    with socket.create_connection(("127.0.0.1", desk.port), timeout=PATIENCE) as line:
        with contextlib.suppress(OSError):
            for each in (request, *more):
                line.sendall(each)
        line.settimeout(3)
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
    assert standing.send(f"/api/issue/{ISSUE}/upload?name=x.zip", bomb).status == 413
    assert standing.get("/api/shelf").status == 200


def document(content: str, relations: str = "") -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    declared, _, content = content.rpartition("]>") if "]>" in content else ("", "", content)
    entries = [
        ("[Content_Types].xml", b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
        (
            "word/document.xml",
            f"{declared}{']>' if declared else ''}<w:document {space}><w:body>{content}</w:body></w:document>".encode(),
        ),
    ]
    if relations:
        entries.append(
            (
                "word/_rels/document.xml.rels",
                f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'.encode(),
            )
        )
    return packed(*entries)


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


#: In words of the text, of settings, of names: none of them is more than words.
EVIL = [
    "<script>window.struck=1</script>", "<img src=x onerror=window.struck=1>", "</style><script>window.struck=1</script>",
    "<svg onload=window.struck=1>", "\"><script>window.struck=1</script>", "</text></svg><script>window.struck=1</script>",
    "{{7*7}}{% include '/etc/passwd' %}", "};*{display:none}", "javascript:window.struck=1",
    "]]><script>window.struck=1</script>",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not browser.CHROMIUM, reason="no Chromium")
def test_words_are_words_wherever_they_are_shown(chromium: Browser, tmp_path: Path) -> None:
    folder = shelf(tmp_path, ISSUE)
    issue = folder / "issues" / ISSUE
    lines = "".join(f"一是{each.replace('<', chr(92) + '<')}。\n\n" for each in EVIL)
    table = "".join(f"| {each.replace('|', '').replace('<', chr(92) + '<')} | 1 |\n" for each in EVIL)
    title = "市：" + EVIL[0].replace("<", "\\<")
    (issue / REPORT).write_text(f"# {title}\n\n{lines}表1　{EVIL[1]}\n\n| 甲 | 乙 |\n|---|---|\n{table}", "utf-8")
    settings = (issue / "issue.yaml").read_text("utf-8")
    (issue / "issue.yaml").write_text(settings + f"signer: '{EVIL[3]}'\n" + f"permit: '{EVIL[5]}'\n", "utf-8")
    desk = RunningDesk(folder)
    editor = Editor(chromium, desk)
    editor.page.goto(f"{desk.origin}/enter#key={desk.key}&issue={ISSUE}")
    page = editor.page
    page.wait_for_selector(".report")
    soon(lambda: bool(page.evaluate("!!document.querySelector('div.sheet svg, .broken:not([hidden])')")))
    (tmp_path / "<img src=x onerror=window.struck=1>.txt").write_text(f"无锡市：{EVIL[0]}\n\n一是{EVIL[1]},落实。\n", "utf-8")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="放入 Word 文件").click()
    chosen.value.set_files(str(tmp_path / "<img src=x onerror=window.struck=1>.txt"))
    page.wait_for_selector(".account")
    page.keyboard.press("Escape")
    page.locator('[data-file="issue.yaml"]').click()
    page.wait_for_selector("#field-number")
    page.get_by_role("button", name="查找", exact=True).click()
    page.get_by_label("查找", exact=True).fill("window.struck")
    page.wait_for_timeout(800)
    assert page.evaluate("window.struck") is None
    assert (
        page.evaluate("document.querySelectorAll('.sheets script, .sheets foreignObject, .sheets [onload], .sheets a').length")
        == 0
    )
    assert page.locator("body").is_visible()
    assert [each for each in editor.complaints if "refused" not in each.lower() and "404" not in each] == []
    editor.context.close()
    desk.stop()


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
@pytest.mark.parametrize(
    "what", some(["edit", "setting", "order", "new", "remove", "accept", "undo", "wish", "make", "folder"], 3)
)
def test_a_change_by_reading_is_none(standing: RunningDesk, what: str) -> None:
    before = standing.texts(ISSUE)
    path = f"/api/{what}" if what in ("new", "wish") else f"/api/issue/{ISSUE}/{what}"
    assert standing.get(path).status in (404, 405)
    assert standing.texts(ISSUE) == before
