"""Files that are broken, locked, no documents, or made to harm: one Chinese sentence each, and nothing is written."""

from __future__ import annotations

import io
import os
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from importing_support import BODY, SAMPLES, centred, p, package, picture, r, zipped
from read_support import png

from briefing.cli.app import main
from briefing.core.errors import BriefingError
from briefing.importing import session

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(content: bytes) -> bytes:
    """A DOCX whose text part is `content`."""
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": content})


def body(content: str) -> bytes:
    return document(f"<w:document {SPACE}><w:body>{content}</w:body></w:document>".encode())


def nested(name: str, depth: int) -> bytes:
    return body(f"<w:{name}>" * depth + f"<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p>" + f"</w:{name}>" * depth)


def entities() -> bytes:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "哈哈哈哈"}">' for n in range(9))
    return document(f"<!DOCTYPE d [{lines}]><w:document {SPACE}><w:body><w:p>&e8;</w:p></w:body></w:document>".encode())


def locked_entries() -> bytes:
    """ZIP's own encryption: bit 0 of the flags, in both headers."""
    data = bytearray(SAMPLES["leads"]())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(signature, place + 4)
    return bytes(data)


def spoilt(data: bytes) -> bytes:
    """A few bytes of the text part changed, so that its checksum is wrong."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.getinfo("word/document.xml")
    start = entry.header_offset + 60
    return data[:start] + bytes(byte ^ 0x55 for byte in data[start : start + 40]) + data[start + 40 :]


def sized(content: bytes, size: int) -> bytes:
    """A DOCX whose directory says that its text part unpacks to `size` bytes."""
    data = bytearray(document(content))
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    data[place + 24 : place + 28] = struct.pack("<I", size)
    return bytes(data)


_DEEP_FLAT = (
    b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
    b'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>'
    + b"<a>" * 20_000
    + b"</a>" * 20_000
    + b"</pkg:xmlData></pkg:part></pkg:package>"
)
CASES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.docx", lambda: b"", "import-format"),
    "blank": ("a.txt", lambda: " \n\t\r\n　\n".encode(), "import-empty"),
    "noise": ("a.docx", lambda: random.Random(5).randbytes(5000), "import-format"),
    "binary text": ("a.txt", lambda: random.Random(6).randbytes(5000), "encoding-unknown"),
    "half": ("a.docx", lambda: SAMPLES["leads"]()[:-200], "import-damaged"),
    "checksum": ("a.docx", lambda: spoilt(SAMPLES["leads"]()), "import-damaged"),
    "locked": ("a.docx", lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "import-encrypted"),
    "locked entries": ("a.docx", locked_entries, "import-encrypted"),
    "spreadsheet": ("a.docx", lambda: zipped({"xl/workbook.xml": "<workbook/>"}), "import-format"),
    "no body": ("a.docx", lambda: document(f"<w:document {SPACE}/>".encode()), "import-format"),
    "no text": ("a.docx", lambda: body("<w:p/><w:p/>"), "import-empty"),
    "title only": ("a.docx", lambda: package(centred("只有标题")), "import-empty"),
    "not xml": ("a.docx", lambda: document(b"<w:document><w:body>"), "import-damaged"),
    "not utf-8": ("a.docx", lambda: document(b"<a>\xff\xfe\xb0</a>"), "import-damaged"),
    "entities": ("a.docx", entities, "import-damaged"),
    "external entity": (
        "a.docx",
        lambda: document(b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'),
        "import-damaged",
    ),
    "deep wrappers": ("a.docx", lambda: nested("ins", 20_000), "import-damaged"),
    "deep controls": ("a.docx", lambda: nested("sdt", 3_000), "import-damaged"),
    "deep flat package": ("a.doc", lambda: _DEEP_FLAT, "import-damaged"),
    "deep page": ("a.html", lambda: ("<div>" * 3000 + "深" + "</div>" * 3000).encode(), "import-damaged"),
    "bomb": ("a.docx", lambda: document(b" " * (31 << 20)), "import-size"),
    "large bomb": ("a.docx", lambda: sized(b" ", 500 << 20), "import-size"),
    "liar": ("a.docx", lambda: sized(b" " * (20 << 20), 1000), "import-damaged"),
    "crowd": ("a.docx", lambda: zipped({f"{n}": "" for n in range(5_001)}), "import-size"),
}


@pytest.mark.parametrize("case", CASES)
def test_refused(
    case: str, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """By the command, as an editor meets it; the issue's folder is as before."""
    name, make, code = CASES[case]
    (tmp_path / name).write_bytes(make())
    before = {path.name: path.read_bytes() for path in sample.iterdir()}
    monkeypatch.chdir(tmp_path)
    assert main(["import", name, "-i", "5"]) == 3
    out, err = capfd.readouterr()
    assert out == "" and f"{name}:" in err and f"[{code}]" in err and "建议：" in err
    assert "Traceback" not in err and "程序内部出错" not in err
    assert {path.name: path.read_bytes() for path in sample.iterdir()} == before


def test_too_large(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    with (tmp_path / "a.docx").open("wb") as stream:
        stream.truncate(300 << 20)
    monkeypatch.chdir(tmp_path)
    assert main(["import", "a.docx", "-i", "5"]) == 3
    assert "[file-size]" in capfd.readouterr().err


def test_what_is_no_file(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "pipe.docx")
    for name in ("没有.docx", "issues", "pipe.docx"):
        assert main(["import", name, "-i", "5"]) == 2
        assert "[no-import]" in capfd.readouterr().err


def test_links_that_lead_out_are_not_followed() -> None:
    """A picture's part outside the package, or on the network, is named and not fetched."""
    data = package(
        centred("标题在此") + p(r(BODY) + picture("out", "外面的图")) + p(r(BODY) + picture("web", "网上的图")),
        related={"out": ("image", "../../../../etc/passwd"), "web": ("image", "http://example.org/a.png")},
    )
    draft = session.draft(session.open_source(data, "a.docx"), "a")
    assert not draft.pictures
    said = [found.message for found in draft.findings if found.code == "import-aside"]
    assert said == ["图片没有导入：外面的图", "图片没有导入：网上的图"]


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\nxx", b"GIF89a" + bytes(50), b"\x01\0\0\0" + bytes(80), png(60_000, 60_000)])
def test_pictures_that_are_none(data: bytes) -> None:
    """The text comes in; the picture is named, kept aside or found wrong, never drawn."""
    source = package(
        centred("标题在此") + p(BODY) + p(picture("p1", "坏图")), {"media/a.png": data}, {"p1": ("image", "media/a.png")}
    )
    draft = session.draft(session.open_source(source, "a.docx"), "a")
    assert BODY in draft.markdown
    assert any(found.code.startswith(("import-picture", "picture")) for found in draft.findings)


def test_numbers_that_are_absurd() -> None:
    """Spans, levels, sizes and list starts of any value."""
    cell = "<w:tc><w:tcPr><w:gridSpan w:val='{}'/></w:tcPr><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc>"
    row = "<w:tr><w:trPr><w:gridBefore w:val='99999999'/></w:trPr>" + cell.format("1e300") + cell.format("-5") + "</w:tr>"
    heading = "<w:p><w:pPr><w:outlineLvl w:val='{}'/></w:pPr><w:r><w:rPr><w:sz w:val='x'/></w:rPr><w:t>小标题</w:t></w:r></w:p>"
    text = f"<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p>"
    data = body(text + heading.format("nan") + heading.format("-3") + heading.format("10e9") + f"<w:tbl>{row * 3}</w:tbl>" + text)
    draft = session.draft(session.open_source(data, "a.docx"), "a", title="标题")
    assert draft.markdown.count("格") == 6 and not [found for found in draft.findings if found.code == "import-lost"]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Names, attributes and elements of the XML parts changed at random, packed again as a sound ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(chance.randint(1, 6)):
        name = chance.choice(sorted(files))
        held = files[name]
        part = bytearray(held if isinstance(held, bytes) else b"")
        if not part:
            continue
        place = chance.randrange(len(part))
        kind = chance.randrange(5)
        if kind == 0:
            part[place] = chance.randrange(256)
        elif kind == 1:
            del part[place : place + chance.randint(1, 40)]
        elif kind == 2:  # an element again, or somewhere else
            start = part.find(b"<w:", place)
            end = part.find(b">", start + chance.randint(0, 300)) + 1
            part[place:place] = part[start:end]
        elif kind == 3:
            old, new = (
                chance.choice([b"w:p>", b"w:r>", b"w:tc>", b"w:tr>", b"w:tbl>", b"w:ins ", b"w:del ", b"w:val"]) for _ in "ab"
            )
            part = part.replace(old, new)
        else:
            numbers = [place for place in range(len(part)) if 48 <= part[place] <= 57]
            if numbers:
                part[chance.choice(numbers)] = chance.choice(b"09-.x")
        files[name] = bytes(part)
    return zipped(files)


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_mutated_files_are_read_or_refused(name: str) -> None:
    """A sound package with spoilt parts: a draft that has been accounted for, or a refusal; nothing else is raised."""
    chance = random.Random(zlib.crc32(name.encode()))
    data = SAMPLES[name]()
    for _ in range(300):
        spoilt = mutated(data, chance)
        try:
            session.draft(session.open_source(spoilt, "a.docx"), "a")
        except BriefingError as error:
            assert all(found.message and found.hint for found in error.diagnostics)
