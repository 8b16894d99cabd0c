"""Files that are not what their names say: office systems export MHT, Flat OPC and Word 2003 XML and call them .doc."""

from __future__ import annotations

import base64
import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from importing_support import BODY, LONG, SAMPLES, bold, centred, p, package, picture, r, zipped
from read_support import SOUND_PNG

from briefing.cli.app import main
from briefing.core.errors import InputError
from briefing.importing import session
from briefing.importing.session import Draft

PAGE = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=gb2312><title>无</title></head><body>
<p align=center><b>苏州市：创新机制</b></p><p>{BODY}</p><p>面积300m<sup>2</sup>，<s>三百人</s>五百人。<input type=checkbox
checked>同意</p>
<!--[if gte vml 1]><v:shape><v:imagedata src="a.files/image001.png"/></v:shape><![endif]--><![if !vml]><img
alt="活动现场" src="a.files/image001.png"><![endif]><p><span style='font-family:Wingdings'>ü</span>{LONG}</p></body></html>"""


def imported(data: bytes, file: str) -> Draft:
    draft = session.draft(session.open_source(data, file), "a")
    assert not [found for found in draft.findings if found.code == "import-lost"], draft.findings
    return draft


def web_archive(encoding: str, transfer: str) -> bytes:
    """As Word and office systems write them."""
    archive = EmailMessage()
    archive["Subject"] = "a"
    archive.make_related()
    page = EmailMessage()
    page.set_content(PAGE.encode(encoding), "text", "html", cte=transfer)
    page.replace_header("Content-Type", f'text/html; charset="{encoding}"')
    page["Content-Location"] = "file:///C:/a.htm"
    image = EmailMessage()
    image.set_content(SOUND_PNG, "image", "png")
    image["Content-Location"] = "file:///C:/a.files/image001.png"
    archive.attach(page)
    archive.attach(image)
    return b"MIME-Version: 1.0\r\n" + archive.as_bytes().replace(b"MIME-Version: 1.0\n", b"")


@pytest.mark.parametrize("encoding", ["gb2312", "utf-8"])
@pytest.mark.parametrize("transfer", ["quoted-printable", "base64"])
def test_web_archive(encoding: str, transfer: str) -> None:
    draft = imported(web_archive(encoding, transfer), "a.doc")
    assert f"# 苏州市：创新机制\n\n{BODY}\n\n面积300m²，五百人。√同意\n\n![活动现场](a-1.png)\n\n√{LONG}\n" == draft.markdown
    assert draft.pictures == {"a-1.png": SOUND_PNG}
    assert any("三百人" in found.message for found in draft.findings)


def test_page_called_docx() -> None:
    for name in ("a.docx", "a.doc", "a.wps"):
        assert imported(PAGE.replace("gb2312", "utf-8").encode(), name).markdown.startswith(f"# 苏州市：创新机制\n\n{BODY}")


def flat(data: bytes) -> bytes:
    """All parts of a DOCX in one XML."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                inner = content.decode().split("?>", 1)[-1]
                parts.append(f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{inner}</pkg:xmlData></pkg:part>')
            else:
                text = base64.encodebytes(content).decode()
                parts.append(f'<pkg:part pkg:name="/{name}"><pkg:binaryData>{text}</pkg:binaryData></pkg:part>')
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    return f'{head}<pkg:package xmlns:pkg="{space}">{"".join(parts)}</pkg:package>'.encode()


@pytest.mark.parametrize("name", ["word_styles", "pictures", "footnotes", "auto_numbers", "tracked"])
def test_flat_package(name: str) -> None:
    """The same report as from the package."""
    whole, one = imported(SAMPLES[name](), "a.docx"), imported(flat(SAMPLES[name]()), "a.doc")
    assert (one.markdown, one.pictures) == (whole.markdown, whole.pictures)


_W03 = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def word_2003() -> bytes:
    """As Word 2003 saves: lists by codes, notes and pictures in the text, sections and annotations around it."""
    lists = (
        '<w:lists><w:listDef w:listDefId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="39"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:listDef><w:list w:ilfo="1"><w:ilst w:val="0"/></w:list></w:lists>'
    )
    styles = '<w:styles><w:style w:type="paragraph" w:default="on" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>'
    count = '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="一、"/></w:listPr>'
    image = base64.b64encode(SOUND_PNG).decode()
    data = f'<w:binData w:name="wordml://01000001.png">{image}</w:binData>'
    drawn = f'<w:r><w:pict>{data}<v:shape><v:imagedata src="wordml://01000001.png"/></v:shape></w:pict></w:r>'
    note = f"<w:r><w:footnote>{p('指年度测评。')}</w:footnote></w:r>"
    words = "<w:r><w:delText>旧</w:delText></w:r>"
    gone = f'<aml:annotation aml:id="1" w:type="Word.Deletion"><aml:content>{words}</aml:content></aml:annotation>'
    power = r("2", "<w:vertAlign w:val='superscript'/>")
    body = (
        p(r("苏州市：创新机制", "<w:sz w:val='44'/>"), "<w:jc w:val='center'/>")
        + p(r("测评") + note + gone + r("面积300m") + power + r("，位居前列。" + BODY))
        + p("健全机制", count)
        + p(LONG)
        + p(drawn)
        + p("<st:place xmlns:st='urn:schemas-microsoft-com:office:smarttags'>" + r("昆山市") + "</st:place>" + r("已完成。"))
    )
    text = f"<w:wordDocument {_W03}>{lists}{styles}<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Word.Document"?>\n{text}'.encode()


def test_word_2003() -> None:
    draft = imported(word_2003(), "a.doc")
    assert draft.markdown == (
        f"# 苏州市：创新机制\n\n测评[^1]面积300m²，位居前列。{BODY}\n\n## 一、健全机制\n\n{LONG}\n\n![图片](a-1.png)\n\n"
        "昆山市已完成。\n\n[^1]: 指年度测评。\n"
    )
    assert draft.pictures == {"a-1.png": SOUND_PNG}
    assert any("删除“旧”" in found.message for found in draft.findings)


REFUSED = {
    "locked by an office's guard": (b"%TSD-Header-###%" + bytes(500), "import-encrypted", "加密软件"),
    "locked by another guard": (b"b\x14#e\x00\x00E-SafeNet\x00" + bytes(500), "import-encrypted", "加密软件"),
    "pdf": (b"%PDF-1.7\n", "import-format", "这是 PDF"),
    "photograph": (b"\xff\xd8\xff\xe0" + bytes(100), "import-format", "这是一张图片"),
    "sheet": (zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}), "import-format", "Excel"),
    "slides": (zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}), "import-format", "幻灯片"),
    "several in one": (zipped({"苏州.docx": b"x", "南京.docx": b"x"}), "import-format", "压缩包"),
    "other xml": (b'<?xml version="1.0"?><data><a>1</a></data>', "import-format", "XML"),
}
#: What carries no sign of Word, by any name; a reader of text would call the few letters in it all its words.
NO_TEXT = {
    "照片.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500),
    "照片.gif": b"GIF89a" + bytes(100),
    "照片.webp": b"RIFF\x10\0\0\0WEBPVP8 " + bytes(100),
    "录像.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(500),
    "稿件.lnk": b"L\0\0\0\x01\x14\x02\0" + bytes(100) + b"C:\\a.docx",
    "程序.exe": b"MZ\x90\0\x03\0\0\0" + bytes(100),
    "稿件.txt": b"\x1f\x8b\x08\0" + bytes(range(256)) * 4,
    "没有扩展名": bytes(range(256)) * 8,
}


@pytest.mark.parametrize("case", REFUSED)
def test_named_for_what_it_is(case: str) -> None:
    data, code, words = REFUSED[case]
    with pytest.raises(InputError) as caught:
        session.open_source(data, "a.doc")
    (found,) = caught.value.diagnostics
    assert found.code == code and words in found.message and found.hint


@pytest.mark.parametrize("name", NO_TEXT)
def test_what_is_no_text_is_not_read_as_one(name: str) -> None:
    with pytest.raises(InputError) as caught:
        session.open_source(NO_TEXT[name], name)
    (found,) = caught.value.diagnostics
    assert found.code == "import-format" and found.hint


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_of_any_encoding_is_a_text(codec: str) -> None:
    """With what old systems leave in it."""
    words = f"苏州市：创新机制\n\n{BODY}\x0c{BODY}\n\x1a"
    assert "创新机制" in imported(words.encode(codec), "a.txt").markdown


def test_files_that_word_leaves_are_passed_over(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """They are named for what they are, wherever they lie, and the others come in."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "来稿"
    folder.mkdir()
    (folder / "~$苏州.docx").write_bytes(b"\x05user" + bytes(157))
    (folder / "苏州.docx").write_bytes(
        package(centred("苏州市：创新机制") + p(BODY) + p(r("（一）") + bold("旧") + r("100 %。")))
    )
    assert main(["import", "来稿/~$苏州.docx", "来稿/苏州.docx", "-i", "5"]) == 0
    out, err = capfd.readouterr()
    assert "来稿/~$苏州.docx:1:1: 提示[import-leftover]" in err and "临时文件" in err
    assert "一字未漏" in out and "来稿/苏州.docx:3:" in err and "issues/5/苏州" not in err
    assert main(["import", "来稿/~$苏州.docx", "-i", "5"]) == 3
    assert "没有可以导入的文件" in capfd.readouterr().err


def test_a_finding_names_the_file_where_it_lies(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "来稿").mkdir()
    data = package(
        centred("苏州市：创新机制") + p(BODY) + p(r("𬭊龘" + LONG) + picture("p1")), related={"p1": ("image", "media/no.png")}
    )
    (tmp_path / "来稿" / "苏州.docx").write_bytes(data)
    assert main(["import", "来稿/苏州.docx", "-i", "5"]) == 1
    err = capfd.readouterr().err
    assert "来稿/苏州.docx:3:1: 警告[import-aside] 图片没有导入" in err


def test_what_cannot_be_set_is_told_at_once(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The importer composes what it made: a character that no face has is named with its place in the Word file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "苏州.docx").write_bytes(package(centred("苏州市：创新机制") + p(BODY) + p("此处有一个\U0001f600表情。" + LONG)))
    assert main(["import", "苏州.docx", "-i", "5"]) == 3
    out, err = capfd.readouterr()
    assert "苏州.docx:3:1: 错误[missing-glyph]" in err and "改正以后才排得出来" in out


# --- mail


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "a@b.cn", "To": "c@d.cn", "Subject": "苏州的稿件", **headers}.items():
        message[name.replace("_", "-")] = value
    return message


@pytest.mark.parametrize("as_page", [False, True])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_the_text_of_a_mail_is_the_report(as_page: bool, charset: str) -> None:
    message = mail(Message_ID="<1@b.cn>", Date="Fri, 13 May 2022 10:00:00 +0800")
    message.set_content(f"苏州市：创新机制\n\n{BODY}\n", charset=charset)
    if as_page:
        message.add_alternative(
            f"<html><body><h1>苏州市：创新机制</h1><p>{BODY}</p></body></html>", subtype="html", charset=charset
        )
    draft = imported(message.as_bytes(), "a.eml")
    assert draft.markdown == f"# 苏州市：创新机制\n\n{BODY}\n"
    assert [found.message for found in draft.findings] == ["邮件的主题没有导入：苏州的稿件"]


@pytest.mark.parametrize("name", ["苏州终稿.docx", "winmail.dat", "扫描件.pdf"])
def test_what_hangs_on_a_mail_is_named(name: str) -> None:
    message = mail()
    message.set_content("见附件。")
    message.add_attachment(b"PK\3\4", "application", "octet-stream", filename=name)
    with pytest.raises(InputError) as refused:
        session.open_source(message.as_bytes(), "a.eml")
    assert name in str(refused.value) and "另存" in refused.value.diagnostics[0].hint


def test_lines_with_a_colon_are_no_mail() -> None:
    assert imported(f"To: 各单位\nSubject: 通知\n\n{BODY}".encode(), "a.txt").markdown.startswith("# To：各单位")


def test_a_mail_of_outlook_is_called_one() -> None:
    with pytest.raises(InputError, match="Outlook 邮件"):
        session.open_source(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "__substg1.0_0037001F".encode("utf-16-le"), "a.msg"
        )


def test_what_a_browser_hides_is_told_once() -> None:
    hidden = f"<h1>苏州市：创新机制</h1><p>{BODY}<span style='COLOR:red; display : none'>内部<i hidden>口径</i></span></p>"
    draft = imported(f"<html><body>{hidden}<div hidden>登录</div></body></html>".encode(), "a.html")
    assert "内部口径" in draft.markdown
    assert [found.message for found in draft.findings] == ["隐藏的文字已显示出来：内部口径", "隐藏的文字已显示出来：登录"]
