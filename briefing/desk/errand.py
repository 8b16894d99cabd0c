"""The program that does one thing to an issue and ends: import, paste, a new issue, the outputs. What it is to do comes as JSON
on the standard input, what it says as JSON on the standard output, a line each.

    {"step": "…"}            what is being done now (Chinese)
    {"done": {…}}            last: what came of it
    {"refused": [finding…]}  last: why nothing did
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from briefing.core import bounds, plain
from briefing.core.errors import BriefingError, Diagnostic, UsageError, of_the_system
from briefing.core.plain import Entries, Plain
from briefing.desk import incoming_works, outgoing_works, plain_values
from briefing.storage import standing

Say = Callable[[str], None]


def new(asked: Entries, say: Say) -> dict[str, Plain]:
    """A new issue on the `shelf`: like the issue `earlier`, or of a `house` with a report for each of `cities`."""
    from briefing.building import issue_names, scaffold
    from briefing.files.world import World
    from briefing.house.load import load_house
    from briefing.storage import source_files

    say("正在新建")
    shelf = Path(plain.text(asked["shelf"]))
    number = plain.whole(asked["number"])
    try:
        date = datetime.date.fromisoformat(plain.text(asked["date"]))
    except ValueError:
        raise UsageError(Diagnostic("value-date", f"日期写得不对：{asked['date']}", hint="请写成 2022-05-20。")) from None
    target = shelf / f"{date.year}-{number:02d}"
    if not 0 < number < 10_000:
        raise UsageError(Diagnostic("issue-exists", "期号应当在 1 到 9999 之间"))
    if any((shelf / f"{date.year}-{each}").exists() for each in (number, f"{number:02d}", f"{number:03d}")):
        hint = "请换一个期号，或打开那一期。"
        raise UsageError(Diagnostic("issue-exists", f"{date.year} 年第 {number} 期已经有了", hint=hint))
    if earlier := plain.text(asked["earlier"]):
        made = scaffold.following(issue_names.locate(shelf / earlier), target, number, date)
    else:
        made = scaffold.fresh(
            target, number, date, load_house(World(shelf), plain.text(asked["house"])), plain.texts(asked["cities"])
        )
    source_files.create(target, {name: text.encode() for name, text in made.files.items()})
    return {"name": target.name, "left": list(made.left)}


WORKS: dict[str, Callable[[Entries, Say], dict[str, Plain]]] = {
    "draft": incoming_works.draft, "enlist": incoming_works.enlist, "paste": incoming_works.paste,
    "picture": incoming_works.picture,
    "new": new, "make": outgoing_works.make, "prove": outgoing_works.prove, "made": outgoing_works.made,
    "plates": outgoing_works.plates,
}  # fmt: skip


def answer(asked: Entries, say: Callable[[Entries], None]) -> None:
    """Do what is asked, and say what came of it."""
    from briefing.building import incident

    standing.begin()
    try:
        say({"done": WORKS[plain.text(asked["work"])](asked, lambda step: say({"step": step}))})
    except BrokenPipeError:
        raise
    except BriefingError as error:
        say({"refused": plain_values.findings(error.diagnostics)})
    except Exception as error:
        refused = of_the_system(error, "做这件事")
        say({"refused": plain_values.findings(refused.diagnostics if refused else [incident.finding(error, "做这件事")])})


def _main() -> None:
    bounds.limit_process()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing else that is printed gets among the answers

    def say(said: Entries) -> None:
        answers.write(json.dumps(said, ensure_ascii=False).encode() + b"\n")
        answers.flush()

    with contextlib.suppress(BrokenPipeError):  # the desk was killed: nobody is there to be told
        answer(json.load(sys.stdin.buffer), say)


if __name__ == "__main__":
    _main()
    sys.exit(0)
