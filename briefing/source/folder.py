"""What lies in an issue's folder and is not used: nothing that looks like a manuscript is left out without a word."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from briefing.core.errors import Diagnostic, Severity, Span
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.core.suggest import folded, nearest_file
from briefing.files import filekinds
from briefing.files.world import Root
from briefing.source.report_names import same, subject

FILE = "issue.yaml"
#: A report whose file name begins so is a draft: it stays in the folder and out of the issue.
DRAFT = "_"

_MARKDOWN = frozenset({"md", "markdown", "mdown", "mkd", "mdwn", "mdtext"})
_DOCUMENTS = frozenset({"docx", "doc", "docm", "dot", "dotx", "wps", "wpt", "rtf", "odt", "fodt", "html", "htm", "mht", "mhtml"})
_PRINTED = frozenset({"pdf", "ofd", "caj", "xps", "pages"})
_OTHERS = frozenset({"xls", "xlsx", "et", "csv", "ods", "numbers", "ppt", "pptx", "dps", "odp", "key", "zip", "rar", "7z", "gz"})
_PICTURES = frozenset(
    {"png", "jpg", "jpeg", "jpe", "gif", "bmp", "tif", "tiff", "webp", "avif", "svg", "heic", "heif", "emf", "wmf"}
)
#: What editors, file managers and version control leave behind, and what makes pictures and tables.
_BACKUPS = frozenset({"bak", "tmp", "swp", "swo", "orig", "rej", "old", "part", "crdownload"})
_PROGRAMS = frozenset(
    {"py", "js", "ts", "sh", "ps1", "bat", "css", "json", "yaml", "yml", "toml", "ini", "xml", "log", "lnk", "url", "ttf", "otf",
     "ttc", "icc", "r", "m", "do", "sql", "drawio", "vsdx", "psd", "ai", "cdr", "db", "mp3", "mp4", "wav", "m4a"}
)  # fmt: skip
_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "icon\r", "readme", "license", "makefile"})
#: Findings of one kind that an editor reads one by one; a folder with more holds something else.
_SHOWN = 12
_HAN_SENTENCE = Pattern(f"[{HAN}]{{4}}|[{HAN}][，。：；、]")


def unused(root: Root, used: Collection[str], top: Span, lists: Span, pictures: Collection[str] | None) -> Iterator[Diagnostic]:
    """Findings about what nothing names. `used`: paths that issue.yaml names, as they are; `lists`: where reports are listed;
    `pictures`: paths that the reports name, None where a report could not be read."""
    return _Look(root, used, top, lists, pictures).findings()


class _Look:
    def __init__(self, root: Root, used: Collection[str], top: Span, lists: Span, pictures: Collection[str] | None) -> None:
        self._root = root
        self._top = top
        self._lists = lists
        self._pictures = pictures
        self._entries = root.entries(top)
        there = {same(entry.name) for entry in self._entries}
        # where the file system knows no case, a file is used under a name that the folder does not list
        self._used = {same(name) for name in used}
        self._used_otherwise = {folded(name) for name in self._used - there if root.exists(name)}
        self._subjects = {subject(name) for name in used}

    def findings(self) -> Iterator[Diagnostic]:
        told = 0
        loose: list[str] = []
        for name, kind in self._entries:
            if name.startswith(DRAFT) or name == FILE or (self._is_used(name) and not self._twin(name)):
                continue
            if kind == "folder":
                yield from self._inside(name)
            elif _ending(name) in _PICTURES:
                loose.append(name)
            elif found := self._one(name, kind):
                told += 1
                if told <= _SHOWN or found.severity is Severity.ERROR:
                    yield found
        if told > _SHOWN:
            message = f"文件夹里一共有 {told} 个文件没有收入本期，其余的不再一一列出"
            yield Diagnostic("file-unused", message, self._top, "请把不相干的文件移到别处。", Severity.WARNING)
        if self._pictures is not None and loose:
            yield from self._loose(loose, self._pictures)

    def _is_used(self, name: str) -> bool:
        return same(name) in self._used or folded(name) in self._used_otherwise

    def _twin(self, name: str) -> bool:
        """Whether another file's name looks the same; that one is read."""
        return same(name) != name and any(entry.name == same(name) for entry in self._entries)

    # --- files

    def _one(self, name: str, kind: str) -> Diagnostic | None:
        ending, plain = _ending(name), folded(name)
        if plain in _SYSTEM or plain.startswith("~$") or plain.endswith("~") or ending in _BACKUPS:
            return None
        if kind == "other":
            return None  # `Root.tree` tells of it
        if kind == "link":
            wrong = "打不开：是断了的链接，或者指向文件夹"
            return self._error(name, wrong, "请把文件本身复制进来。", here=True) if ending in _MARKDOWN else None
        if name.endswith(".md"):
            return self._unlisted(name)
        if "yaml" in plain or "yml" in plain:
            return self._settings(name)
        if ending in _DOCUMENTS | _PRINTED | _OTHERS and not _markdown_inside(plain):
            return self._document(name, ending)
        if _markdown_inside(plain):
            found = filekinds.kind_of(self._root.head(name))
            return self._document(name, ending) if found is not None else self._misnamed(name)
        if ending in _PROGRAMS:
            return None
        return self._sniffed(name, ending)

    def _unlisted(self, name: str) -> Diagnostic:
        kind = filekinds.kind_of(self._root.head(name))
        if kind is not None:
            return self._root.not_text(name, kind, self._lists)
        if self._twin(name):
            message = f"文件夹里有两个看起来同名的 {name}，只收入了一个"
            return Diagnostic("report-unlisted", message, self._lists, "两个名字的编码不同，请删去一个，或改名。")
        message = f"文件夹里的 {name} 没有列入 issue.yaml"
        return Diagnostic("report-unlisted", message, self._lists, f"请列入；暂不收入的文件请改名为 {DRAFT}{name}。")

    def _misnamed(self, name: str) -> Diagnostic:
        right = as_report(name)
        if self._root.exists(right):
            message = f"{name} 没有收入本期：本期用的是 {right}"
            hint = f"如果它是新稿，请用它换掉 {right}；不用的请删去，或改名为 {DRAFT}{name}。"
            return Diagnostic("file-unused", message, self._lists, hint, Severity.WARNING)
        return self._error(name, "没有收入本期：稿件的文件名要以小写的 .md 结尾", f"请改名为 {right}{self._listing()}。")

    def _error(self, name: str, what: str, hint: str, here: bool = False) -> Diagnostic:
        """`here`: shown at the file itself, not where reports are listed."""
        place = Span(self._root.name(name), 1, 1) if here else self._lists
        return Diagnostic("report-name", f"{name} {what}", place, f"{hint[:-1]}；暂不收入的请改名为 {DRAFT}{name}。")

    def _listing(self) -> str:
        return "" if self._lists == self._top else f"，并列入 {FILE}"

    def _settings(self, name: str) -> Diagnostic | None:
        if not re.search(r"issue|期", folded(name)):
            return None
        hint = f"修改要写在 {FILE} 里；不用的请删去。"
        return Diagnostic("file-unused", f"只读 {FILE}，{name} 没有用", self._top, hint, Severity.WARNING)

    def _document(self, name: str, ending: str) -> Diagnostic | None:
        if subject(name) in self._subjects:
            return None  # what a report was made from may lie beside it
        kind = filekinds.kind_of(self._root.head(name))
        importable = kind.importable if kind is not None else ending in _DOCUMENTS | {"txt", "text"}
        if importable:
            hint = f"请运行 briefing import {self._root.command(name)} -i {self._root.command('')}"
        elif ending in _PRINTED:
            hint = "请向来稿单位要它的 Word 原件，再用 briefing import 变成稿件"
        else:
            hint = "要用的内容请写进稿件"
        return self._warning(name, f"{hint}；不用的请移到别处，或改名为 {DRAFT}{name}。", ending in _OTHERS)

    def _sniffed(self, name: str, ending: str) -> Diagnostic | None:
        """A file whose ending says nothing: a text, if it holds Chinese sentences."""
        data = self._root.head(name)
        kind = filekinds.kind_of(data)
        if kind is not None:
            return self._document(name, ending) if kind.importable else None
        text = data.decode("utf-8", "ignore") if _utf8(data) else data.decode("gb18030", "ignore")
        if not _HAN_SENTENCE.search(text):
            return None
        if subject(name) in self._subjects:
            return None
        if ending in ("txt", "text"):
            return self._document(name, ending)
        return self._warning(name, f"如果是稿件，请改名为 {as_report(name)}{self._listing()}；不用的请改名为 {DRAFT}{name}。")

    def _warning(self, name: str, hint: str, slight: bool = False) -> Diagnostic:
        severity = Severity.NOTE if slight else Severity.WARNING
        return Diagnostic("file-unused", f"文件夹里的 {name} 没有收入本期", self._top, hint, severity)

    # --- folders

    def _inside(self, folder: str) -> Iterator[Diagnostic]:
        """One finding for all that a folder in the folder holds."""
        names = [entry.name for entry in self._root.entries(self._top, folder) if entry.kind == "file"]
        names = [name for name in names if not name.startswith(DRAFT) and not self._is_used(f"{folder}/{name}")]
        reports = [name for name in names if _markdown_inside(folded(name))]
        if folder.endswith(".md"):
            yield self._error(folder, "是一个文件夹，没有收入本期", "稿件要是文件。")
        elif reports:
            listed = "、".join(reports[:_SHOWN]) + (f" 等 {len(reports)} 篇" if len(reports) > _SHOWN else "")
            message = f"{folder}/ 里的 {listed} 没有收入本期：只收直接放在本期文件夹里的稿件"
            hint = f"请移到上一层，或在 {FILE} 里写成 {folder}/{reports[0]}；不用的请把文件夹改名为 {DRAFT}{folder}。"
            yield Diagnostic("file-unused", message, self._top, hint, Severity.WARNING)
        else:
            documents = [name for name in names if _ending(name) in _DOCUMENTS and subject(name) not in self._subjects]
            if documents:
                message = f"{folder}/ 里的 {'、'.join(documents[:_SHOWN])} 没有收入本期"
                hint = "要用的请用 briefing import 变成稿件。"
                yield Diagnostic("file-unused", message, self._top, hint, Severity.NOTE)

    # --- pictures

    def _loose(self, names: list[str], pictures: Collection[str]) -> Iterator[Diagnostic]:
        shown = {same(path) for path in pictures}
        left = [name for name in names if same(name) not in shown]
        if left:
            listed = "、".join(left[:_SHOWN]) + (f" 等 {len(left)} 幅" if len(left) > _SHOWN else "")
            hint = "要用的请在稿件里写 ![图中内容](文件名)；不用的可以删去。"
            yield Diagnostic("picture-unused", f"文件夹里的图片 {listed} 没有用在稿件里", self._top, hint, Severity.NOTE)


def like_settings(root: Root) -> str:
    """The file that was probably meant to be issue.yaml, "" for none."""
    names = [entry.name for entry in root.entries() if entry.kind == "file"]
    near = [name for name in names if re.match(r"issue\W|issue$", folded(name)) and _ending(name) not in _BACKUPS]
    return next((name for name in near if "y" in folded(name).partition(".")[2]), near[0] if near else "")


def nearest_picture(root: Root, path: str) -> str:
    """The picture of the folder that was probably meant by `path`, "" for none."""
    names = [entry.name for entry in root.entries() if entry.kind == "file"]
    return nearest_file(path, [name for name in names if _ending(name) in _PICTURES])


def _ending(name: str) -> str:
    """What follows the last point, by what people see: ．md and 。MD are md."""
    return folded(name).replace("。", ".").rpartition(".")[2]


def _markdown_inside(plain: str) -> bool:
    """Whether `md` or its like is among a name's endings: 04.md.txt, 04.markdown, 04.md (1)."""
    return any(re.match("[a-z]*", part)[0] in _MARKDOWN for part in plain.replace("。", ".").split(".")[1:])  # type: ignore[index]


def as_report(name: str) -> str:
    """The name that the report should have."""
    stem = PurePosixPath(name.replace("．", ".").replace("。", ".")).name
    parts = stem.split(".")
    first = next((n for n, part in enumerate(parts[1:], 1) if _markdown_inside(f".{folded(part)}")), 0)
    kept = parts[:first] if first else parts[:-1] if len(parts) > 1 and parts[-1].isascii() and parts[-1].isalpha() else parts
    return ".".join(kept).strip() + ".md"


def _utf8(data: bytes) -> bool:
    """A character may be cut at the end of what was read."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True
