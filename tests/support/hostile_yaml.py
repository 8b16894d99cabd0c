"""Hostile issue.yaml and house.yaml."""

from __future__ import annotations

from hostile_running import ISSUE, Case, Shelf


def _issue(name: str, expected: str, text: str | bytes, *command: str) -> Case:
    def lay(shelf: Shelf) -> None:
        shelf.write("issue.yaml", text)

    return Case("YAML", name, lay, expected, command or ("build", "17"))


def _value(name: str, expected: str, line: str, *command: str) -> Case:
    """The sound issue.yaml with one line more."""
    return _issue(name, expected, ISSUE + line + "\n", *command)


def _house(name: str, expected: str, yaml: str, whole: str = "") -> Case:
    """`yaml` after the first two lines of a sound house.yaml, or `whole` in place of all of it."""

    def lay(shelf: Shelf) -> None:
        folder = shelf.house(yaml)
        if whole:
            (folder / "house.yaml").write_text(whole, "utf-8")

    return Case("house.yaml", name, lay, expected)


def _bomb(depth: int) -> str:
    return "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, depth))


YAML: tuple[Case, ...] = (
    _value("code point beyond Unicode", "3 issue.yaml:5:11 yaml-escape", 'special: "\\U7fffffff"'),
    _value("code point just beyond", "3 issue.yaml:5:11 yaml-escape", 'special: "\\U00110000"'),
    _value("code point as a key", "3 issue.yaml:5:2 yaml-escape", '"\\Uffffffff": 1'),
    _value("surrogate escaped", "3 issue.yaml:5:10 yaml-escape", 'special: "\\uD800"'),
    _value("surrogate pair escaped", "3 issue.yaml:5:10 yaml-escape", 'special: "\\uD83D\\uDE00"'),
    _value("noncharacter", "3 issue.yaml:5:11 text-control", 'special: "\\uFFFE"'),
    _value("plane 16", "3 issue.yaml:5:11 invisible-character", 'special: "\\U0010FFFD"'),
    _value("bad escape", "3 issue.yaml:5:12 yaml-escape", 'special: "\\q"'),
    _value("escape cut short", "3 issue.yaml:5:13 yaml-escape", 'special: "\\u12"'),
    _value("escape NUL", "3 issue.yaml:5:11 text-control", 'special: "\\0"'),
    _value("escape bell", "3 issue.yaml:5:11 text-control", 'special: "\\a\\e[2J"'),
    _value("escape in what only the printer reads", "3 issue.yaml:5:20 text-control", 'print: {contact: "a\\u0085b"}'),
    _value("escape in what is only filed", "3 issue.yaml:5:19 text-control", 'archive: {item: "1\\a"}'),
    _value("escape of no width", "3 issue.yaml:5:12 text-control", 'editors: "王\\u200b五"'),
    _value("escape newline in a title", "3 issue.yaml:5:1 key-unknown", 'nameplates: "甲\\n乙"'),
    _issue("brackets", "3 issue.yaml:1:33 yaml-depth", "[" * 100_000),
    _issue("braces", "3 issue.yaml:1:128 yaml-depth", "a: " + "{a: " * 50_000),
    _issue("nested and closed", "3 issue.yaml:1:35 yaml-depth", "a: " + "[" * 20_000 + "]" * 20_000),
    _issue("deep indents", "3 issue.yaml:33:33 yaml-depth", "".join(" " * n + "a:\n" for n in range(1_000))),
    _issue("dashes on one line", "3 issue.yaml:2:65 yaml-depth", "a:\n  " + "- " * 100_000),
    _issue("question marks", "3 issue.yaml:1:65 yaml-depth", "? " * 100_000),
    _issue("nodes", "3 issue.yaml:1:40003 yaml-size", "a: [" + "x," * 300_000 + "]"),
    _issue("keys", "3 issue.yaml:10001:1 yaml-size", "".join(f"k{n}: 1\n" for n in range(60_000))),
    _issue("same key", "3 issue.yaml:10001:1 yaml-size", "a: 1\n" * 100_000),
    _issue("one value of a megabyte", "3 issue-size", ISSUE + "special: " + "字" * 340_000),
    _issue("one Latin value of a megabyte", "3 issue-size", ISSUE + "special: " + "a" * 1_000_000),
    _issue("one key of a megabyte", "3 issue.yaml:5:1 yaml-colon", ISSUE + "a" * 1_000_000 + ": 1"),
    _issue("a key of a thousand", "3 issue.yaml:5:1 yaml-colon", ISSUE + "a" * 1_030 + ": 1"),
    _issue("quoted and never closed", "3 issue.yaml:5:10 yaml-quote", ISSUE + 'special: "' + "a\n" * 200_000),
    _issue("folded line by line", "3 issue-size", ISSUE + "special: >\n" + "  字\n" * 100_000),
    _issue("literal line by line", "3 issue.yaml:7:3 value-shape", ISSUE + "special: |\n" + "  字\n" * 100_000),
    _issue("plain scalar over lines", "3 issue.yaml:5:10 issue-size", ISSUE + "special: a\n" + "  b\n" * 200_000),
    _issue("comments", "0", ISSUE + "# 注\n" * 100_000),
    _issue("blank lines", "0", ISSUE + "\n" * 900_000),
    _issue("spaces", "3 issue.yaml:1:1 field-missing", " " * 1_000_000 + "a: 1"),
    _issue("colons", "3 issue.yaml:1:500000 yaml-colon", ":" * 500_000),
    _issue("colons and spaces", "3 issue.yaml:1:1 yaml-indent", ": " * 200_000),
    _issue("quotes", "3 issue.yaml:1:2 yaml-shape", "'" * 500_000),
    _issue("documents", "3 issue.yaml:2:1 yaml-documents", "--- a\n" * 100_000),
    _issue("document ends", "0", ISSUE + "...\n" * 100_000),
    _issue("directives", "3 issue.yaml:2:1 yaml-syntax", "%YAML 1.1\n" * 50_000 + "---\n" + ISSUE),
    _issue("tag directives", "0", "".join(f"%TAG !a{n}! tag:x:{n}\n" for n in range(20_000)) + "---\n" + ISSUE),
    _issue("anchors", "3 issue.yaml:1:5 yaml-anchor", "".join(f"k{n}: &a{n} 1\n" for n in range(20_000))),
    _issue("bomb of aliases", "3 issue.yaml:1:5 yaml-anchor", _bomb(9)),
    _issue("alias of itself", "3 issue.yaml:1:4 yaml-anchor", "a: &a [*a]"),
    _issue("unknown alias", "3 issue.yaml:1:4 yaml-anchor", "a: *nowhere"),
    _issue("tag that runs code", "3 issue.yaml:1:4 yaml-tag", 'a: !!python/object/apply:os.system ["touch /tmp/betrayed"]'),
    _issue("merge of itself", "3 issue.yaml:1:4 yaml-anchor", "a: &a\n  <<: *a"),
    _issue("binary tag", "3 issue.yaml:1:10 yaml-tag", "special: !!binary " + "AAAA" * 100_000),
    _issue("NUL bytes", "3 issue.yaml:1:1 file-kind", b"\0" * 100_000),
    _issue("byte order marks", "3 issue.yaml:1:1 invisible-character", "\ufeff" * 10_000 + ISSUE),
    _issue("invalid UTF-8", "3 issue.yaml:1:1 encoding-unknown", b"\xff" * 10_000),
    _issue("overlong UTF-8", "3 issue.yaml:5:10 encoding-unknown", ISSUE.encode() + b"special: \xc0\xaf\n"),
    _issue("surrogates in UTF-8", "3 issue.yaml:5:10 encoding-unknown", ISSUE + "special: \ud800\n"),
    _issue("UTF-32", "3 issue.yaml:1:1 encoding-utf16", ISSUE.encode("utf-32")),
    _issue("just over a megabyte", "3 issue.yaml:1:1 file-size", "#" * (1 << 20) + "\n"),
    _value("number of many digits", "3 issue.yaml:5:1 key-unknown", "numbers: " + "9" * 10_000),
    _issue("issue number of many digits", "3 issue.yaml:2:9 value-number", ISSUE.replace("number: 17", "number: " + "9" * 5_000)),
    _issue("issue number negative", "3 issue.yaml:2:9 value-number", ISSUE.replace("number: 17", "number: -17")),
    _issue("issue number as a float", "3 issue.yaml:2:9 value-number", ISSUE.replace("number: 17", "number: 1e308")),
    _issue("year beyond the calendar", "3 issue.yaml:3:7 value-date", ISSUE.replace("2022-05-13", "99999-05-13")),
    _issue("nameplate of ten thousand", "3 issue.yaml:4:12 nameplate-too-long", ISSUE.replace("测试简报", "报" * 10_000)),
    _issue(
        "nameplate of ten thousand lines", "3 issue.yaml:4:213 issue-size", ISSUE.replace("测试简报", "[" + "报," * 10_000 + "]")
    ),
    _issue("editor note of twenty thousand", "3 issue.yaml:5:14 issue-size", ISSUE + "editor_note: " + "字" * 20_000),
    _issue("editor note of one Latin word", "3 issue.yaml:5:14 issue-size", ISSUE + "editor_note: " + "w" * 20_000),
    _issue("editor note of dashes", "3 issue.yaml:5:14 issue-size", ISSUE + "editor_note: " + "—" * 20_000),
    _issue("summary of no-break spaces", "3 issue.yaml:5:11 issue-size", ISSUE + 'summary: "文' + "\\_" * 20_000 + '字"'),
    _issue("keywords by the thousand", "0", ISSUE + "keywords: [" + "词语," * 9_000 + "]"),
    _issue("offices by the thousand", "3 issue.yaml:5:599 issue-size", ISSUE + "offices: [" + "某某办公室," * 9_000 + "]"),
    _issue(
        "recipients by the thousand", "3 issue.yaml:6:3 issue-size", ISSUE + "recipients:\n  报: [" + "某某办公室," * 9_000 + "]"
    ),
    _issue("a serial of no end", "3 issue.yaml:5:9 issue-size", ISSUE + "serial: " + "9" * 20_000),
    _issue(
        "reports that are not there",
        "3 issue.yaml:5:10 report-unlisted",
        ISSUE + "reports: [" + "".join(f"r{n}.md," for n in range(5_000)) + "]",
    ),
    _issue("one report a thousand times", "3 issue.yaml:5:16 report-twice", ISSUE + "reports: [" + "a.md," * 5_000 + "]"),
    _issue("a path of no end", "3 issue.yaml:5:10 report-unlisted", ISSUE + "reports: [" + "a/" * 50_000 + "b.md]"),
    _issue("a house of a long name", "3 issue.yaml:1:8 house-name", ISSUE.replace("gb9704", "g" * 50_000)),
    _issue("a house above", "3 issue.yaml:1:8 house-name", ISSUE.replace("gb9704", "../" * 1_000 + "etc")),
    _house("a page of a kilometre", "3 house.yaml:3:15 house-value", "page: {width: 1000000mm, height: 1000000mm}\n"),
    _house("a page of nothing", "3 house.yaml:3:15 house-value", "page: {width: 0mm, height: 0mm}\n"),
    _house("a grid of a million lines", "3 house.yaml:3:15 house-value", "grid: {lines: 1000000, chars: 1000000}\n"),
    _house("a grid of one character", "3 house.yaml:52:88 house-fit", "grid: {lines: 1, chars: 1}\n"),
    _house("sizes that are no numbers", "3 house.yaml:4:16 house-value", "styles:\n  body: {size: nanpt}\n"),
    _house("sizes without end", "3 house.yaml:4:16 house-value", "styles:\n  body: {size: 1e308pt}\n"),
    _house("an indent of a mile", "3 house.yaml:4:23 house-value", "styles:\n  body: {indent_left: 100000}\n"),
    _house("negative leading", "3 house.yaml:4:19 house-value", "styles:\n  body: {leading: -10pt}\n"),
    _house("tracking without end", "3 house.yaml:4:20 house-value", "styles:\n  body: {tracking: 1e9字}\n"),
    _house("a house that extends itself", "3 house.yaml:1:10 house-circular", "", "extends: own\ntitle: 圆\n"),
    _house("a thousand colours", "3", "colors:\n" + "".join(f"  c{n}: {{rgb: '#123456'}}\n" for n in range(1_000))),
    _house("deep", "3 house.yaml:3:133 yaml-depth", "styles: " + "{a: " * 10_000),
    _house("wording of a megabyte", "0", "wording:\n  total: " + "字" * 300_000 + "{n}\n"),
    _house("wording of braces", "3 house.yaml:4:11 house-value", "wording:\n  total: '" + "{n" * 100_000 + "'\n"),
)
