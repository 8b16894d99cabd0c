"""click speaking Chinese, and commands whose help ends in examples.

click keeps its sentences in `_("…")`, but finds translations only through catalogues installed for the user's locale.
An office's machine may run in any locale and the messages are Chinese in all of them, so `install` puts the table below in
the place of gettext in click's modules. A test compares the table with the sentences of the installed click.
"""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Iterable, Sequence
from typing import Any

import click

from briefing.core.calling import as_typed

SENTENCES: dict[str, str] = {
    # help pages
    "Usage:": "用法：",
    "Options": "选项",
    "Positional arguments": "参数",
    "Commands": "命令",
    "default: {default}": "默认：{default}",
    "required": "必填",
    "Show this message and exit.": "显示这份说明。",
    "Show the version and exit.": "显示版本。",
    # usage errors
    "Missing command.": "请写一个命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少{param_type}",
    "Missing parameter: {param_name}": "缺少参数 {param_name}",
    "No such option {name!r}.": "没有 {name} 这个选项。",
    "No such command {name!r}.": "没有 {name} 这个命令。",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是不是其中之一：{possibilities}？）",
    "Got unexpected extra argument ({args})": "多出了参数：{args}",
    "Got unexpected extra arguments ({args})": "多出了参数：{args}",
    "Invalid value: {message}": "写得不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 写得不对：{message}",
    "Option {name!r} does not take a value.": "选项 {name} 后面不写值。",
    "Option {name!r} requires an argument.": "选项 {name} 后面要写一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 后面要写 {nargs} 个值。",
    "{value!r} is not {choice}.": "“{value}”不行，只能是 {choice}。",
    "{value!r} is not one of {choices}.": "“{value}”不在可选的值里：{choices}。",
    "{value!r} is not a valid {number_type}.": "“{value}”不是整数。",
    "{value} is not in the range {range}.": "{value} 不在允许的范围内（{range}）。",
    "Choose from:\n\t{choices}": "可以是：\n\t{choices}",
    # questions
    "Aborted!": "已取消。",
    "Error: invalid input": "这个值不对，请再写一次。",
    "Error: {message}": "{message}",
}

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")

Example = tuple[str, str]  # a command line, and what it does


def install() -> None:
    """From now on click speaks Chinese in this process."""
    for name in _MODULES:
        module: Any = importlib.import_module(f"click.{name}")
        if hasattr(module, "_"):
            module._ = _say
        if hasattr(module, "ngettext"):
            module.ngettext = _say_number


def _say(sentence: str) -> str:
    return SENTENCES.get(sentence, sentence)


def _say_number(one: str, many: str, number: int) -> str:
    return _say(one if number == 1 else many)


class _WithExamples(click.Command):
    def __init__(self, *args: Any, examples: Sequence[Example] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        words = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]…"}
        return [words.get(piece, piece.replace("...", "…")) for piece in super().collect_usage_pieces(ctx)]

    def get_help(self, ctx: click.Context) -> str:
        return _in_words(as_typed(super().get_help(ctx)))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("示例"):
            formatter.write_dl([(as_typed(line), meaning) for line, meaning in self.examples], col_max=44)
        super().format_epilog(ctx, formatter)


#: What click quotes as Python does: the name of an option, or of what stands before “写得不对”.
_QUOTED = re.compile(r"'(-[^']*)'|^'([^']*)'(?= 写得不对)")
_RANGE = re.compile(r"(\d+)<=x<=(\d+)")


def in_chinese(error: click.ClickException) -> str:
    """What is wrong with a command line, in one line."""
    if isinstance(error, click.MissingParameter) and error.param is not None and not error.message:
        return f"请写{_called(error.param)}。"
    if isinstance(error, click.NoSuchOption):
        near = f"是不是 {'、'.join(sorted(error.possibilities))}？" if error.possibilities else ""
        return f"没有 {error.option_name} 这个选项。{near}"
    text = _QUOTED.sub(lambda match: match[1] or match[2], error.format_message())
    return _in_words(text)


def _called(parameter: click.Parameter) -> str:
    """期号, from the metavar 期号…; one of a few words by these."""
    if isinstance(parameter.type, click.Choice):
        return f" {'、'.join(parameter.type.choices)} 中的一个"
    return str(parameter.metavar).strip("[].…") if isinstance(parameter, click.Argument) else f" {parameter.opts[-1]}"


def _in_words(text: str) -> str:
    """1<=x<=9 as 1 至 9."""
    return _RANGE.sub(r"\1 至 \2", text)


class OneOf(click.Choice[str]):
    """Of words, in whatever case they are typed."""

    def __init__(self, choices: Iterable[str]) -> None:
        super().__init__(list(choices), case_sensitive=False)

    def get_invalid_choice_message(self, value: str, ctx: click.Context | None) -> str:
        once = "" if value.isalnum() else "一次写一个，要几个就写几次。"
        return f"“{value}”不在可选的值里：{'、'.join(self.choices)}。{once}"


#: Words in the metavar of what names something: an issue, a file, a folder.
_NAMES = ("期号", "期名", "文件", "包")


#: --output=~/成品 and "~/成品": shells leave the ~ in both.
_AT_HOME = re.compile(r"(--[a-z-]+=|-[a-z])?(~(?:/.*)?)", re.DOTALL)


def _at_home(argument: str) -> str:
    """With the ~ as the shell would have it, unless something of that very name is there."""
    found = _AT_HOME.fullmatch(argument)
    return argument if found is None or os.path.lexists(found[2]) else (found[1] or "") + os.path.expanduser(found[2])


class Command(_WithExamples):
    """A command; `examples` are shown at the end of its help."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuses an empty name, as an unset variable of a script leaves it: as a path it would mean the folder one is in."""
        args = [*map(_at_home, args)]
        if not ctx.resilient_parsing:
            given, _, _ = self.make_parser(ctx).parse_args(args=[*args])
            for parameter in self.params:
                raw = given.get(parameter.name or "")
                named = any(word in (parameter.metavar or "") for word in _NAMES)
                if named and "" in (raw if isinstance(raw, list | tuple) else (raw,)):
                    what = parameter.opts[0] if isinstance(parameter, click.Option) else str(parameter.metavar).strip("[].")
                    raise click.UsageError(f"{what} 写的是空的，不知道指哪一个；请写上名称，或整个删去。", ctx)
        return super().parse_args(ctx, args)


class CommandGroup(_WithExamples, click.Group):
    """A group; `examples` as for a command."""
