r"""Codes of the EQ field, which Word draws and stores no text of: `eq \o\ac(○,1)`, `\f(1,2)`, a phonetic guide. Pure.

The grammar is that of Word's documentation of the field: a command is a backslash and letters, its options follow in the
same way, its arguments stand in parentheses, parted by the list separator (, or ;).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field

from briefing.core.records import dataclass
from briefing.importing.enclosed import SIGNS, enclosed

#: Text with how it stands: "super", "sub", or "" on the line.
ScriptedText = tuple[str, str]
_SWITCH = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)\s*')
_COMMANDS = set("abdfilorsx")
_OPTION = re.compile(r"\\\s*(bc|lc|rc|fc|vc)\s*\\(.)|\\\s*([A-Za-z]+)\s*(-?\d*)\s*(\(\))?")
#: Signs struck over one another that are a sign of their own.
_OVER = {frozenset("=/"): "≠", frozenset("○×"): "⊗", frozenset("○+"): "⊕", frozenset("□√"): "☑", frozenset("□×"): "☒"}
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">", "（": "）", "〔": "〕"}
_NESTED = 40


@dataclass(slots=True)
class _Command:
    name: str
    options: dict[str, str] = field(default_factory=dict)
    arguments: list[list[str | _Command]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Equation:
    """`drawn`: it is more than characters in a row (a fraction, a root), so that a line of text only stands for it.
    `sure`: nothing of it had to be guessed."""

    said: list[ScriptedText]
    drawn: bool
    sure: bool


def equation(code: str) -> Equation:
    """`code` without the word EQ."""
    reader = _Reader(_SWITCH.sub("", code))
    teller = _Teller()
    said = [(text, script) for text, script in teller.line(reader.line("")) if text]
    return Equation(said, teller.drawn, teller.sure and not reader.lost)


class _Reader:
    def __init__(self, code: str) -> None:
        self._code, self._at = code.strip(), 0
        self._depth = 0
        self.lost = False

    def line(self, ends: str) -> list[str | _Command]:
        """Up to one of `ends`, which stays."""
        found: list[str | _Command] = []
        while self._at < len(self._code) and self._code[self._at] not in ends:
            char = self._code[self._at]
            following = self._code[self._at + 1 : self._at + 2]
            if char == "\\" and following.lower() in _COMMANDS and following:
                found.append(self._command())
                continue
            if char == "\\" and following:
                self._at += 1
                char = following
            found.append(char)
            self._at += 1
        return found

    def _command(self) -> _Command:
        command = _Command(self._code[self._at + 1].lower())
        self._at += 2
        while match := _OPTION.match(self._code, self._skip()):
            command.options[(match[1] or match[3]).lower()] = match[2] or match[4] or ""
            self._at = match.end()
        if self._code[self._skip() : self._at + 1] != "(" or self._depth > _NESTED:
            self.lost = self.lost or command.name != "d"
            return command
        self._depth += 1
        while self._at < len(self._code) and self._code[self._at] != ")":
            self._at += 1  # past the parenthesis or the separator
            command.arguments.append(self.line(",;，；)"))
        self._at += 1
        self._depth -= 1
        return command

    def _skip(self) -> int:
        while self._code[self._at : self._at + 1] == " ":
            self._at += 1
        return self._at


class _Teller:
    def __init__(self) -> None:
        self.drawn, self.sure = False, True

    def line(self, parts: Sequence[str | _Command]) -> Iterator[ScriptedText]:
        for part in parts:
            if isinstance(part, str):
                yield part, ""
            else:
                yield from self._command(part)

    def _plain(self, parts: Sequence[str | _Command]) -> str:
        return "".join(text for text, _ in self.line(parts)).strip()

    def _command(self, command: _Command) -> Iterator[ScriptedText]:
        arguments = command.arguments
        if command.name == "o":
            yield from self._over(arguments)
        elif command.name == "s":
            script = "sub" if "do" in command.options and "up" not in command.options else "super"
            for argument in arguments:
                yield self._plain(argument), script
        elif command.name == "x":
            self.sure = self.sure and not command.options  # a line above (x̄) says more than the frame around a word
            for argument in arguments:
                yield from self.line(argument)
        elif command.name != "d":
            self.drawn = True
            yield self._drawn(command, [self._plain(argument) for argument in arguments]), ""

    def _drawn(self, command: _Command, words: list[str]) -> str:
        if command.name == "f" and len(words) == 2:
            return f"{grouped(words[0])}/{grouped(words[1])}"
        if command.name == "r":
            return root(words[-1] if words else "", words[0] if len(words) > 1 else "")
        if command.name == "b":
            opens = command.options.get("lc") or command.options.get("bc") or "("
            closes = command.options.get("rc") or _CLOSING.get(command.options.get("bc", "("), opens)
            return opens + "，".join(words) + closes
        if command.name == "i":
            low, high, body = (*words, "", "", "")[:3]
            sign = "∑" if "su" in command.options else "∏" if "pr" in command.options else "∫"
            return sign + (f"_{grouped(low)}" if low else "") + (f"^{grouped(high)}" if high else "") + f" {body}"
        return (" " if command.name == "a" else ",").join(words)

    def _over(self, arguments: list[list[str | _Command]]) -> Iterator[ScriptedText]:
        words = [self._plain(argument) for argument in arguments]
        signs = [word for word in words if word in SIGNS]
        rest = [word for word in words if word not in SIGNS and word]
        if "".join(words) and frozenset("".join(words)) in _OVER and len(words) == 2:
            yield _OVER[frozenset("".join(words))], ""
        elif len(signs) == 1 and len(rest) == 1:
            sign = enclosed(rest[0], signs[0])
            self.sure = self.sure and bool(sign)
            yield sign or f"（{rest[0]}）", ""
        elif len(arguments) == 2 and _is_raised(arguments[0]) and not _is_raised(arguments[1]):
            self.sure = self.sure and words[0].replace(" ", "").isalpha()
            yield f"{words[1]}（{words[0]}）", ""  # a phonetic guide
        else:
            self.sure = self.sure and (len(arguments) < 2 or all(map(_is_raised, arguments)))
            yield "".join(words), ""


def _is_raised(argument: list[str | _Command]) -> bool:
    parts = [part for part in argument if not isinstance(part, str) or part.strip()]
    return len(parts) == 1 and isinstance(parts[0], _Command) and parts[0].name == "s"


def grouped(words: str) -> str:
    """In parentheses where it has more than one term."""
    words = words.strip()
    single = re.fullmatch(r"[\w.%°]*|√\w+|\([^()]*\)|（[^（）]*）", words)
    return words if single else f"({words})"


def root(words: str, degree: str = "") -> str:
    return {"": "√", "2": "√", "3": "³√"}.get(degree, f"{degree}次√") + grouped(words)
