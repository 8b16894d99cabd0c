"""briefing new."""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import click

from briefing.building import issue_names, outfit, scaffold
from briefing.cli import output
from briefing.cli.chinese import Command
from briefing.core.calling import program
from briefing.core.errors import BriefingError, Diagnostic, ExitCode, InputError, UsageError
from briefing.core.terminal import shell
from briefing.files.world import MAX_YAML, Root
from briefing.house.style import HouseStyle
from briefing.source.values import UnreadableValue, day_near
from briefing.storage import source_files

if TYPE_CHECKING:
    from briefing.files.world import World

_SEPARATORS = re.compile(r"[、，,;；/／|｜\s]+")


@click.command(
    "new",
    cls=Command,
    help="新建一期：在 issues/ 里放一个文件夹，有 issue.yaml 和每个城市一篇稿件，可以直接制作。没有写的选项会逐项询问。",
    examples=[
        ("briefing new", "逐项询问"),
        ("briefing new --number 18 --date 2022-05-20 --city 南京市 --city 苏州市", "一次写齐"),
        ("briefing new --number 18 --cities 南京市、苏州市 --house gb9704", "几个城市写在一起，换一个版式"),
        ("briefing new --from 17", "照第17期的栏目、发送范围、印数新建，不抄文字"),
        ("briefing new --to 简报", "另建一个工作文件夹，第一期也在里面"),
    ],
)
@click.option("--number", type=click.IntRange(1, 9999), metavar="期号", help="期号，如 18。")
@click.option("--date", "day", metavar="日期", help="印发日期，如 2022-05-20、5月20日。")
@click.option("--house", metavar="版式", help="版式名称，见 briefing houses；默认与上一期相同。")
@click.option(
    "--city", "--cities", "cities", multiple=True, metavar="城市", help="供稿城市或单位，可以写几次，也可以用顿号隔开。"
)
@click.option("--from", "earlier", metavar="期号", help="照这一期的样子：版式、栏目、稿件、发送范围、印数，不抄文字。")
@click.option("--folder", metavar="文件夹", help="放在哪里；默认 issues。")
@click.option("--to", "place", metavar="文件夹", help="建一个工作文件夹，这一期放在它的 issues/ 里，另有一页说明。")
@click.option("--own-house", metavar="名称", help="与 --to 一起用：在它的 templates/ 里建本单位自己的版式，沿用 --house。")
def command(
    number: int | None, day: str | None, house: str | None, cities: tuple[str, ...], earlier: str | None, folder: str | None,
    place: str | None, own_house: str | None,
) -> int:  # fmt: skip
    if place is not None and folder is not None:
        raise click.UsageError("--to 和 --folder 只写一个：--to 已经说明了放在哪里。", click.get_current_context())
    if own_house is not None and (place is None or earlier is not None):
        raise click.UsageError("--own-house 要与 --to 一起用，不与 --from 一起用。", click.get_current_context())
    own_house = None if own_house is None else outfit.named(own_house)
    workplace = None if place is None else Path(place)
    shelf = Path(folder or "issues") if workplace is None else workplace / "issues"
    known = issue_names.names(shelf)
    asking = sys.stdin.isatty()
    if earlier is not None and (cities or house):
        raise click.UsageError("--from 已经说明了版式和稿件，不用再写 --city、--house。", click.get_current_context())
    before = issue_names.locate(earlier) if earlier is not None else None
    given = number
    if number is None:
        number = _ask(asking, "期号", "--number", _next(known), click.IntRange(1, 9999))
    date = _date(day) if day else _ask(asking, "印发日期", "--date", f"{datetime.date.today():%Y-%m-%d}", _date)
    while taken := _taken(shelf, date, number):
        problem = Diagnostic(
            "issue-exists",
            f"{date.year} 年第 {number} 期已经有了：{taken}",
            hint="请换一个期号，或直接修改那个文件夹里的稿件。",
        )
        if not asking or given is not None:
            raise UsageError(problem)
        output.report([problem], {})
        number = _ask(asking, "期号", "--number", _next(known), click.IntRange(1, 9999))
    target = shelf / f"{date.year}-{number:02d}"
    if before is not None:
        made = scaffold.following(before, target, number, date)
    else:
        names = _split(cities) or _ask(asking, "供稿城市（用顿号隔开）", "--city", None, _cities)
        style = _house(house, asking, shelf, _before(known, number), workplace)
        made = scaffold.fresh(target, number, date, style, names, own_house or "")
    files = {name: text.encode() for name, text in made.files.items()}
    if workplace is None:
        source_files.create(target, files)
    else:
        extends = (own_house, style.name) if own_house else None
        added = outfit.make(workplace, outfit.Outfit(target, files, extends))
        output.say(f"工作文件夹 {workplace}/：新建了 {'、'.join(added)}")
    output.say(f"新建了 {target}/（印发日期 {date}）：{'、'.join(made.files)}")
    if made.left:
        output.say(f"没有抄的项目（各期不同，需要时请补上）：{'、'.join(made.left)}")
    output.say(f"收到的 Word 文件这样放进来：{_import_command(target, folder, workplace)}")
    output.say(f"写好稿件后运行 {_next_command(target, folder, workplace)}")
    return ExitCode.OK


def _next_command(target: Path, folder: str | None, workplace: Path | None) -> str:
    """What makes the new issue, typed from here."""
    if workplace is not None and not workplace.resolve().samefile("."):
        return f"cd {shell(str(workplace))} && {program(workplace)} build {shell(target.name)}"
    return f"briefing build {shell(str(target) if folder not in (None, 'issues') else target.name)}"


def _import_command(target: Path, folder: str | None, workplace: Path | None) -> str:
    """What puts a Word file into the new issue; through make where the checkout's Makefile is here."""
    usual = workplace is None and folder in (None, "issues")
    number = target.name.rpartition("-")[2]
    if usual and Path("Makefile").is_file() and Path("script", "setup").is_file():
        return f'make import-{int(number) if number.isdigit() else target.name} FILES="南京.docx"'
    if workplace is not None and not workplace.resolve().samefile("."):
        return f"cd {shell(str(workplace))} && {program(workplace)} import -i {shell(target.name)} 南京.docx"
    return f"briefing import -i {shell(target.name if usual else str(target))} 南京.docx"


T = TypeVar("T")


def _ask(asking: bool, what: str, option: str, default: object, kind: Callable[[str], T]) -> T:
    """The answer at the terminal, asked for again until `kind` (a type of click's or a reader) takes it. Raises a usage error
    where nobody can be asked."""
    if not asking:
        raise click.UsageError(f"缺少{what}：请写 {option}。", click.get_current_context())
    return cast(T, click.prompt(what, default=default, value_proc=kind, err=True))


def _taken(shelf: Path, date: datetime.date, number: int) -> Path | None:
    """The folder of an issue of that number."""
    for name in {f"{date.year}-{number:02d}", f"{date.year}-{number}", f"{date.year}-{number:03d}"}:
        if (shelf / name).exists():
            return shelf / name
    return None


def _cities(text: str) -> list[str]:
    names = _split((text,))
    if not names:
        raise click.UsageError("请至少写一个供稿城市。", click.get_current_context())
    return names


def _next(known: list[str]) -> int | None:
    """One more than the newest issue's number."""
    numbers = [int(match[1]) for name in known if (match := re.fullmatch(r"\d{4}-(\d+)", name))]
    return numbers[-1] + 1 if numbers else 1


def _before(known: list[str], number: int) -> str:
    """The issue that this number follows, else the newest one: its house is the likely one. "" where there is none."""
    numbered = (name for name in reversed(known) if re.fullmatch(rf"\d{{4}}-0*{number - 1}(?:-.*)?", name))
    return next(numbered, known[-1] if known else "")


def _date(text: str) -> datetime.date:
    try:
        return day_near(text, datetime.date.today())
    except UnreadableValue as problem:
        message = f"日期写得不对：{problem.reason}。请写成 2022-05-20 或 5月20日。"
        raise click.UsageError(message, click.get_current_context()) from None


def _house(asked: str | None, asking: bool, shelf: Path, before: str, workplace: Path | None) -> HouseStyle:
    from briefing.files.world import World
    from briefing.house.load import load_house, some_houses

    world = World(shelf, workplace=workplace)
    houses = some_houses(world)
    usual = "" if asked else _house_of(shelf, before)
    default = usual if usual in houses else houses[0]
    house = asked or (_chosen_house(world, houses, default) if asking else default)
    if house not in houses:
        raise click.UsageError(f"没有 {house} 这个版式。可用：{'、'.join(houses)}。", click.get_current_context())
    return load_house(world, str(house))


def _chosen_house(world: World, houses: Sequence[str], default: str) -> str:
    """The house that is picked at the terminal from a numbered list, by number, title or name."""
    from briefing.house.load import load_house

    meant: dict[str, str] = {}
    for count, name in enumerate(houses, 1):
        try:
            title = load_house(world, name).title
        except BriefingError:  # told when it is picked
            title = name
        meant |= {str(count): name, title: name, name: name}
        output.note(f"  {count}  {title}")

    def read(text: str) -> str:
        if (said := text.strip()) not in meant:
            message = f"没有“{said}”这个版式，请写上面的序号，1 至 {len(houses)}。"
            raise click.UsageError(message, click.get_current_context())
        return meant[said]

    return str(click.prompt("版式", default=str(houses.index(default) + 1), value_proc=read, err=True))


def _house_of(shelf: Path, before: str) -> str:
    if not before:
        return ""
    try:
        text, _ = Root(shelf / before).text(issue_names.ISSUE_FILE, MAX_YAML)
    except BriefingError as error:
        if error.diagnostics[0].code == "file-unreadable":  # it has a house, and another one would be taken without a word
            hint = "新的一期照它的版式；也可以用 --house 写明。"
            raise InputError(replace(error.diagnostics[0], hint=hint)) from None
        return ""
    match = re.search(r"^house:\s*([\w-]+)", text, re.MULTILINE)
    return match[1] if match else ""


def _split(cities: tuple[str, ...]) -> list[str]:
    return [name for entry in cities for name in _SEPARATORS.split(entry) if name]
