"""Every rule does what its manual says; the manual is the one in docs/."""

from __future__ import annotations

from pathlib import Path

import pytest
from check_support import codes, example
from conftest import ROOT

from briefing.files.world import World
from briefing.proofread import manual
from briefing.proofread.lexicon import Lexicon
from briefing.proofread.rules import CODES
from briefing.proofread.words import load_words

PAGES = tuple(manual.pages())
WRONG = [(page.code, text) for page in PAGES for text in page.wrong]
RIGHT = [(page.code, text) for page in PAGES for text in page.right]
#: What cannot be shown in a few lines has tests of its own.
WITHOUT_EXAMPLES = {"paragraph-long", "report-long"}
#: An example that shows a second thing, too.
BESIDE = {("sequence-mark", "sequence-level")}


def test_every_module_is_a_rule_and_every_rule_a_module() -> None:
    files = {path.stem for path in (ROOT / "briefing" / "proofread" / "rules").glob("*.py")} - {"__init__"}
    assert files == {code.replace("-", "_") for code in CODES}
    assert len(CODES) == len(set(CODES)) >= 44


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_manuals_are_whole(page: manual.ManualPage) -> None:
    assert page.title and page.title[-1] not in "。：" and len(page.title) <= 24
    assert page.why.endswith("。") and page.remedy.endswith("。")
    assert (bool(page.wrong) and bool(page.right)) is (page.code not in WITHOUT_EXAMPLES)
    rule = manual.rule(page.code)
    assert (rule.each is None) is not (rule.whole is None)


@pytest.mark.parametrize(("code", "text"), WRONG, ids=[f"{code}-{index}" for index, (code, _) in enumerate(WRONG)])
def test_wrong_examples_are_found(code: str, text: str) -> None:
    said = set(codes(example(text)))
    assert code in said
    assert said == {code} or {(code, other) for other in said - {code}} <= BESIDE


@pytest.mark.parametrize(("code", "text"), RIGHT, ids=[f"{code}-{index}" for index, (code, _) in enumerate(RIGHT)])
def test_right_examples_are_clean(code: str, text: str) -> None:
    assert example(text) == []


def test_the_page_of_the_docs_is_current() -> None:
    text = (ROOT / "docs" / "proofreading.md").read_text("utf-8")
    assert text == manual.markdown(), "run make manual"
    assert all(f"### `{code}`" in text for code in CODES)


def test_the_seed_is_clean(tmp_path: Path) -> None:
    import briefing

    for name in ("2022-17", "2022-08-xinxi"):
        assert briefing.check(ROOT / "issues" / name) == []


def test_the_word_lists_are_sound() -> None:
    """No entry says what another unsays, none is of no effect, and there are as many as an office needs."""
    words = load_words(World(ROOT / "issues" / "2022-17"), ("jiangsu-jingshen-wenming", "gb9704"))
    entries = [entry for group in words.lists.values() for entry in group]
    assert len(entries) > 600
    for entry in entries:
        assert entry.form != entry.use, entry.form
        assert all(entry.form in word and entry.form != word for word in entry.unless), entry.form

    def hits(lexicon: Lexicon, text: str) -> list[str]:
        return [hit.form for hit, _ in lexicon.hits(text, lambda *_: True)]

    lexicon = words.wrong
    always = [entry for entry in words.lists["wrong"] if entry.always]
    for entry in always:
        assert hits(lexicon, entry.form) == [entry.form]
        assert not hits(lexicon, entry.use), f"{entry.form} is replaced by {entry.use}, which is wrong, too"
        assert all(not hits(lexicon, word) for word in entry.unless), entry.form
    for name, forms in words.names.items():
        assert not hits(words.misnamed, name), name
        assert all(hits(words.misnamed, form) for form in forms), name


@pytest.mark.parametrize(
    "text",
    [
        "全市达到100%，1.5%、2.3%和40‰都已公布。", "气温达到35℃。次日降到20℃。",
        "本市1、200和3，分别是编号。", "第1，300人参加了活动。",
        "编号为1，200，3，4。", "今年1，300分的题目。", "版本1.100%兼容。",
    ],
)  # fmt: skip
def test_figures_and_their_signs_as_they_should_be(text: str) -> None:
    assert not {"mark-half-width", "space-digit", "char-full-width"} & set(codes(example(text)))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("完成率100%.其中城区先行。", "mark-half-width"),
        ("下降3‰.", "mark-half-width"), ("升到35℃.次日回落。", "mark-half-width"),
        ("覆盖率达40 %以上。", "space-digit"), ("提高到3\u00a0‰。", "space-digit"),
        ("投入1，200万元。", "char-full-width"),
        ("惠及12，345余人。", "char-full-width"), ("共1，234，567.5元。", "char-full-width"),
    ],
)  # fmt: skip
def test_figures_and_their_signs_as_people_type_them(text: str, code: str) -> None:
    assert code in codes(example(text))


@pytest.mark.parametrize("text", ["各地订阅专刊专刊。", "各地订阅" + "专刊" * 40 + "。", "各地订阅专刊专刊专刊专。"])
def test_a_word_said_often_is_told_once(text: str) -> None:
    assert codes(example(text)) == ["repeat-word"]
