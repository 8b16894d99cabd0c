"""What the 印刷通知单 says, row by row; what nobody stated is left to be filled in by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from briefing.output.palette import BLACK

if TYPE_CHECKING:
    from briefing.press.impose import Side
    from briefing.press.ticket import Ticket

#: Characters of one row of the ticket's table, some ten lines.
ROW = 300
BLANK = "＿" * 8
#: Names of sides that are listed one by one.
_LISTED = 6

#: GB/T 9704-2012 §6: what a finished copy is held against.
_ACCEPTANCE = (
    "照 GB/T 9704—2012 第6章：版面干净无底灰，字迹清楚无断划，版心不斜，误差不超过1毫米",
    "正反两面页码套正，误差不超过2毫米",
    "不掉页，相邻两页页码高低误差不超过4毫米",
    "裁切后成品尺寸误差不超过2毫米，四角成90°，无毛茬、缺损",
)
_FASTENED = {
    "fold staples": "两钉的外眼距上下边各70毫米，误差不超过4毫米，钉锯在折缝上，无坏钉、漏钉、重钉，钉脚平伏牢固",
    "side staples": "两钉的外眼距上下边各70毫米，误差不超过4毫米，钉锯距书脊3毫米至5毫米，无坏钉、漏钉、重钉，钉脚平伏牢固",
    "corner staple": "钉在左上角，距上边、左边各约8毫米，钉脚平伏",
    "glue": "书背平直，粘牢，封面与书芯吻合、包紧、包平、不脱落",
    "none": "",
}


def rows(ticket: Ticket) -> list[tuple[str, str]]:
    """Label and text; a text that is too long for a row goes on in rows without a label."""
    width, height = ticket.trim_mm
    found = [
        ("印件", f"{ticket.title}（{ticket.name}）"),
        *([("密级", f"{ticket.secrecy}；{_SECRET}")] if ticket.secrecy else []),
        ("印发日期", in_words(ticket.date) or BLANK),
        ("印数", _copies(ticket)),
        *_numbered(ticket),
        ("页数", f"{ticket.pages}页{_blanks(ticket)}"),
        (
            "成品尺寸",
            f"{width:g}×{height:g}毫米，" + (f"出血{ticket.bleed_mm:g}毫米" if ticket.bleed_mm else "无出血"),
        ),
        ("纸张", ticket.paper),
        ("用纸", _paper(ticket)),
        ("放损", _waste(ticket)),
        *_apart(ticket),
        ("墨色", _inks(ticket)),
        ("印版", _plates(ticket)),
        ("印刷", _printing(ticket)),
        ("装订", _binding(ticket)),
        ("文件标准", f"{ticket.standard}，{ticket.condition}，黑色叠印"),
        ("交货", _delivery(ticket)),
        ("联系人", ticket.contact or BLANK),
        ("验收", "；".join(_ACCEPTANCE)),
        *([("", fastened)] if (fastened := _FASTENED[ticket.bound.binding.fastening]) else []),
        ("付印", f"可以付印。签字：{BLANK}　日期：{BLANK}"),
    ]
    return [row for name, text in found for row in _rows(name, text)]


_SECRET = "由有资质的印刷单位承印；印版、校样、废页和多余份数清点登记后销毁，不留存"


def _copies(ticket: Ticket) -> str:
    copies = "＿＿＿份" if ticket.copies is None else f"{ticket.copies}份"
    spares = f"，另备{ticket.spares}份" if ticket.spares else ""
    return copies + spares


def _numbered(ticket: Ticket) -> list[tuple[str, str]]:
    """Every number is accounted for: whose it is, and what becomes of copies that nobody gets."""
    run = ticket.numbers
    if run is None:
        return []
    spare = run.spares
    parts = [f"{'—'.join(run.written)}，各份首页右上已编好，另见 -booklets.pdf 和 -register"]
    parts += [f"备份{spare.numbers}"] if spare else []
    parts.append("印坏的照原号补印一份，坏的和多的按份号登记" + ("，当面销毁" if ticket.secrecy else ""))
    return [("份号", "；".join(parts))]


def _blanks(ticket: Ticket) -> str:
    blanks = ticket.bound.imposition.blanks
    if not blanks:
        return ""
    where = "在版记页之前，空白页和版记页都不编页码" if ticket.bound.alone else "在正文和版记之后"
    return f"；拼版另有空白{blanks}页，{where}"


def _paper(ticket: Ticket) -> str:
    laid, layout = ticket.bound.imposition, ticket.bound.layout
    named = f"{layout.stock}，" if layout.stock else ""
    size = f"{named}{layout.width:g}×{layout.height:g}毫米"
    folds = "，对折" if laid.binding.making != "leaves" and layout.grid == (2, 1) else ""
    if laid.binding.making != "leaves" and not folds:
        folds = f"，折成{2 * len(layout.columns) * len(layout.rows)}页" if not laid.flip else "，裁开后折"
    total = "" if ticket.paper_sheets is None else f"，共{ticket.paper_sheets}张"
    return f"每份{laid.sheets_per_copy:g}张（{size}{folds}）{total}"


def _waste(ticket: Ticket) -> str:
    if ticket.waste is None:
        return "由印刷厂定，成品不少于印数和备份"
    extra = "" if ticket.wasted_sheets is None else f"，另加{ticket.wasted_sheets}张"
    return f"{ticket.waste:g}%{extra}"


def _apart(ticket: Ticket) -> list[tuple[str, str]]:
    """What is said only of jobs that have such pages."""
    found = []
    if ticket.turned:
        pages = _numbers(ticket.turned)
        found.append(("横排页", f"第{pages}页横排，装订后表头单页在订口一边、双页在切口一边；拼版文件已照此转好"))
    if ticket.apart:
        width, height = ticket.unfolded_mm
        runs = _runs(ticket.apart)
        sheets = sum(-(-len(run) // 2) for run in runs)
        places = "、".join(f"第{_numbers(run)}页插在第{run[0] - 1}页之后" for run in runs)
        paper = f"每份{sheets}张（{width:g}×{height:g}毫米，双面），不在拼版文件里，另见 -foldouts.pdf"
        found.append(("折页", f"{paper}；{places}，粘在订口，折进成品以内"))
    return found


def _inks(ticket: Ticket) -> str:
    """Pages that take the same inks are one entry: 第1页：黑2.1%、套红3.4%；第2—8页：黑5.2—9.1%."""
    named = [(number, tuple(sorted(page, key=lambda name: name != BLACK))) for number, page in enumerate(ticket.inks, 1)]
    groups = [([number for number, _ in group], inks) for inks, group in groupby(named, lambda pair: pair[1])]
    return "；".join(_group(ticket, numbers, names) for numbers, names in groups)


def _group(ticket: Ticket, numbers: list[int], names: tuple[str, ...]) -> str:
    pages = f"第{numbers[0]}页" if len(numbers) == 1 else f"第{numbers[0]}—{numbers[-1]}页"
    if not names:
        return f"{pages}：空白"
    parts = []
    for name in names:
        amounts = sorted({round(ticket.inks[number - 1][name] * 100, 1) for number in numbers})
        span = f"{amounts[0]:g}%" if len(amounts) == 1 else f"{amounts[0]:g}%—{amounts[-1]:g}%"
        parts.append(f"{name}{span}")
    return f"{pages}：{'、'.join(parts)}"


def _plates(ticket: Ticket) -> str:
    """套红1块，第1张正面；黑4块，各面；共5块."""
    plates, laid = [(side, inks) for side, inks in ticket.plates() if inks], ticket.bound.imposition
    parts = []
    for ink in dict.fromkeys(ink for _, inks in plates for ink in inks):
        sides = [side for side, inks in plates if ink in inks]
        parts.append(f"{ink}{len(sides)}块，{_sides(sides, len(laid.sides), bool(laid.flip))}")
    whole = sum(len(inks) for _, inks in plates)
    return "；".join(parts) + (f"；共{whole}块" if len(parts) > 1 else "")


def _sides(sides: Sequence[Side], whole: int, flip: bool) -> str:
    if len(sides) == whole:
        return "每张" if flip else "各面"
    named = [f"第{side.sheet}张" + ("" if flip else "反面" if side.back else "正面") for side in sides]
    return "、".join(named) if len(named) <= _LISTED else f"{'、'.join(named[: _LISTED - 1])}等{len(named)}面"


def _printing(ticket: Ticket) -> str:
    laid, layout = ticket.bound.imposition, ticket.bound.layout
    if not ticket.duplex:
        return "单面"
    if laid.flip:
        turn = "左右翻转" if laid.flip == "vertical" else "上下翻转"
        return f"双面，{ticket.work}：正反面一套版，印完一面{turn}再印，裁开得两份"
    edge = "短边" if layout.width > layout.height else "长边"
    return f"双面，沿{edge}翻转"


def _binding(ticket: Ticket) -> str:
    bound = ticket.bound
    laid = bound.imposition
    parts = [bound.words or bound.binding.name]
    if bound.binding.making == "nested":
        if bound.creep:
            parts.append(f"最里一张内移{bound.creep:g}毫米")
    elif bound.binding.making == "signatures":
        parts.append(_sections(laid.sections))
        if bound.thickness is not None:
            parts.append(f"书脊约{bound.thickness:g}毫米（不算封面）")
        gap = bound.layout.spine_gap / 2
        parts.append(f"订口已各留{gap:g}毫米铣背" if gap else "订口没有留铣背的地方，铣去的在订口白边里")
    elif laid.sheets and max(len(side.cells) for side in laid.sides) > 1:
        parts.append("裁开后左上的一叠在最上，依次往右、往下，叠起来就是页序")
    return "，".join(parts)


def _sections(sizes: Iterable[int]) -> str:
    counted = [(size, len(list(group))) for size, group in groupby(sizes)]
    whole = sum(count for _, count in counted)
    return f"{whole}帖（" + "、".join(f"{size}页" + (f"×{count}" if count > 1 else "") for size, count in counted) + "）"


def _delivery(ticket: Ticket) -> str:
    date = f"{in_words(ticket.deadline)}前" if ticket.deadline else ""
    return "，".join(filter(None, [date, ticket.delivery])) or BLANK


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Numbers that follow one another together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _numbers(numbers: Sequence[int]) -> str:
    """2、3、5—9."""
    return "、".join(f"{run[0]}—{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in _runs(numbers))


def _rows(name: str, text: str) -> list[tuple[str, str]]:
    """Rows do not part between pages: a long text takes several, each ending after a mark where it has one."""
    found: list[tuple[str, str]] = []
    while len(text) > ROW:
        end = max(text.rfind(mark, ROW // 2, ROW) for mark in "；，、。 ") + 1 or ROW
        found.append((name, text[:end]))
        name, text = "", text[end:]
    return [*found, (name, text)]


def in_words(date: str) -> str:
    """2022-05-13 → 2022年5月13日, as GB/T 9704 §7.3.5.4 writes dates."""
    return "{}年{}月{}日".format(*map(int, date.split("-"))) if date else ""
