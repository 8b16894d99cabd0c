"""Files that cannot be read, as a whole or on a page: of what kind the fault is, in Chinese, and where."""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from briefing.core import bounds
from briefing.core.errors import InputError
from briefing.delivery import print_check
from briefing.preflight import archive_rules, inspection
from briefing.preflight.package_xml import parsed


def made(content: bytes = b"", pages: int = 1, picture: tuple[bytes, bool] | None = None, **entries: object) -> bytes:
    """A PDF of A4 pages, of which the first has that content, and a picture X of 5 × 5 pixels in four inks."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        if pages:
            page = document.pages[0].obj
            page.Contents = document.make_stream(content)
            if picture:
                data, packed = picture
                image = document.make_stream(zlib.compress(data) if packed else data)
                image.update(Dictionary(Subtype=Name.Image, Width=5, Height=5, BitsPerComponent=8, ColorSpace=Name.DeviceCMYK))
                if packed:
                    image.Filter = Name.FlateDecode
                page.Resources = Dictionary(XObject=Dictionary(X=image))
            for name, value in entries.items():
                page[f"/{name}"] = value
        buffer = io.BytesIO()
        document.save(buffer, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return buffer.getvalue()


def locked() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(made())) as document:
        document.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    return buffer.getvalue()


def told(data: bytes) -> list[tuple[str, str]]:
    return [(item.code, item.message) for item in inspection.preflight_foreign("a.pdf", data)[0]]


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "preflight-unreadable", "是空文件"),
        (b"\0" * 99, "preflight-unreadable", "是空文件"),
        (b"hello", "preflight-unreadable", "不是 PDF 文件"),
        (b"%PDF-1.7\n", "preflight-unreadable", "可能没有传完"),
        (locked(), "preflight-locked", "要口令"),
    ],
)
def test_a_file_that_cannot_be_opened_says_why(data: bytes, code: str, words: str) -> None:
    ((found, message),) = told(data)
    assert found == code and words in message
    archived = [item for item in archive_rules.preflight("a.pdf", data, 1) if words in item.message]
    assert [item.code for item in archived] == [code.replace("preflight", "archive")]
    assert not re.search(r"0x|stream <|[a-z]+ [a-z]+", message + archived[0].message)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"(", "没有读到底"), (b"[ [ [", "没有读到底"), (b"/OC << /a BDC", "没有读到底"), (b"BI ID", "没有读到底"),
        (b"/X cs 1 scn 0 0 9 9 re f", "页面第1步：用了没有定义的颜色 /X"),
        (b"/Pattern cs /P scn", "页面第2步：用了没有定义的颜色 /P"),
        (b"BT /F1 12 Tf (x) Tj ET", "页面第2步：用了没有定义的字体 /F1"), (b"q /X gs Q", "页面第2步：写得不合规定"),
        (b"q\n1 cm", "页面第2步：写得不合规定"), (b"(x) g", "页面第1步：写得不合规定"),
    ],
)  # fmt: skip
def test_what_a_page_cannot_be_read_for_is_told_with_its_page(content: bytes, words: str) -> None:
    found = [message for code, message in told(made(content)) if code == "preflight-unreadable"]
    assert len(found) == 1 and "第1页" in found[0] and words in found[0]


@pytest.mark.parametrize("packed", [False, True])
def test_a_picture_without_all_its_data_is_told(packed: bool) -> None:
    def short(data: bytes) -> bool:
        said = told(made(b"q 9 0 0 9 0 0 cm /X Do Q", picture=(data, packed)))
        return any("数据不够" in message for _, message in said)

    assert short(bytes(99)) and not short(bytes(100))


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (made(b"0 0 m 9 9 l S " * 99)[:1500], "preflight-unreadable", "末尾缺了一截"),
        (made(pages=0), "preflight-pages", "一页也没有"),
        (made(pages=2, UserUnit=1e30), "preflight-pages", "没有算在内"),
        (made(MediaBox=Array([0, 0, 1])), "preflight-box", "没有写明纸张大小"),
        (made(MediaBox=Array([0, 0, 10**9, 10**9])), "preflight-box", "不是纸张会有的大小"),
        (made(MediaBox=Array([0, 0, 0, 0])), "preflight-box", "不是纸张会有的大小"),
    ],
)
def test_pages_that_are_not_there_or_have_no_size_are_told(data: bytes, code: str, words: str) -> None:
    assert [code for found, message in told(data) if found == code and words in message]


def test_a_check_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(name: str, data: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr(print_check, "preflight_foreign", endless)
    file = tmp_path / "a.pdf"
    file.write_bytes(made())
    with pytest.raises(InputError) as caught:
        print_check.check_print(file)
    assert [item.code for item in caught.value.diagnostics] == ["work-limit"] and isinstance(caught.value, bounds.Exhausted)


def test_more_than_can_be_read_is_told_with_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "PREFLIGHT_WORDS", 2_000_000)
    assert not any("太多" in message for _, message in told(made(b"q Q " * 1000)))
    ((code, message),) = told(made(b"q Q " * 1_100_000))
    assert code == "preflight-unreadable" and "第1页，画的东西太多" in message


def test_xml_that_is_not_well_formed_says_where() -> None:
    for data, place in ((b"<a>\n<b></a>", "第2行"), (b"", "第1行"), (b"<a", "第1行")):
        root, (item,) = parsed(data, "a.xml")
        assert root is None and place in item.message and not re.search("[a-z]{3}", item.message)
