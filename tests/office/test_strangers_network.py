"""Nothing goes out: LibreOffice has no network, no macros, no files but its own; no command opens a socket that leaves."""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import ROOT
from importing_support import BODY, centred, p, package, picture, r
from read_support import SOUND_PNG, ending
from slices import share

from briefing.cli.app import COMMANDS
from briefing.importing import links, session
from briefing.office import libreoffice, no_network

OFFICE = libreoffice.program()
NEEDS_OFFICE = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the filter is Linux's")


class Listener:
    """Somebody on this machine's loopback who notes what he is asked."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            with caller:
                self.heard.append(caller.recv(100))
                caller.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


# --- the kernel's wall


@LINUX
def test_a_program_without_a_network() -> None:
    """Neither it nor what it starts has a socket that leads out; what stays inside the machine works."""
    script = """
import socket
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_PACKET, socket.AF_NETLINK):
    try:
        socket.socket(family)
    except OSError as error:
        print(family.name, error.errno == 97)
socket.socket(socket.AF_UNIX).close()
socket.socketpair()[0].close()
"""
    command = ["sh", "-c", 'true; "$0" -c "$1"', sys.executable, script]
    done = subprocess.run(command, preexec_fn=no_network.shut(), capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["AF_INET", "True", "AF_INET6", "True", "AF_PACKET", "True", "AF_NETLINK", "True"]
    socket.socket(socket.AF_INET).close()  # not we


def test_an_unknown_machine_has_no_such_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "vax")
    assert no_network.shut() is None


# --- LibreOffice

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"),
        ("text", "text"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
        ("table", "table"),
    )
)
MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>'
    '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
)


def odt(body: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr(
            "content.xml",
            f'<office:document-content {SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body>'
            f"<office:text><text:p>标题在此</text:p><text:p>{BODY}</text:p>{body}</office:text></office:body>"
            "</office:document-content>",
        )
    return held.getvalue()


def framed(element: str, address: str) -> str:
    return (
        '<text:p>前<draw:frame svg:width="3cm" svg:height="3cm" text:anchor-type="as-char">'
        f'<draw:{element} xlink:href="{address}" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame>后</text:p>'
    )


def hostile(url: str, secret: Path) -> dict[str, tuple[str, bytes, list[str]]]:
    """Name → file, its bytes, and the addresses that its editor must be told."""
    file = secret.as_uri()
    section = '<text:section text:name="s"><text:section-source xlink:href="{}"/><text:p>旧的</text:p></text:section>'
    rtf = '{{\\rtf1 {{\\*\\template {0}/t.dot}} before {{\\field{{\\*\\fldinst {1} "{2}" \\\\d}}{{\\fldrslt old}}}} after\\par}}'
    return {
        "odt picture": ("a.odt", odt(framed("image", f"{url}/x.png")), [f"{url}/x.png"]),
        "odt object": ("a.odt", odt(framed("object", f"{url}/x.ods")), [f"{url}/x.ods"]),
        "odt frame": ("a.odt", odt(framed("floating-frame", f"{url}/x.html")), [f"{url}/x.html"]),
        "odt section": ("a.odt", odt(section.format(f"{url}/x.odt")), [f"{url}/x.odt"]),
        "odt own disk": ("a.odt", odt(framed("image", file)), [file]),
        "odt section of own disk": ("a.odt", odt(section.format(file)), [file]),
        "odt hyperlink": ("a.odt", odt(f'<text:p><text:a xlink:href="{url}/page">网页</text:a></text:p>'), []),
        "rtf picture": ("a.rtf", rtf.format(url, "INCLUDEPICTURE", f"{url}/r.png").encode(), [f"{url}/r.png"]),
        "rtf text": ("a.rtf", rtf.format(url, "INCLUDETEXT", f"{url}/r.rtf").encode(), [f"{url}/r.rtf"]),
        "rtf own disk": ("a.rtf", rtf.format(url, "INCLUDEPICTURE", file).encode(), [file]),
        "docx picture": (
            "a.docx",
            package(centred("标题在此") + p(r(BODY) + picture("web", "")), related={"web": ("image", f"{url}/d.png")}),
            [],  # whether a target without its mode is one, the package decides
        ),
        "html": (
            "a.html",
            f"<h1>标题在此</h1><p>{BODY}<img src='{url}/h.png'></p><link href='{url}/a.css'>".encode(),
            [f"{url}/h.png"],
        ),
    }


NAMES = list(hostile("http://127.0.0.1:1", Path("/secret")))


@NEEDS_OFFICE
@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_and_its_address_is_told(name: str, listener: Listener, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(SOUND_PNG)
    file, data, addresses = hostile(listener.url, secret)[name]
    draft = session.draft(session.open_source(data, file), "a")
    assert listener.heard == [] and not draft.pictures
    said = " ".join(f"{found.message} {found.hint}" for found in draft.findings)
    for address in addresses:
        assert address in said, said
    assert ("旧的" in draft.markdown) == ("section" in name)


FIELDS = {
    "plain": rb'{\*\fldinst INCLUDEPICTURE "FILE" \\d}',
    "without star": rb'{\fldinst INCLUDEPICTURE "FILE" \\d}',
    "small": rb'{\*\fldinst includepicture "FILE" \\d}',
    "unquoted": rb"{\*\fldinst INCLUDEPICTURE FILE \\d}",
    "split": rb'{\*\fldinst INCLUDE{}PICTURE "FILE" \\d}',
    "runs": rb'{\*\fldinst {\rtlch\fcs1 INCLUDE}{\b PICTURE }{"FILE" \\d}}',
    "by number": rb'{\*\fldinst \'49NCLUDEPICTURE "FILE" \\d}',
    "in Unicode": rb'{\*\fldinst \u73?NCLUDEPICTURE "FILE" \\d}',
    "broken": b'{\\*\\fldinst INCL\r\nUDEPICTURE "FILE" \\\\d}',
}


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_fields_that_fetch_are_taken_out_however_they_are_written(field: bytes) -> None:
    field = field.replace(b"FILE", b"file:///home/a/b.png")
    data = b"{\\rtf1 a{\\field%b{\\fldrslt old}}b{\\field{\\*\\fldinst PAGE}{\\fldrslt 7}}}" % field
    out, told = links.without_fetching(data)
    assert out.count(b"fldinst") == 1 and b"{\\*\\leftout" in out and b"{\\fldrslt old}" in out
    assert [(aside.kind, aside.address) for aside in told] == [("picture", "file:///home/a/b.png")]


def test_a_field_that_hides_its_name() -> None:
    out, _ = links.without_fetching(
        b"{\\rtf1{\\field{\\*\\fldinst " + b"\\b0" * 5_000 + b' INCLUDEPICTURE "/a.png"}{\\fldrslt old}}}'
    )
    assert b"fldinst" not in out


def test_fields_whose_picture_is_there_are_not_told() -> None:
    """Pictures pasted from a web page: the field names their address, its result holds them."""
    data = b'{\\rtf1{\\field{\\*\\fldinst INCLUDEPICTURE "http://a/b" \\\\d}{\\fldrslt{\\*\\shppict{\\pict\\pngblip 89504e}}}}}'
    out, told = links.without_fetching(data)
    assert not told and b"fldinst" not in out and b"\\pict" in out


def test_a_hostile_rtf_takes_linear_time() -> None:
    with ending():
        for piece in (b"{\\*\\fldinst ", b"\\fldinst{", b'{\\field{\\*\\fldinst LINK "a', b"\\fldinst INCLUDEPICTURE \\fldrslt "):
            links.without_fetching(b"{\\rtf1 " + piece * 1_000)


@NEEDS_OFFICE
@pytest.mark.slow
def test_a_doc_with_a_picture_elsewhere(listener: Listener) -> None:
    assert OFFICE is not None
    old = libreoffice.convert(OFFICE, odt(framed("image", f"{listener.url}/x.png")), ".odt", "doc:MS Word 97")
    draft = session.draft(session.open_source(old, "a.doc"), "a")
    assert listener.heard == [] and "标题在此" in draft.markdown and not draft.pictures


@NEEDS_OFFICE
@pytest.mark.slow
def test_a_bulletin_somebody_edited_is_printed_without_a_network(listener: Listener) -> None:
    """`prove --office` opens the DOCX that stands in build/, which may be anybody's by now."""
    assert OFFICE is not None
    data = package(centred("标题在此") + p(r(BODY) + picture("web", "")), related={"web": ("image", f"{listener.url}/d.png")})
    assert libreoffice.convert(OFFICE, data, ".docx", "pdf").startswith(b"%PDF")
    page = f"<link rel=stylesheet href='{listener.url}/a.css'><p>a<img src='{listener.url}/b.png'></p>".encode()
    assert libreoffice.convert(OFFICE, page, ".html", "pdf").startswith(b"%PDF")
    assert listener.heard == []


@NEEDS_OFFICE
def test_the_profile_speaks_of_settings_that_there_are() -> None:
    """A setting under a wrong name would be passed over without a word. (A conversion runs no macros anyhow.)"""
    ElementTree.fromstring(libreoffice._registry())
    assert OFFICE is not None
    registry = Path(OFFICE).resolve().parent.parent / "share" / "registry"
    if not (registry / "main.xcd").is_file():
        pytest.skip("LibreOffice keeps its settings elsewhere")
    known = "".join(path.read_text("utf-8") for path in registry.glob("*.xcd"))
    for path, settings in libreoffice._SETTINGS.items():
        for name in {*settings} - {"DisableActiveContent"}:  # of later versions
            assert f'oor:name="{name}"' in known, (path, name)


def test_all_that_a_program_started_ends_with_it(tmp_path: Path) -> None:
    """`soffice` is a script whose child does the work: neither outlives the limit."""
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nenv > {tmp_path}/env\n(sleep 60; touch {tmp_path}/over) &\necho $! > {tmp_path}/pid\nwait\n")
    program.chmod(0o755)
    for seconds in (0.5, 5, 50):  # a busy machine may not even have started it by then
        with pytest.raises(libreoffice.OfficeFailed):
            libreoffice.convert(str(program), b"", ".odt", "docx", seconds=seconds)
        if (tmp_path / "pid").exists() and (tmp_path / "pid").read_text():
            break
    assert not (tmp_path / "over").exists(), "nobody waited for it"
    pid = int((tmp_path / "pid").read_text())
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]:
            break
        time.sleep(0.05)
    else:
        pytest.fail("the child lives on")
    named = {line.partition("=")[0].lower() for line in (tmp_path / "env").read_text().splitlines()}
    assert not [name for name in named if "proxy" in name or name in ("display", "dbus_session_bus_address")]


# --- every command


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@LINUX
def test_no_command_opens_a_socket_that_leaves_the_machine(tmp_path: Path) -> None:
    """Every command on every example, with all that it starts, seen by the kernel."""
    for name in ("templates", "fonts"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "issues", tmp_path / "issues")
    issues = sorted(path.name for path in (ROOT / "issues").iterdir() if (path / "issue.yaml").is_file())
    issues = issues[: share(len(issues))]
    (tmp_path / "a.odt").write_bytes(odt(framed("image", "http://192.0.2.1/x.png")))
    (tmp_path / "a.docx").write_bytes(package(centred("标题在此") + p(r(BODY))))
    commands = [["--help"], ["houses"], ["doctor"], ["explain"], ["completion", "bash"]]
    for issue in issues:
        commands += [["check", issue], ["show", issue]]
        commands += [["build", issue, "--format", "pdf", "--format", "docx", "--format", "ofd"]]
        commands += [["prove", issue, "--report", *(["--office"] if OFFICE else [])]]
        commands += [["press", issue, "--for", "print"], ["press", issue, "--for", "archive"]]
        commands += [["import", f"build/{issue}/{issue}.docx", "--new", str(tmp_path / "new" / issue)]]
    commands += [["import", "a.docx", "--stdout"], *([["import", "a.odt", "--stdout"]] if OFFICE else [])]
    commands += [
        ["new", "--house", "gb9704", "--number", "1", "--date", "2030-01-01", "--city", "甲市"],
        ["build", *issues, "--jobs", "2", "--force"],
        ["verify", f"build/{issues[0]}/{issues[0]}-archive.zip"],
        ["desktop"],
        ["serve", "--no-browser"],
    ]
    assert {command[0] for command in commands} >= set(COMMANDS)
    home = tmp_path / "home"
    for number, command in enumerate(commands):
        log = tmp_path / f"trace-{number}"
        environ = {"PATH": os.environ["PATH"], "HOME": str(home), "http_proxy": "http://192.0.2.1:9", "LANG": "C.UTF-8"}
        serves = command[0] == "serve"  # until it is told to stop, to this machine alone
        done = subprocess.run(
            [*(["timeout", "--signal=INT", "8"] if serves else []), "strace", "-f", "-qq",
             "--seccomp-bpf", "-e", "trace=socket,connect,sendto,sendmsg,bind", "-o", str(log),
             sys.executable, "-P", "-m", "briefing", *command],
            cwd=tmp_path, env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1) or (serves and "http://127.0.0.1:" in done.stdout), (command, done.stderr)
        for line in log.read_text("utf-8", "replace").splitlines():
            if serves:
                assert not re.search(r"sa_family=AF_(?!UNIX|UNSPEC)(?!INET, .*inet_addr\(\"127\.0\.0\.1\"\))", line), line
                continue
            opened = re.search(r" socket\((AF_\w+)", line)
            if opened and opened[1] != "AF_UNIX":
                assert "EAFNOSUPPORT" in line, (command, line)
            assert not re.search(r"sa_family=AF_(?!UNIX|UNSPEC)", line), (command, line)
