"""Archive files of the example issues, made once a run; an issue with every kind of block; ways to spoil a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import example_issues
from made_once import made_once
from painted_release import write_archive, write_release
from pikepdf import Array, Dictionary, Name, String

from briefing.building import stages
from briefing.files.world import World
from briefing.typeset.composed import Composed

if TYPE_CHECKING:
    import pikepdf

NAME = "2022-08-xinxi"
LISTS = "\n\n".join(
    [
        "# 乙市：深化创建",
        "#### （1）直接写到最深的标题",
        "正文带一个脚注[^1]。",
        "1. 第一项\n2. 第二项\n   - 下级一\n   - 下级二\n3. 第三项",
        "又一段，" + "内容很长，要翻页。" * 200,
        "表1　很长的表\n\n| 名称 | 数量 |\n|---|---|\n" + "\n".join(f"| 第{n}行 | {n} |" for n in range(1, 60)),
        "[^1]: 脚注的内容。",
    ]
)


def archived(name: str = NAME) -> bytes:
    return _archived(name)


@made_once
def _archived(name: str) -> bytes:
    return write_archive(example_issues.composed(name), example_issues.source(name).world)


def everything(folder: Path) -> tuple[bytes, bytes, Composed]:
    """(release, archive, pages) of an issue with a contents list, lists, a note, a table and a paragraph over several pages."""
    folder.mkdir(parents=True)
    (folder / "issue.yaml").write_text("house: jiangsu-jingshen-wenming\nnumber: 5\ndate: 2024-03-08\ncontents: pages\n", "utf-8")
    (folder / "01.md").write_text(LISTS, "utf-8")
    shutil.copy(folder / "01.md", folder / "02.md")
    world = World(folder)
    composed = stages.compose(stages.read(folder, world))
    return write_release(composed, world), write_archive(composed, world), composed


def kinds(document: pikepdf.Pdf) -> list[tuple[str, int]]:
    """(kind, depth) of every element of the structure, in order."""

    def walk(node: pikepdf.Object, depth: int) -> Iterator[tuple[str, int]]:
        kids: pikepdf.Object | list[pikepdf.Object] = node.get("/K", [])
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield str(kid.S)[1:], depth
                yield from walk(kid, depth + 1)

    return list(walk(document.Root.StructTreeRoot, 0))


def first(document: pikepdf.Pdf, kind: str) -> pikepdf.Object:
    """The first structure element of a kind."""
    return next(item for item in document.objects if isinstance(item, Dictionary) and item.get("/S") == "/" + kind)


def without(*path: str) -> Callable[[pikepdf.Pdf], None]:
    """An edit that deletes a key of the catalogue, or of something in it."""

    def edit(document: pikepdf.Pdf) -> None:
        owner = document.Root
        for name in path[:-1]:
            owner = owner[name]
        del owner[path[-1]]

    return edit


def retag(kind: str, new: str) -> Callable[[pikepdf.Pdf], None]:
    def edit(document: pikepdf.Pdf) -> None:
        first(document, kind).S = Name("/" + new)

    return edit


def xmp(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def edit(document: pikepdf.Pdf) -> None:
        data = document.Root.Metadata.read_bytes()
        assert old in data
        document.Root.Metadata.write(data.replace(old, new))

    return edit


def font(edit: Callable[[pikepdf.Object], None]) -> Callable[[pikepdf.Pdf], None]:
    """Change a font that page 2 uses."""
    return lambda document: edit(next(iter(document.pages[1].Resources.Font.values())))


def unembed(face: pikepdf.Object) -> None:
    del face.DescendantFonts[0].FontDescriptor["/FontFile2"]


def unmap(face: pikepdf.Object) -> None:
    del face["/ToUnicode"]


def halve_map(face: pikepdf.Object) -> None:
    data = face.ToUnicode.read_bytes()
    head, _, tail = data.partition(b"beginbfchar\n")
    face.ToUnicode.write(head + b"beginbfchar\n" + tail.split(b"\n", 1)[1])


def widen(face: pikepdf.Object) -> None:
    face.DescendantFonts[0].W = Array([0, 65535, 123])


def script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = document.make_indirect(Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String("app.beep()")))


def attach(document: pikepdf.Pdf) -> None:
    document.attachments["a.txt"] = b"attached"


def silence(document: pikepdf.Pdf) -> None:
    del first(document, "Figure")["/Alt"]


def unscope(document: pikepdf.Pdf) -> None:
    del first(document, "TH")["/A"]


def unnumber(document: pikepdf.Pdf) -> None:
    del first(document, "L")["/A"]


def comment(document: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([9, 9, 20, 20]), Contents=String("改"))
    document.pages[0].Annots = Array([document.make_indirect(note)])


def ragged(document: pikepdf.Pdf) -> None:
    row = first(document, "TD").P
    row.K = Array(list(row.K)[:-1])
