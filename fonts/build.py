"""Derive the shipped faces from their registry packages: python fonts/build.py --sources DIR [FACE ...]

Run rarely, on Debian with npm and `pip install -r fonts/requirements.txt`. The same inputs give the same
bytes. README.md says what is made of what, and why.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont
from making import charset, metrics, outlines, sources, spacing, tables

HERE = Path(__file__).resolve().parent
GPL = (
    "GPL-3.0-only WITH Font-exception-2.0: GNU General Public License, version 3, with the font exception, "
    "which is extended to this modified version.",
    "https://www.gnu.org/licenses/gpl-3.0.html",
)
OFL = (
    "OFL-1.1: This Font Software is licensed under the SIL Open Font License, Version 1.1.",
    "https://openfontlicense.org",
)


@dataclass(frozen=True)
class Face:
    """How one file is made; a face without `family` is shipped as it came."""

    file: str
    source: str
    role: str
    weight: int = 400
    family: str = ""
    licence: tuple[str, str] = OFL
    characters: str = "all"  # or "office"
    raise_by: int = 0  # 1/1000 em; moves the middle of the Han to that of the em box
    embolden: int = 0  # 1/1000 em


FACES = {
    "fangsong": Face(
        "BriefingFangsong-Regular.ttf",
        "fandol-fang",
        "fangsong",
        400,
        "Briefing Fangsong",
        GPL,
        "office",
        raise_by=70,
    ),
    "fangsong-bold": Face(
        "BriefingFangsong-Bold.ttf",
        "fandol-fang",
        "fangsong",
        700,
        "Briefing Fangsong",
        GPL,
        "office",
        raise_by=70,
        embolden=28,
    ),
    "kai": Face(
        "BriefingKai-Regular.ttf", "fandol-kai", "kai", 400, "Briefing Kai", GPL, "office", raise_by=74
    ),
    # A heavy cut declared regular: 小标宋 has one weight, and no engine shall thicken it or look for another.
    "biaosong": Face(
        "BriefingBiaosong-Regular.ttf", "noto-serif-700", "biaosong", 400, "Briefing Biaosong", OFL, "office"
    ),
    "hei": Face("BriefingHei-Regular.ttf", "noto-sans-500", "hei", 400, "Briefing Hei", OFL, "office"),
    "song": Face("BriefingSong-Regular.ttf", "noto-serif-400", "song", 400, "Briefing Song", OFL, "all"),
    "latin": Face("LiberationSerif-Regular.ttf", "liberation-serif", "latin", 400),
    "latin-bold": Face("LiberationSerif-Bold.ttf", "liberation-serif-bold", "latin", 700),
}


def make(face: Face, store: Path, target: Path) -> None:
    """Writes one face to `target`."""
    original = sources.fetch(face.source, store)
    if not face.family:
        shutil.copyfile(original, target)
        return
    font = TTFont(original, recalcTimestamp=False)
    tables.widen_marks(font)
    glyph_ids = font.getReverseGlyphMap(rebuild=True).copy()
    wanted = set(font.getBestCmap())
    if face.characters == "office":
        wanted &= charset.office(sources.read_unihan("unihan-mappings", store))
    tables.subset(font, wanted)
    if "CFF " in font:
        outlines.to_truetype(font, original, glyph_ids, face.raise_by, face.embolden)
    spacing.add_chws(font)
    tables.normalise_metrics(font)
    tables.rename(font, face.family, face.weight, *face.licence)
    font.save(target, reorderTables=True)


def write_metrics(folder: Path) -> None:
    """Writes metrics.json for all faces present in `folder`."""
    faces = {key: metrics.describe(folder / face.file, face.role, face.weight) for key, face in FACES.items()}
    roles: dict[str, dict[str, str]] = {}
    for key, face in FACES.items():
        roles.setdefault(face.role, {})[str(face.weight)] = key
    whole = {"format": 1, "roles": roles, "fallback": "song", "faces": faces}
    text = json.dumps(whole, separators=(",", ":"))
    (folder / "metrics.json").write_text(text.replace('},"', '},\n"') + "\n", encoding="ascii", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="folder for the downloads (200 MB); kept")
    parser.add_argument("--to", type=Path, default=HERE, help="folder for the faces and metrics.json")
    parser.add_argument("faces", nargs="*", metavar="FACE", help=f"of {', '.join(FACES)}; all by default")
    arguments = parser.parse_args()
    arguments.to.mkdir(parents=True, exist_ok=True)
    for key in arguments.faces or FACES:
        target = arguments.to / FACES[key].file
        make(FACES[key], arguments.sources.resolve(), target)
        print(f"{target.name}  {target.stat().st_size / 1e6:.2f} MB", flush=True)
    write_metrics(arguments.to)


if __name__ == "__main__":
    main()
