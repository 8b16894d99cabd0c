"""How a package for the archive is laid out: the names that its writer and its reader share."""

from __future__ import annotations

from pathlib import Path

README, CONTENTS, SUMS = "说明文件.txt", "目录.xml", "SHA256SUMS"
#: What is not in the lists: the list itself, the sums over it, and what is signed later, over the sums.
DOCUMENTS, DRAFTS, RECORD, REPORT, SCHEMAS, SIGNATURES = "电子档案/", "稿件/", "元数据/", "四性检测/", "格式/", "签名/"
#: Endings of signatures and time stamps, of a file in the package or beside it.
SIGNED = (".p7s", ".p7m", ".sig", ".asc", ".tsr", ".ses")

#: Schema → what it is called in a package.
SCHEMA_NAMES = {"record": "元数据.xsd", "contents": "目录.xsd", "report": "四性检测.xsd", "eep": "封装包.xsd"}
_FOLDER = Path(__file__).resolve().parents[1] / "schema" / "archive"


def schema(name: str) -> bytes:
    """The grammar of one of our XML files."""
    return (_FOLDER / f"{name}.xsd").read_bytes()


def role(path: str) -> str:
    """What a file is, by where it lies (类别 in the contents); "" for what is in no list."""
    if path.startswith(DOCUMENTS):
        return "定稿" if path.endswith(".docx") else "正本"
    for folder, name in ((DRAFTS, "稿件"), (RECORD, "元数据"), (REPORT, "四性检测"), (SCHEMAS, "格式")):
        if path.startswith(folder):
            return name
    return "" if path in (CONTENTS, SUMS) or path.startswith(SIGNATURES) else "说明"
