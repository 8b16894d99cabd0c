"""The bulletins that `typography.py` has set by everybody: examples, and two made of what gives trouble."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from briefing.prove.title_breaks import Marked

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "typeset" / "data"
EXAMPLES = ("2022-17", "2022-08-xinxi", "2022-128-yaoqing")
#: Reports of a made bulletin.
_REPORTS = 24
_PICTURE = ROOT / "issues" / "2022-08-xinxi" / "tu1.png"
_PLACES = ("清河区", "白塔区", "北湖县", "东山县", "云溪区", "高新区", "南浦县", "西川县")
_YAML = """\
house: gb9704
number: {number}
date: 2024-03-08
nameplate: 工作简报
offices: 市政府办公室
recipients: {{报: 省里, 发: 各处}}
"""
_FIGURES = (
    "上半年全市GDP增长6.3%，",
    "新建5G基站1.2万个、充电桩3580个，",
    "办结率98.6%，同比提高2.4个百分点，",
    "截至2024年6月30日，",
    "PM2.5平均浓度降至28微克，",
    "12345热线受理诉求38.6万件，",
    "推行“一件事一次办”（共126项），",
    "“小切口”撬动“大文章”，",
)


def titles() -> list[Marked]:
    """All marked titles, with those of the examples."""
    files = ("marked_titles.txt", "held_out_titles.txt", "example_titles.txt")
    lines = (line for name in files for line in (DATA / name).read_text("utf-8").splitlines())
    return [Marked.of(line) for line in lines if line and not line.startswith("#")]


def bulletins(folder: Path) -> Iterator[Path]:
    """Folders of the issues; what is made is written below `folder`."""
    yield from (ROOT / "issues" / name for name in EXAMPLES)
    for number in (1, 2):
        yield write(number, folder / f"2024-0{number}")


def write(number: int, folder: Path) -> Path:
    """The first of the made bulletins, of long titles, or the second, full of digits, as `folder`."""
    marked = [title.text for title in titles()]
    return _made(folder, number, marked[4 * (number - 1) : 200 : 8], _FIGURES if number == 2 else ())


def _made(folder: Path, number: int, titles: list[str], figures: tuple[str, ...]) -> Path:
    """Reports of one to three paragraphs of clauses of 2022-17; with `figures` among them they have pictures, tables and notes,
    too."""
    clauses = re.findall(r"[\u4e00-\u9fff]{2,}[。，、；：]", (DATA / "2022-17.txt").read_text("utf-8"))
    chance = random.Random(number)
    folder.mkdir(parents=True)
    names = []
    for at, title in enumerate(titles[:_REPORTS]):
        paragraphs = []
        for _ in range(chance.randint(1, 3)):
            said = [chance.choice(clauses) for _ in range(chance.randint(5, 16))]
            said += chance.sample(figures, min(len(figures), 3))
            chance.shuffle(said)
            paragraphs.append("".join(said)[:-1].lstrip("的地得了") + "。")
        if figures:
            _furnish(paragraphs, at, folder)
        names.append(f"{at:02}.md")
        (folder / names[-1]).write_text(f"# {title}\n\n" + "\n\n".join(paragraphs) + "\n", "utf-8")
    (folder / "issue.yaml").write_text(_YAML.format(number=number) + f"reports: [{', '.join(names)}]\n", "utf-8")
    return folder


def _furnish(paragraphs: list[str], at: int, folder: Path) -> None:
    """Of three reports one with a picture, one with a table, and one with a note."""
    number = at // 3 + 1
    match at % 3:
        case 0:
            (folder / "tu.png").write_bytes(_PICTURE.read_bytes())
            paragraphs[0] = paragraphs[0][:-1] + f"（见图{number}）。"
            paragraphs.insert(1, f'![走势](tu.png "图{number}　办件量走势"){{width={100 + 10 * (at % 4)}mm}}')
        case 1:
            rows = [f"| {place} | {1200 - 37 * row} | {4.5 + row} |" for row, place in enumerate(_PLACES[: 4 + at % 5])]
            paragraphs[0] = paragraphs[0][:-1] + f"（见表{number}）。"
            paragraphs.insert(1, "\n".join([f"表{number}　办件量", "", "| 地区 | 件数 | 增长（%） |", "|---|--:|--:|", *rows]))
        case _:
            paragraphs[0] = paragraphs[0][:-1] + "[^1]。"
            paragraphs.append(f"[^1]: {paragraphs[0][:40]}。".replace("[^1]。。", "。"))
