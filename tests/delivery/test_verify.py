"""Packages read back: sound ones, spoilt ones, and those made to do harm."""

from __future__ import annotations

import io
import random
import re
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import archive_support
import example_issues
import package_support as support
import press_support
import pytest
from package_support import NUMBER, found_in, packed, parts, relisted, replaced
from slices import share

from briefing.cli import main
from briefing.core import bounds
from briefing.core.errors import Diagnostic, InputError, Severity
from briefing.delivery.verifying import verify
from briefing.preflight.inspection import preflight_archive
from briefing.storage.manifest import DeliveredSet

RECORD, JSON, PDF = f"元数据/{NUMBER}.xml", f"元数据/{NUMBER}.json", f"电子档案/{NUMBER}.pdf"
DOCX = f"电子档案/{NUMBER}.docx"
Files = dict[str, bytes]
#: Where: an element of the record, or of the contents; the place in it where its grammar fails.
IN_RECORD, IN_CONTENTS, AT_RECORD = rf"a.zip/{RECORD}:\d+:1", r"a.zip/目录.xml:\d+:1", rf"a.zip/{RECORD}:\d+:\d+"


@pytest.fixture
def zipped(tmp_path: Path) -> Path:
    path = tmp_path / f"{NUMBER}.zip"
    path.write_bytes(support.package("zip"))
    return path


@pytest.mark.parametrize("form", ["zip", "eep"])
def test_a_sound_package(form: str) -> None:
    assert found_in(support.package(form), f"a.{form}") == []


def test_other_packing_is_the_same_package() -> None:
    """Somebody unpacked it and packed it again, in one folder more."""
    files = parts(support.package("zip"))
    assert found_in(packed({f"{NUMBER}/{name}": data for name, data in files.items()})) == []


# --- what was changed and left as it was


def put(path: str, data: bytes) -> Callable[[Files], None]:
    def edit(files: Files) -> None:
        files[path] = data

    return edit


def cut(path: str) -> Callable[[Files], None]:
    def edit(files: Files) -> None:
        del files[path]

    return edit


def flip(path: str) -> Callable[[Files], None]:
    def edit(files: Files) -> None:
        data = bytearray(files[path])
        data[len(data) // 2] ^= 1
        files[path] = bytes(data)

    return edit


def unlisted(files: Files) -> None:
    lines = files["SHA256SUMS"].decode().split("\n")
    files["SHA256SUMS"] = "\n".join(["", "啊" + lines[1], *lines[2:]]).encode()


LAUGHS = b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]>\n<a>&c;</a>\n'

#: What was done → (edit, code, where, words).
SPOILT: dict[str, tuple[Callable[[Files], None], str, str, str]] = {
    "a byte of the PDF": (flip(PDF), "package-checksum", r"a.zip/SHA256SUMS:\d+:1", PDF),
    "a byte of a draft": (flip("稿件/01-甲.md"), "package-checksum", r"a.zip/SHA256SUMS:\d+:1", "01-甲.md 与校验值"),
    "a draft is gone": (cut("稿件/01-甲.md"), "package-incomplete", IN_CONTENTS, "包里没有"),
    "the PDF is gone": (cut(PDF), "package-incomplete", r"a.zip/电子档案:1:1", "没有 PDF"),
    "the DOCX is gone": (cut(DOCX), "package-incomplete", IN_RECORD, "里没有"),
    "a file more": (put("稿件/木马.exe", b"MZ"), "package-extra", "a.zip/稿件/木马.exe:1:1", "不在目录里"),
    "a document more": (put("电子档案/另一份.pdf", b"%PDF"), "package-metadata", "a.zip/电子档案/另一份.pdf:1:1", "元数据里没有"),
    "no readme": (cut("说明文件.txt"), "package-incomplete", "a.zip:1:1", "没有 说明文件.txt"),
    "no contents": (cut("目录.xml"), "package-incomplete", "a.zip:1:1", "没有 目录.xml"),
    "no sums": (cut("SHA256SUMS"), "package-incomplete", "a.zip:1:1", "没有 SHA256SUMS"),
    "no record": (cut(RECORD), "package-incomplete", "a.zip/元数据:1:1", "没有元数据"),
    "two records": (put("元数据/b.xml", b"<a/>"), "package-incomplete", "a.zip/元数据:1:1", "有 2 份"),
    "a line that is no sum": (unlisted, "package-checksum", "a.zip/SHA256SUMS:2:1", "这一行不是校验值"),
    "sums in another encoding": (put("SHA256SUMS", b"\xff\xfe"), "package-checksum", "a.zip/SHA256SUMS:1:1", "UTF-8"),
    "torn contents": (replaced("目录.xml", "</目录>", ""), "package-schema", r"a.zip/目录.xml:\d+:\d+", "不是完好的 XML"),
    "contents in UTF-16": (
        put("目录.xml", b'<?xml version="1.0" encoding="UTF-16"?><a/>'), "package-schema", "a.zip/目录.xml:1:1", "UTF-16",
    ),
    "entities": (put("目录.xml", LAUGHS), "package-unsafe", "a.zip/目录.xml:2:1", "文档类型声明"),
    "entities in the record": (put(RECORD, LAUGHS), "package-unsafe", f"a.zip/{RECORD}:2:1", "文档类型声明"),
    "more marks than it can need": (put("目录.xml", b"<a>" * 200_000), "package-unsafe", "a.zip/目录.xml:1:1", "标记太多"),
}  # fmt: skip


def place_of(found: list[Diagnostic], code: str, where: str, words: str) -> bool:
    return any(item.code == code and words in item.message and re.fullmatch(where, str(item.span)) for item in found)


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_spoilt_package_is_named(spoilt: str) -> None:
    edit, code, where, words = SPOILT[spoilt]
    files = parts(support.package("zip"))
    edit(files)
    found = found_in(packed(files))
    assert place_of(found, code, where, words), found


# --- what was changed by somebody who put the lists right again


def no_archive_pdf(files: Files) -> None:
    """Another PDF in its place, the record put right as well."""
    swap(files, press_support.edited(files[PDF], lambda document: archive_support.without("/MarkInfo")(document)))


def scripted(files: Files) -> None:
    swap(files, press_support.edited(files[PDF], archive_support.script))


def swap(files: Files, data: bytes) -> None:
    old = files[PDF]
    files[PDF] = data
    for path in (RECORD, JSON):
        text = files[path].decode().replace(support.digest(old), support.digest(data))
        files[path] = text.replace(f">{len(old)}<", f">{len(data)}<").replace(f": {len(old)},", f": {len(data)},").encode()


def reported(files: Files) -> None:
    files["四性检测/自检报告.xml"] = files["四性检测/自检报告.xml"].replace('结果="合格"'.encode(), '结果="好"'.encode(), 1)


FORGED: dict[str, tuple[Callable[[Files], None], str, str, str]] = {
    "another title": (replaced(RECORD, "某某信息第5期", "某某信息第6期"), "package-metadata", IN_RECORD, "题名"),
    "another number": (replaced(RECORD, "<期号>5<", "<期号>77<"), "package-words", IN_RECORD, "期号 77"),
    "another date": (replaced(RECORD, "<日期>2024-03-08<", "<日期>2023-03-09<"), "package-words", IN_RECORD, "日期"),
    "another office": (replaced(RECORD, "<责任者>某某市", "<责任者>别的市"), "package-words", IN_RECORD, "责任者"),
    "secret": (replaced(RECORD, "<密级>公开<", "<密级>机密<"), "package-words", IN_RECORD, "密级“机密”"),
    "contents of something else": (
        replaced("目录.xml", "某某信息第5期", "别的"), "package-metadata", IN_CONTENTS, "目录的题名是“别的”",
    ),
    "more pages": (replaced(RECORD, "<页数>1<", "<页数>3<"), "archive-pages", f"a.zip/{PDF}:1:1", "成品是 3 页"),
    "pages without end": (replaced(RECORD, "<页数>1<", f"<页数>{'9' * 5000}<"), "package-schema", AT_RECORD, "页数"),
    "another 档号": (replaced(RECORD, f"<档号>{NUMBER}<", "<档号>X044<"), "package-metadata", f"a.zip/{PDF}:1:1", "不是档号"),
    "another identity": (
        replaced(RECORD, "<电子文件号>uuid:", "<电子文件号>uuid:0"), "package-metadata", IN_RECORD, "电子文件号",
    ),
    "another size": (replaced(RECORD, "<计算机文件大小>", "<计算机文件大小>1"), "package-metadata", IN_RECORD, "大小"),
    "another file's digest": (
        lambda files: files.update({RECORD: re.sub(rb">[0-9a-f]{64}<", b">" + b"0" * 64 + b"<", files[RECORD])}),
        "package-metadata", IN_RECORD, "数字摘要",
    ),
    "an element of one's own": (
        replaced(RECORD, "<聚合层次>文件</聚合层次>", "<聚合层次>文件</聚合层次><密钥>1</密钥>"), "package-schema",
        AT_RECORD, "密钥",
    ),
    "a date that is none": (replaced(RECORD, "<日期>2024-03-08<", "<日期>去年<"), "package-schema", AT_RECORD, "日期"),
    "JSON of something else": (replaced(JSON, "张三", "王五"), "package-metadata", f"a.zip/{JSON}:1:1", "王五"),
    "JSON that is none": (put(JSON, b"[" * 100_000), "package-schema", f"a.zip/{JSON}:1:1", "JSON"),
    "a role that is not its place's": (
        replaced("目录.xml", '01-甲.md" 类别="稿件"', '01-甲.md" 类别="正本"'), "package-metadata", IN_CONTENTS, "稿件",
    ),
    "a role that there is not": (
        replaced("目录.xml", '类别="稿件"', '类别="草稿"'), "package-schema", r"a.zip/目录.xml:\d+:\d+", "草稿",
    ),
    "more files than there are": (
        lambda files: files.update({"目录.xml": re.sub(r'文件数="\d+"'.encode(), '文件数="99"'.encode(), files["目录.xml"])}),
        "package-metadata", IN_CONTENTS, "文件数是 99",
    ),
    "a result that there is not": (reported, "package-schema", r"a.zip/四性检测/自检报告.xml:\d+:\d+", "好"),
    "a DOCX that is none": (put(DOCX, b"PK\3\4"), "package-unreadable", f"a.zip/{DOCX}:1:1", "DOCX"),
    "a PDF without tags": (no_archive_pdf, "archive-tags", f"a.zip/{PDF}:1:1", "标签"),
    "a PDF with a script": (scripted, "archive-active", f"a.zip/{PDF}:1:1", "JavaScript"),
    "a PDF that is none": (lambda files: swap(files, b"no PDF"), "archive-unreadable", f"a.zip/{PDF}:1:1", "读不出来"),
}  # fmt: skip


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_package_is_named(forged: str) -> None:
    edit, code, where, words = FORGED[forged]
    files = parts(support.package("zip"))
    edit(files)
    found = found_in(packed(relisted(files)))
    assert place_of(found, code, where, words), found
    assert not [item for item in found if item.code == "package-checksum"], "the lists were put right"


# --- encapsulated


WRAPPED: dict[str, tuple[Callable[[str], str], str, str]] = {
    "Base64 that is none": (lambda text: re.sub(r"(<编码数据 [^>]*>)", r"\1*", text, count=1), "package-unreadable", "Base64"),
    "a letter of the Base64": (
        lambda text: re.sub(r"(编码数据ID=[^>]*>\nJ)(.)", r"\1A", text, count=1),  # %PDF begins with JV
        "package-checksum", "校验值",
    ),
    "another title": (lambda text: text.replace("<题名>某某信息第5期<", "<题名>别的<"), "package-metadata", "封装包的题名"),
    "another 件号": (lambda text: text.replace("<室编件号>12<", "<室编件号>13<"), "package-metadata", "封装包的室编件号是“13”"),
    "a size": (lambda text: re.sub(r"<计算机文件大小>", "<计算机文件大小>1", text, count=1), "package-checksum", "写的大小"),
    "an element that has to be": (lambda text: re.sub(r"<密级>公开</密级>\n", "", text), "package-schema", "不合格式"),
    "a step that nobody took": (lambda text: text.replace("历史行为", "未来行为"), "package-schema", "未来行为"),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", WRAPPED)
def test_a_spoilt_eep_is_named(spoilt: str) -> None:
    edit, code, words = WRAPPED[spoilt]
    found = found_in(edit(support.package("eep").decode()).encode(), "a.eep")
    assert any(item.code == code and words in item.message and str(item.span).startswith("a.eep") for item in found), found


# --- made to do harm


def zip_of(*names: str, mode: int = 0, method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of one name twice
                archive.writestr(entry, b"x", method)
    return buffer.getvalue()


def directory(field: int, form: str, value: int) -> bytes:
    """A number of the central directory's first entry changed."""
    data = bytearray(zip_of("a.xml"))
    struct.pack_into(form, data, data.index(b"PK\1\2") + field, value)
    return bytes(data)


def eep_of(*names: str) -> bytes:
    one = "<编码><电子属性><计算机文件名>{}</计算机文件名></电子属性><编码数据>eA==</编码数据></编码>"
    inner = "".join(one.format(name) for name in names)
    return f'<电子文件封装包 xmlns="http://www.saac.gov.cn/standards/ERM/encapsulation">{inner}</电子文件封装包>'.encode()


HOSTILE = {
    "out of the folder": (zip_of("../a.xml"), "跑到包外"),
    "out of the folder, later": (zip_of("稿件/../../a.xml"), "跑到包外"),
    "an absolute name": (zip_of("/etc/passwd"), "绝对路径"),
    "a drive": (zip_of("C:/a.xml"), "绝对路径"),
    "a backslash": (zip_of("稿件\\..\\a.xml"), "反斜线"),
    "a control character": (zip_of("a\x1b[2J.xml"), "控制字符"),
    "no name between slashes": (zip_of("稿件//a.xml"), "不完整"),
    "a name of dots": (zip_of("稿件/. ./a.xml"), "不完整"),
    "a link": (zip_of("a.xml", mode=stat.S_IFLNK | 0o777), "链接"),
    "a pipe": (zip_of("a.xml", mode=stat.S_IFIFO | 0o600), "链接或特殊文件"),
    "one name twice": (zip_of("a.xml", "a.xml"), "重名"),
    "one name in two cases": (zip_of("A.xml", "a.XML"), "重名"),
    "one name in two forms": (zip_of("é.xml", "e\u0301.xml"), "重名"),
    "a method of one's own": (zip_of("a.xml", method=zipfile.ZIP_BZIP2), "压缩方法"),
    "a password": (directory(8, "<H", 1), "加了密"),
    "a bomb": (directory(24, "<L", bounds.PACKAGE_BYTES + 1), "太大"),
    "entities": (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "文档类型声明"),
    "an EEP that leads out": (eep_of("../a.xml"), "跑到包外"),
    "an EEP with one name twice": (eep_of("a.xml", "a.xml"), "重名"),
    "an EEP without names": (eep_of(""), "不完整"),
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_package_is_refused(hostile: str) -> None:
    data, words = HOSTILE[hostile]
    found = found_in(data)
    assert [item.code for item in found] == ["package-unsafe"] and words in found[0].message, found
    assert found[0].span is not None and found[0].span.file.startswith("a.zip")


def test_too_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "PACKAGE_PARTS", 2)
    assert [item.code for item in found_in(zip_of("a", "b", "c"))] == ["package-unsafe"]


@pytest.mark.parametrize("data", [b"", b"text", b"PK\3\4torn", b"<a/>", b"<a", b"\xff\xfe<", directory(16, "<L", 7)])
def test_what_is_no_package(data: bytes) -> None:
    found = found_in(data)
    assert {item.code for item in found} <= {"package-unreadable", "package-schema"} and found


def test_the_folder_where_it_lies(zipped: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="不是移交包") as caught:
        verify(str(tmp_path))
    assert zipped.name in caught.value.diagnostics[0].hint


def test_sums_as_other_systems_write_them() -> None:
    files = parts(support.package("zip"))
    files["SHA256SUMS"] = files["SHA256SUMS"].replace(b"  ", b" *").replace(b"\n", b"\r\n")
    assert found_in(packed(files)) == []


def test_a_package_that_was_cut_off() -> None:
    assert [item.code for item in found_in(support.package("zip")[:-30])] == ["package-unreadable"]


@pytest.mark.slow
def test_no_byte_changes_unseen() -> None:
    """Wherever one is flipped: either the files are the same, or something is said."""
    sound, chance = support.package("zip"), random.Random(19)
    before = parts(sound)
    for _ in range(share(400)):
        data = bytearray(sound)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        if not found_in(bytes(data)):
            assert parts(bytes(data)) == before


# --- the command


def test_the_command(zipped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(zipped)]) == 0
    said = capsys.readouterr().out
    assert f"档号 {NUMBER}" in said and "《某某信息第5期》" in said and "未签名；核对无误" in said
    files = parts(zipped.read_bytes())
    replaced(RECORD, "<期号>5<", "<期号>77<")(files)
    replaced(JSON, '"期号": 5', '"期号": 77')(files)
    doubtful = tmp_path / "b.zip"
    doubtful.write_bytes(packed(relisted(files)))
    assert main(["verify", str(doubtful)]) == 1
    flip(PDF)(files)
    spoilt = tmp_path / "c.zip"
    spoilt.write_bytes(packed(files))
    assert main(["verify", str(spoilt), str(zipped)]) == 3
    said, told = capsys.readouterr()
    assert "c.zip/SHA256SUMS:" in told and said.count("核对无误") == 1
    assert main(["verify", str(tmp_path / "没有.zip")]) == 2 and "package-absent" in capsys.readouterr().err
    (tmp_path / "d.zip").write_bytes(zip_of("../a"))
    assert main(["verify", str(tmp_path / "d.zip"), str(zipped)]) == 3 and "核对无误" in capsys.readouterr().out


def test_a_folder(zipped: Path, tmp_path: Path) -> None:
    folder = tmp_path / "解开"
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(folder)
    seen = verify(str(folder))
    assert seen.found == () and (seen.form, seen.number) == ("folder", NUMBER)
    (folder / "稿件/Thumbs.db").write_bytes(b"x")
    assert {item.code for item in verify(str(folder)).found} == {"package-extra"}
    (folder / "稿件/Thumbs.db").unlink()
    (folder / "稿件/链接").symlink_to("/etc/passwd")
    with pytest.raises(InputError, match="链接"):
        verify(str(folder))


def test_prove_looks_into_the_package(zipped: Path) -> None:
    made, house = DeliveredSet({}, (zipped.name,), "PDF/A-2u", 1), example_issues.source("2022-17").house
    assert preflight_archive({zipped.name: zipped.read_bytes()}, made, house) == ((zipped.name,), ())
    files = parts(zipped.read_bytes())
    flip(PDF)(files)
    for data, code in ((packed(files), "package-checksum"), (b"PK", "package-unreadable")):
        assert code in {item.code for item in preflight_archive({zipped.name: data}, made, house)[1]}


def test_signatures_are_seen_and_not_believed(zipped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    signature, stamp = b"\x30\x82\x01\x00" + b"x" * 64, b"-----BEGIN CMS-----\n"
    zipped.with_name(f"{zipped.name}.p7s").write_bytes(signature)
    assert main(["verify", str(zipped)]) == 0
    assert f"已签名（未验）：{zipped.name}.p7s" in capsys.readouterr().out
    files = parts(zipped.read_bytes()) | {"签名/SHA256SUMS.tsr": stamp}
    signed = tmp_path / "signed.zip"
    signed.write_bytes(packed(files))
    seen = verify(str(signed))
    assert seen.signatures == ("签名/SHA256SUMS.tsr",) and seen.found == ()
    signed.write_bytes(packed(files | {"签名/说明.txt": b"signed, honestly"}))
    [found] = verify(str(signed)).found
    assert (found.code, found.severity) == ("package-signature", Severity.WARNING)
