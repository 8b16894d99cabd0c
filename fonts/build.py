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
from making import charset, dashes, metrics, outlines, sources, spacing, tables

HERE = Path(__file__).resolve().parent
GPL = (
    (
        "GPL-3.0-only WITH Font-exception-2.0: GNU General Public License, version 3, with the font exception, "
        "which is extended to this modified version."
    ),
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
    characters: str = "all"  # a key of `wanted`
    raise_by: int = 0  # 1/1000 em; moves the middle of the Han to that of the em box
    embolden: int = 0  # 1/1000 em; negative: thinned
    upright: int = 0  # 1/1000 em, what upright stems grow beyond that
    scale: float = 1.0
    dash: int = 0  # 1/1000 em, how thick — is; 0: as it came
    beside: str = ""  # the face whose missing characters this one has: Han alone, in its weight and size


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
        dash=44,
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
        dash=72,
    ),
    "kai": Face("BriefingKai-Regular.ttf", "fandol-kai", "kai", 400, "Briefing Kai", GPL, "office", raise_by=74, dash=46),
    # A heavy cut declared regular: 小标宋 has one weight, and no engine shall thicken it or look for another.
    "biaosong": Face(
        "BriefingBiaosong-Regular.ttf", "noto-serif-700", "biaosong", 400, "Briefing Biaosong", OFL, "dictionary", dash=56
    ),
    "hei": Face("BriefingHei-Regular.ttf", "noto-sans-500", "hei", 400, "Briefing Hei", OFL, "dictionary", dash=90),
    "song": Face("BriefingSong-Regular.ttf", "noto-serif-400", "song", 400, "Briefing Song", OFL, "all"),
    # What the faces above lack, drawn like them: LXGW WenKai for the brush, Hanazono Mincho for 宋体, in stroke and size as the
    # face that they stand beside (`fonts/README.md` has the figures).
    "fangsong-rare": Face(
        "BriefingFangsongRare-Regular.ttf",
        "wenkai-light",
        "fangsong-rare",
        400,
        "Briefing Fangsong Rare",
        characters="names",
        raise_by=21,
        embolden=-7,
        scale=0.95,
        beside="fangsong",
    ),
    "fangsong-rare-bold": Face(
        "BriefingFangsongRare-Bold.ttf",
        "wenkai-bold",
        "fangsong-rare",
        700,
        "Briefing Fangsong Rare",
        characters="names",
        raise_by=21,
        scale=0.95,
        beside="fangsong",
    ),
    "kai-rare": Face(
        "BriefingKaiRare-Regular.ttf",
        "wenkai-light",
        "kai-rare",
        400,
        "Briefing Kai Rare",
        characters="names",
        raise_by=26,
        embolden=-3,
        scale=0.97,
        beside="kai",
    ),
    "biaosong-rare": Face(
        "BriefingBiaosongRare-Regular.ttf",
        "hanamin-b",
        "biaosong-rare",
        400,
        "Briefing Biaosong Rare",
        characters="above",
        raise_by=-6,
        embolden=4,
        upright=46,
        beside="biaosong",
    ),
    "hei-rare": Face(
        "BriefingHeiRare-Regular.ttf",
        "wenkai-bold",
        "hei-rare",
        400,
        "Briefing Hei Rare",
        characters="above",
        raise_by=25,
        embolden=5,
        beside="hei",
    ),
    "song-rare": Face(
        "BriefingSongRare-Regular.ttf",
        "hanamin-b",
        "song-rare",
        400,
        "Briefing Song Rare",
        characters="above",
        raise_by=-6,
        beside="song",
    ),
    "latin": Face("LiberationSerif-Regular.ttf", "liberation-serif", "latin", 400),
    "latin-bold": Face("LiberationSerif-Bold.ttf", "liberation-serif-bold", "latin", 700),
}


#: Role → who sets what its own face lacks, the nearest in style and weight first; the last has all of levels 1 and 2 of GB 18030.
CHAINS = {
    "fangsong": ["fangsong-rare", "song", "song-rare"],
    "kai": ["kai-rare", "song", "song-rare"],
    "biaosong": ["biaosong-rare", "hei", "song", "song-rare"],
    "hei": ["hei-rare", "biaosong", "song", "song-rare"],
    "song": ["song-rare"],
    "latin": ["song", "song-rare"],
}
BOLD_CHAINS = {
    "fangsong": ["fangsong-rare", "biaosong", "biaosong-rare", "song"],
}


#: How a face that stands in for others (stroke 42.8) is drawn for a role: growth of upright and of level strokes
#: in 1/1000 em.
FITTED = ["song", "song-rare", "hana-a", "hana-b"]
FITS = {
    "fangsong": [-16, 2],
    "fangsong-bold": [18, 18],
    "kai": [-8, 2],
    "hei": [30, 34],
    "biaosong": [46, 4],
    # faces without a bold, drawn for bold text: as much heavier as Fangsong's
    "kai-strong": [28, 28],
    "kai-rare-strong": [28, 28],
}


def make(key: str, folder: Path, store: Path) -> Path:
    """Writes one face into `folder`, where the face that it stands beside already lies; returns its path."""
    face = FACES[key]
    target = folder / face.file
    original = sources.fetch(face.source, store)
    if not face.family:
        shutil.copyfile(original, target)
        return target
    font = TTFont(original, recalcTimestamp=False)
    if not face.beside:
        tables.widen_marks(font)
    glyph_ids = font.getReverseGlyphMap(rebuild=True).copy()
    tables.subset(font, characters(face, set(font.getBestCmap()), folder, store), plain=bool(face.beside))
    if "CFF " in font or face.beside:
        outlines.redraw(font, original, glyph_ids, face.raise_by, face.embolden, face.scale, face.upright)
    if not face.beside:
        dashes.weigh(font, face.dash)
        dashes.join(font)
        spacing.add_chws(font)
    tables.normalise_metrics(font)
    tables.rename(font, face.family, face.weight, *face.licence)
    font.save(target, reorderTables=True)
    return target


def characters(face: Face, there: set[int], folder: Path, store: Path) -> set[int]:
    """Those of its source's that a face keeps."""
    if face.characters == "all":
        return there
    seen = set(TTFont(sources.fetch("wenkai-light", store), lazy=True).getBestCmap())  # what its maker met above U+FFFF
    wanted = {code for code in seen if charset.is_han(code) and code > 0xFFFF}
    if face.characters != "above":
        wanted |= charset.tongyong(sources.read_unihan("unihan-mappings", store))
    if not face.beside:
        wanted |= charset.gb2312() | charset.marks()
        if face.characters == "dictionary":
            wanted |= charset.dictionary(sources.read_unihan("unihan-readings", store))
        return there & wanted
    return there & wanted - set(TTFont(folder / FACES[face.beside].file, lazy=True).getBestCmap())


@dataclass(frozen=True)
class Optional:
    """A face that is not shipped: too big, and rarely wanted. Its file is used as its package has it."""

    source: str
    family: str  # for messages
    raise_by: int = 0  # 1/1000 em, as above


OPTIONAL = {
    "hana-a": Optional("hanamin-a", "Hanazono Mincho A"),
    "hana-b": Optional("hanamin-b", "Hanazono Mincho B"),
    "tw-kai": Optional("tw-kai", "TW Kai", 94),
    "tw-kai-b": Optional("tw-kai-b", "TW Kai Ext B", 94),
}
OPTIONAL_CHAINS = {"song": ["hana-a", "hana-b"], "kai": ["tw-kai", "tw-kai-b", "hana-a", "hana-b"]}


def write_optional(folder: Path, store: Path) -> None:
    """Writes optional.json: what the optional faces have, known to a machine that lacks them."""
    faces = {}
    for key, face in OPTIONAL.items():
        source = sources.SOURCES[face.source]
        han = metrics.full_width_han(sources.fetch(face.source, store))
        faces[key] = {
            "file": Path(source.path).name,
            "family": face.family,
            "package": source.package,
            "sha256": source.sha256,
            "raise_by": face.raise_by,
            "default_advance": 1000,
            "coverage": metrics.edges(han),
        }
    text = json.dumps({"format": 1, "chains": OPTIONAL_CHAINS, "faces": faces}, separators=(",", ":"))
    (folder / "optional.json").write_text(text.replace('},"', '},\n"') + "\n", encoding="ascii", newline="\n")


def write_metrics(folder: Path) -> None:
    """Writes metrics.json for all faces present in `folder`."""
    faces = {key: metrics.describe(folder / face.file, face.role, face.weight) for key, face in FACES.items()}
    roles: dict[str, dict[str, str]] = {}
    for key, face in FACES.items():
        roles.setdefault(face.role, {})[str(face.weight)] = key
    chains = {"chains": CHAINS, "bold_chains": BOLD_CHAINS, "fitted": FITTED, "fits": FITS}
    whole = {"format": 2, "roles": roles, **chains, "faces": faces}
    text = json.dumps(whole, separators=(",", ":"))
    (folder / "metrics.json").write_text(text.replace('},"', '},\n"') + "\n", encoding="ascii", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="folder for the downloads (200 MB); kept")
    parser.add_argument("--to", type=Path, default=HERE, help="folder for the faces and the lists")
    parser.add_argument("faces", nargs="*", metavar="FACE", help=f"of {', '.join(FACES)}; all by default")
    arguments = parser.parse_args()
    arguments.to.mkdir(parents=True, exist_ok=True)
    for key in arguments.faces or FACES:
        target = make(key, arguments.to, arguments.sources.resolve())
        print(f"{target.name}  {target.stat().st_size / 1e6:.2f} MB", flush=True)
    write_metrics(arguments.to)
    write_optional(arguments.to, arguments.sources.resolve())


if __name__ == "__main__":
    main()
