"""Hostile house templates: loops, recursion, strings that double, pages without end."""

from __future__ import annotations

from hostile_running import Case, Shelf

BASE = '{% extends "gb9704/bulletin.html.j2" %}\n'


def _block(name: str, expected: str, text: str, *command: str) -> Case:
    """`text` in the block of the opening, from line 3."""
    whole = BASE + "{% block opening %}\n" + text + "\n{% endblock %}\n"
    return Case("template", name, lambda shelf: shelf.house(template=whole), expected, command or ("build", "17"))


def _whole(name: str, expected: str, text: str, **files: str) -> Case:
    def lay(shelf: Shelf) -> None:
        shelf.house(template=text, **files)

    return Case("template", name, lay, expected)


DOUBLING = "{% set ns = namespace(s='字字字字') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}{{ ns.s }}"

TEMPLATES: tuple[Case, ...] = (
    _block(
        "loops over a string",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set s = range(60)|join %}" + "{% for a in s %}" * 5 + "x" + "{% endfor %}" * 5,
    ),
    _block(
        "loops over a list",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set s = range(99)|list %}" + "{% for a in s %}" * 5 + "{% endfor %}" * 5,
    ),
    _block(
        "loops that print nothing",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set s = range(9999)|list %}{% for a in s %}{% for b in s %}{% for c in s %}{% endfor %}{% endfor %}{% endfor %}",
    ),
    _block(
        "loops with a filter",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set s = range(9999)|list %}{% for a in s %}{% for b in s if false %}{% endfor %}{% endfor %}",
    ),
    _block(
        "a recursive loop",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% for a in [[1, 2]] recursive %}{{ loop([a, a]) }}{% endfor %}",
    ),
    _block("a huge range", "3 bulletin.html.j2:3:1 template-refused", "{% for i in range(10**9) %}{% endfor %}"),
    _block("a range as large", "3 bulletin.html.j2:3:1 template-refused", "{% for i in range(1000000000) %}{% endfor %}"),
    _block(
        "a range of ranges",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% for i in range(90000) %}{% for j in range(90000) %}{% endfor %}{% endfor %}",
    ),
    _block("a range listed", "3 bulletin.html.j2:3:1 template-refused", "{{ range(100000000)|list|length }}"),
    _block(
        "a macro that calls itself", "3 bulletin.html.j2:3:1 template-refused", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"
    ),
    _block(
        "a macro that calls itself twice",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
    ),
    _block(
        "a macro that prints twice",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% macro m(n) %}x{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
    ),
    _block(
        "macros in a ring",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
    ),
    _block(
        "a caller that calls",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% macro m(n) %}{{ caller() }}{{ caller() }}{% endmacro %}" + "{% call m(1) %}" * 40 + "x" + "{% endcall %}" * 40,
    ),
    _block("a block that is itself", "3 bulletin.html.j2:3:1 template-refused", "{{ self.opening() }}"),
    _block(
        "a block twice in another",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% block b0 %}x{% endblock %}"
        + "".join(f"{{% block b{n} %}}{{{{ self.b{n - 1}() }}}}{{{{ self.b{n - 1}() }}}}{{% endblock %}}" for n in range(1, 40)),
    ),
    _block("a square of a string", "3 bulletin.html.j2:3:1 template-refused", "{% set x = 'aaaaaaaaaa' %}{{ x * x }}"),
    _block("a string times a number", "3 bulletin.html.j2:3:1 template-refused", "{{ 'a' * 1000000000 }}"),
    _block("a list times a number", "3 bulletin.html.j2:3:1 template-refused", "{{ [1] * 1000000000 }}"),
    _block("a power", "3 bulletin.html.j2:3:1 template-refused", "{{ 9 ** 9 ** 9 }}"),
    _block(
        "a shift of powers",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set ns = namespace(n=7) %}{% for i in range(60) %}{% set ns.n = ns.n * ns.n %}{% endfor %}{{ ns.n }}",
    ),
    _block(
        "numbers that grow and are shown",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set ns = namespace(n=7) %}{% for i in range(14) %}{% set ns.n = ns.n * ns.n %}{% endfor %}{{ ns.n }}",
    ),
    _block("a string that doubles", "3 bulletin.html.j2:3:1 template-refused", DOUBLING),
    _block("a string that doubles, checked", "3 bulletin.html.j2:3:1 template-refused", DOUBLING, "check", "17"),
    _block(
        "a string that doubles by ~", "3 bulletin.html.j2:3:1 template-refused", DOUBLING.replace("ns.s + ns.s", "ns.s ~ ns.s")
    ),
    _block(
        "a string that doubles by join",
        "3 bulletin.html.j2:3:1 template-refused",
        DOUBLING.replace("ns.s + ns.s", "[ns.s, ns.s]|join"),
    ),
    _block(
        "a string that doubles by replace",
        "3 bulletin.html.j2:3:1 template-refused",
        DOUBLING.replace("ns.s + ns.s", "ns.s|replace('字', '字字')"),
    ),
    _block(
        "a string that doubles by capture",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set ns = namespace(s='字字字字') %}{% for i in range(60) %}{% set t %}{{ ns.s }}{{ ns.s }}{% endset %}{% set ns.s = t %}{% endfor %}{{ ns.s }}",
    ),
    _block(
        "a string that doubles by escape",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set ns = namespace(s='&') %}{% for i in range(40) %}{% set ns.s = ns.s|string|escape ~ '' %}{% endfor %}{{ ns.s|replace('&', '&&&&&&&&&&')|replace('&', '&&&&&&&&&&')|replace('&', '&&&&&&&&&&')|replace('&', '&&&&&&&&&&')|replace('&', '&&&&&&&&&&')|replace('&', '&&&&&&&&&&')|replace('&', '&&&&&&&&&&')|replace('&', '&&&&&&&&&&')|replace('&', '&&&&&&&&&&') }}",
    ),
    _block(
        "a string that doubles in a macro",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% macro m(s, n) %}{% if n %}{{ m(s + s, n - 1) }}{% else %}{{ s }}{% endif %}{% endmacro %}{{ m('字字', 50) }}",
    ),
    _block(
        "a list that doubles",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = ns.l + ns.l %}{% endfor %}{{ ns.l|length }}",
    ),
    _block(
        "a tuple that doubles",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set ns = namespace(l=(1,)) %}{% for i in range(60) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
    ),
    _block(
        "a list that nests",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set ns = namespace(l=[1]) %}{% for i in range(40) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}",
    ),
    _block("a text that is centred", "3 bulletin.html.j2:3:1 template-syntax", "{{ 'x'|center(1000000000) }}"),
    _block("a text that is indented", "3 bulletin.html.j2:3:1 template-syntax", "{{ 'x'|indent(1000000000) }}"),
    _block("a text that is formatted", "3 bulletin.html.j2:3:1 template-syntax", "{{ '%999999999d'|format(1) }}"),
    _block("a text formatted by %", "3 bulletin.html.j2:3:1 template-refused", "{{ '%999999999d' % 1 }}"),
    _block("a text formatted by format", "3 bulletin.html.j2:3:1 template-refused", "{{ '{:>999999999}'.format(1) }}"),
    _block("a method that pads", "3 bulletin.html.j2:3:1 template-refused", "{{ 'x'.ljust(1000000000) }}"),
    _block("a method that fills", "3 bulletin.html.j2:3:1 template-refused", "{{ 'x'.zfill(1000000000) }}"),
    _block("a method that joins", "3 bulletin.html.j2:3:1 template-refused", "{{ 'x'.join(range(100000000)) }}"),
    _block("a number said in digits", "3 bulletin.html.j2:42:1 template-vocabulary", "{{ padded(1, 1000000000) }}"),
    _block("dots and words", "3 bulletin.html.j2:3:1 template-undefined", "{{ lipsum(100000) }}"),
    _block(
        "a dictionary that sorts",
        "3 bulletin.html.j2:3:1 template-refused",
        "{{ range(90000)|sort|reverse|list|unique|list|join|length }}" * 40,
    ),
    _block(
        "sorting again and again",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set s = range(9999)|list %}{% for a in s %}{% set t = s|sort %}{% endfor %}",
    ),
    _block(
        "mapping again and again",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set s = range(9999)|list %}{% for a in s %}{% set t = s|map('string')|join %}{% endfor %}",
    ),
    _block(
        "searching again and again",
        "3 template-refused",
        "{% set s = range(9999)|list %}{% for a in s %}{% for b in s %}{% if 'x' in s %}{% endif %}{% endfor %}{% endfor %}",
    ),
    _block(
        "comparing what is long",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set s = range(99999)|join %}{% for a in range(90000) %}{% if s == s ~ 'x' %}{% endif %}{% endfor %}",
    ),
    _block(
        "replacing again and again",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set s = range(99999)|join %}{% for a in range(9000) %}{% set t = s|replace('1', '2') %}{% endfor %}",
    ),
    _block(
        "splitting again and again",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set s = range(99999)|join(' ') %}{% for a in range(9000) %}{% set t = s.split() %}{% endfor %}",
    ),
    _block(
        "slicing again and again",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% set s = range(99999)|join(' ') %}{% for a in range(90000) %}{% set t = s[1:] %}{% endfor %}",
    ),
    _block(
        "wording again and again",
        "3 bulletin.html.j2:3:1 template-refused",
        "{% for a in range(90000) %}{% set t = say('list') %}{% for b in 'abcdefghij' %}{% for c in 'abcdefghij' %}{% set t = say('list') %}{% endfor %}{% endfor %}{% endfor %}",
    ),
    _block("tags stripped again and again", "3 bulletin.html.j2:3:1 template-refused", "{% set s = ('<' * 1) %}"),
    _block(
        "tags stripped of many brackets",
        "3 bulletin.html.j2:42:1 template-vocabulary",
        "{% set s = range(99999)|join('<') %}{{ s|striptags|length }}{{ s|striptags|length }}",
    ),
    _block(
        "output without end",
        "3 bulletin.html.j2:1:1 template-refused",
        '{% for i in range(90000) %}<p class="body">' + "文" * 2_000 + "</p>{% endfor %}",
    ),
    _block("paragraphs by the ten thousand", "3 issue-size", '{% for i in range(90000) %}<p class="body">文</p>{% endfor %}'),
    _block("tags that nest", "3 bulletin.html.j2:3:27 template-xml", "{% for i in range(9000) %}<span>{% endfor %}"),
    _block(
        "one paragraph of a megabyte",
        "3 issue-size",
        '<p class="body">{% for i in range(90000) %}文文文文文文文文{% endfor %}</p>',
    ),
    _block("one Latin word of a megabyte", "3 issue-size", '<p class="body">{% for i in range(90000) %}wwwwwwww{% endfor %}</p>'),
    _block(
        "spans by the ten thousand", "3 issue-size", '<p class="body">{% for i in range(90000) %}<span>文</span>{% endfor %}</p>'
    ),
    _block(
        "every report a thousand times",
        "3 parts.html.j2:96:3 template-anchor",
        "{% for i in range(1000) %}{% for s in issue.sections %}{% for a in s.articles %}{{ parts.article(a) }}{% endfor %}{% endfor %}{% endfor %}",
    ),
    _block("rules by the ten thousand", "0", '{% for i in range(9000) %}<hr class="red"/>{% endfor %}'),
    _whole("a template that extends itself", "3 bulletin.html.j2:1:1 template-refused", '{% extends "own/bulletin.html.j2" %}'),
    _whole(
        "a template that includes itself",
        "3 bulletin.html.j2:2:1 template-refused",
        BASE + '{% block opening %}{% include "own/bulletin.html.j2" %}{% endblock %}',
    ),
    _whole(
        "templates that include each other",
        "3 c.html.j2:1:1 template-refused",
        BASE + '{% block opening %}{% include "own/b.html.j2" %}{% endblock %}',
        **{"b.html.j2": '{% include "own/c.html.j2" %}', "c.html.j2": '{% include "own/b.html.j2" %}'},
    ),
    _whole(
        "includes that double",
        "3 template-refused",
        BASE + '{% block opening %}{% include "own/t0.html.j2" %}{% endblock %}',
        **{f"t{n}.html.j2": f'{{% include "own/t{n + 1}.html.j2" %}}' * 2 for n in range(30)} | {"t30.html.j2": "x"},
    ),
    _whole(
        "imports in a ring",
        "3 c.html.j2:1:1 template-refused",
        '{% import "own/b.html.j2" as b %}' + BASE,
        **{"b.html.j2": '{% import "own/c.html.j2" as c %}', "c.html.j2": '{% import "own/b.html.j2" as b %}'},
    ),
    _whole("an import of itself", "3 bulletin.html.j2:1:1 template-refused", '{% import "own/bulletin.html.j2" as b %}'),
    _whole(
        "brackets by the hundred thousand",
        "3 bulletin.html.j2:1:1 template-refused",
        "{{ " + "(" * 100_000 + "1" + ")" * 100_000 + " }}",
    ),
    _whole(
        "a sum without end",
        "3 bulletin.html.j2:1:1 template-refused",
        BASE + "{% block opening %}{{ " + "1+" * 50_000 + "1 }}{% endblock %}",
    ),
    _whole(
        "filters without end",
        "3 bulletin.html.j2:1:1 template-refused",
        BASE + "{% block opening %}{{ 1" + "|string" * 20_000 + " }}{% endblock %}",
    ),
    _whole(
        "ifs within ifs",
        "3 bulletin.html.j2:1:1 template-refused",
        BASE + "{% block opening %}" + "{% if 1 %}" * 5_000 + "{% endif %}" * 5_000 + "{% endblock %}",
    ),
    _whole(
        "fors within fors",
        "3 bulletin.html.j2:1:1 template-failed",
        BASE + "{% block opening %}" + "{% for a in [1] %}" * 100 + "{% endfor %}" * 100 + "{% endblock %}",
    ),
    _whole(
        "blocks by the thousand",
        "3 bulletin.html.j2:2:1 template-block",
        BASE + "".join(f"{{% block b{n} %}}{{% endblock %}}" for n in range(5_000)),
    ),
    _whole("braces", "3 bulletin.html.j2:1:1 template-refused", "{" * 900_000),
    _whole("tags that do not end", "3 bulletin.html.j2:1:1 template-refused", "{% " * 300_000),
    _whole("comments that do not end", "3 bulletin.html.j2:1:1 template-refused", "{#" * 400_000),
    _whole("angles", "3 bulletin.html.j2:2:20 template-xml", BASE + "{% block opening %}" + "<a" * 300_000 + "{% endblock %}"),
    _whole(
        "a number of many digits",
        "3 bulletin.html.j2:1:1 template-failed",
        BASE + "{% block opening %}{{ " + "9" * 100_000 + " }}{% endblock %}",
    ),
    _whole(
        "numbers folded when read",
        "3 bulletin.html.j2:2:1 template-syntax",
        BASE + "{% block opening %}{{ 'x' * 9999999999 }}{{ 9**9**9 }}{{ 'x'|center(9999999999) }}{% endblock %}",
    ),
    _whole(
        "strings that are added when read",
        "3 bulletin.html.j2:42:1 template-vocabulary",
        BASE + "{% block opening %}{{ " + " ~ ".join(["'" + "x" * 9_000 + "'"] * 100) + " }}{% endblock %}",
    ),
    _whole("nothing", "3 bulletin.html.j2:1:1 template-xml", ""),
    _whole("a megabyte of text", "3 bulletin.html.j2:1:1 template-xml", "文" * 340_000),
    _whole("just over a megabyte", "3 bulletin.html.j2:1:1 file-size", "x" * ((1 << 20) + 1)),
    _whole(
        "entities",
        "3 bulletin.html.j2:1:1 template-xml",
        '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><html>&b;</html>',
    ),
    _whole("no text for a machine", "3 bulletin.html.j2:1:1 template-refused", "{{ ''.__class__.__mro__[1].__subclasses__() }}"),
)
