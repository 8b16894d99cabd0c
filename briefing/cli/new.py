"""briefing new."""

from __future__ import annotations

import datetime
import os
import re
import sys
from pathlib import Path
from typing import Any

import click

from briefing.building import places, sources
from briefing.cli import output
from briefing.cli.chinese import Command
from briefing.errors import BriefingError, Diagnostic, ExitCode, UsageError
from briefing.terminal import shell
from briefing.world import MAX_YAML, Root

#: From the folder of an issue. The first line gives editors such as VS Code completion and hints.
ISSUE = """\
# yaml-language-server: $schema={schema}
house: {house}
number: {number}
date: {date}
{extra}reports:
{reports}
"""

REPORT = """\
# {city}：请在这里写标题

请在这里写导语：什么会议之后，{city}做了什么，取得什么成效。

一是请写第一条做法。具体做了什么，有哪些数字，效果怎样。

二是请写第二条做法。具体做了什么，有哪些数字，效果怎样。
"""

_SEPARATORS = re.compile(r"[、，,;；\s]+")
_FORBIDDEN = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff_-]")


@click.command(
    "new",
    cls=Command,
    help="新建一期：在 issues/ 里放一个文件夹，有 issue.yaml 和每个城市一篇稿件，可以直接制作。没有写的选项会逐项询问。",
    examples=[
        ("briefing new", "逐项询问"),
        ("briefing new --number 18 --date 2022-05-20 --city 南京市 --city 苏州市", "一次写齐"),
        ("briefing new --number 18 --cities 南京市、苏州市 --house gb9704", "几个城市写在一起，换一个版式"),
    ],
)
@click.option("--number", type=click.IntRange(1, 9999), metavar="期号", help="期号，如 18。")
@click.option("--date", "day", metavar="日期", help="印发日期，如 2022-05-20。")
@click.option("--house", metavar="版式", help="版式名称，见 briefing houses；默认与最近一期相同。")
@click.option(
    "--city", "--cities", "cities", multiple=True, metavar="城市", help="供稿城市或单位，可以写几次，也可以用顿号隔开。"
)
@click.option("--folder", default="issues", metavar="文件夹", help="放在哪里；默认 issues。")
def command(number: int | None, day: str | None, house: str | None, cities: tuple[str, ...], folder: str) -> int:
    shelf = Path(folder)
    known = places.names(shelf)
    asking = sys.stdin.isatty()
    if number is None:
        number = _ask(asking, "期号", "--number", _next(known), click.IntRange(1, 9999))
    date = _date(day) if day else _date(_ask(asking, "印发日期", "--date", f"{datetime.date.today():%Y-%m-%d}", str))
    names = _split(cities) if cities else _split((_ask(asking, "供稿城市（用顿号隔开）", "--city", None, str),))
    if not names:
        raise click.UsageError("请至少写一个供稿城市，例如 --city 南京市。", click.get_current_context())
    target = shelf / f"{date.year}-{number:02d}"
    if any((shelf / name).exists() for name in {target.name, f"{date.year}-{number}"}):
        raise UsageError(
            Diagnostic(
                "issue-exists",
                f"{date.year} 年第 {number} 期已经有了：{target}",
                hint="请换一个期号，或直接修改那个文件夹里的稿件。",
            )
        )
    files = _files(target, number, date, _house(house, asking, shelf, known), names)
    sources.create(target, {name: text.encode() for name, text in files.items()})
    output.say(f"新建了 {target}/：{'、'.join(files)}")
    output.say(f"写好稿件后运行 briefing build {shell(target.name if folder == 'issues' else str(target))}")
    return ExitCode.OK


def _ask(asking: bool, what: str, option: str, default: Any, kind: Any) -> Any:
    """The answer at the terminal. Raises a usage error where nobody can be asked."""
    if not asking:
        raise click.UsageError(f"缺少{what}：请写 {option}。", click.get_current_context())
    return click.prompt(what, default=default, type=kind, err=True)


def _next(known: list[str]) -> int | None:
    """One more than the newest issue's number."""
    numbers = [int(match[1]) for name in known if (match := re.fullmatch(r"\d{4}-(\d+)", name))]
    return numbers[-1] + 1 if numbers else 1


def _date(text: str) -> datetime.date:
    parts = re.fullmatch(r"\s*(\d{4})\D(\d{1,2})\D(\d{1,2})\D?\s*", text)
    try:
        if parts:
            return datetime.date(*map(int, parts.groups()))
    except ValueError:
        pass
    raise click.UsageError(f"日期写得不对：{text}。请写成 2022-05-20。", click.get_current_context())


def _house(asked: str | None, asking: bool, shelf: Path, known: list[str]) -> str:
    from briefing.house_load import house_names
    from briefing.world import World

    houses = house_names(World(shelf))
    usual = _latest_house(shelf, known)
    default = usual if usual in houses else houses[0]
    house = asked or (click.prompt("版式", default=default, type=click.Choice(houses), err=True) if asking else default)
    if house not in houses:
        raise click.UsageError(f"没有 {house} 这个版式。可用：{'、'.join(houses)}。", click.get_current_context())
    return str(house)


def _latest_house(shelf: Path, known: list[str]) -> str:
    if not known:
        return ""
    try:
        text, _ = Root(shelf / known[-1]).text(places.ISSUE_FILE, MAX_YAML)
    except BriefingError:
        return ""
    match = re.search(r"^house:\s*([\w-]+)", text, re.MULTILINE)
    return match[1] if match else ""


def _split(cities: tuple[str, ...]) -> list[str]:
    return [name for entry in cities for name in _SEPARATORS.split(entry) if name]


def _files(target: Path, number: int, date: datetime.date, house: str, cities: list[str]) -> dict[str, str]:
    from briefing.schema import SCHEMA_FILE

    reports = {f"{index:02d}-{_FORBIDDEN.sub('', city)}.md": city for index, city in enumerate(cities, 1)}
    issue = ISSUE.format(
        schema=Path(os.path.relpath(SCHEMA_FILE, target)).as_posix(),
        house=house,
        number=number,
        date=date.isoformat(),
        extra=_open_questions(house),
        reports="\n".join(f"  - {name}" for name in reports),
    )
    return {places.ISSUE_FILE: issue} | {name: REPORT.format(city=city) for name, city in reports.items()}


def _open_questions(house: str) -> str:
    """An office's house says what its bulletin is called and who issues it; a house for everybody cannot."""
    from briefing.house_load import load_house
    from briefing.world import World

    defaults = load_house(World(Path()), house).defaults
    questions = {"nameplate": "请写报名", "offices": "请写编印机关"}
    return "".join(f"{key}: {text}\n" for key, text in questions.items() if not defaults.get(key))
