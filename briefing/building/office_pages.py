"""LibreOffice as a word processor that somebody might open the DOCX with: it sets the file with the shipped faces, to a PDF.

LibreOffice knows no `w:altName`; a fontconfig file lends the official face names to the faces that the PDF is set in.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path

from briefing.building import stages
from briefing.core.errors import Diagnostic, MissingToolError, OutputError
from briefing.files import world
from briefing.house.style import FontRole, HouseStyle
from briefing.office import libreoffice

#: A bulletin takes a second; the first start of a new profile some more.
_SECONDS = 180


#: The role whose face sets what the others lack, as the composition has it (fonts.py): whatever else is installed.
_REST: FontRole = "song"


def program() -> str | None:
    return libreoffice.program()


def version() -> str:
    """As “LibreOffice 7.4.7.2”. Raises MissingToolError."""
    return libreoffice.version(_needed())


def print_docx(docx: bytes, house: HouseStyle) -> bytes:
    """The DOCX as LibreOffice prints it. Raises MissingToolError where there is no LibreOffice, OutputError where it fails."""
    office = _needed()
    with tempfile.TemporaryDirectory(prefix="briefing-") as name:
        configuration = Path(name, "fonts.conf")
        configuration.write_text(_fontconfig(house, Path(name)), "utf-8")
        try:
            return libreoffice.convert(office, docx, ".docx", "pdf", {"FONTCONFIG_FILE": str(configuration)}, _SECONDS)
        except libreoffice.OfficeFailed as error:
            hint = "请直接用 LibreOffice 打开 DOCX 看看；若它正在别处运行，请先关闭。"
            raise OutputError(Diagnostic("office", "LibreOffice 没有把 DOCX 排出来", hint=hint)) from error


def _needed() -> str:
    office = program()
    if office is None:
        hint = "运行 briefing doctor，看怎样安装；不装也能制作。"
        raise MissingToolError(Diagnostic("office", "这台电脑上没有 LibreOffice，不能核对它怎样排 DOCX", hint=hint))
    return office


def _fontconfig(house: HouseStyle, folder: Path) -> str:
    aliases = "".join(
        f'<alias binding="same"><family>{escape(official, quote=False)}</family><prefer>'
        + "".join(f"<family>{escape(name)}</family>" for name in dict.fromkeys((*house.fonts[role], *house.fonts[_REST])))
        + "</prefer></alias>"
        for role, official in house.word_fonts.items()
        if role in house.fonts
    )
    folders = "".join(f"<dir>{escape(str(path), quote=False)}</dir>" for path in _font_folders(house))
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    return f"{head}<fontconfig>{folders}<cachedir>{escape(str(folder / 'cache'), quote=False)}</cachedir>{aliases}</fontconfig>"


def _font_folders(house: HouseStyle) -> Iterable[Path]:
    outside = world.World(Path())
    optional = (outside.optional_path(file) for file in stages.optional_faces(outside).files())
    folders = (
        outside.fonts.closed(),
        *dict.fromkeys(path.parent for path in optional if path is not None),
        *(outside.templates.closed(f"{name}/fonts") for name in house.chain),
    )
    return (folder for folder in folders if folder is not None)
