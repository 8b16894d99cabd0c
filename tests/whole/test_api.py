"""What `import briefing` offers: every name is there, says what it is, stands in docs/api.md, and the example there runs."""

from __future__ import annotations

import importlib
import inspect
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE

import briefing

DOCS = (ROOT / "docs" / "api.md").read_text("utf-8")


def test_all_is_what_there_is() -> None:
    """Whatever is public by its name is exported, and the other way round."""
    assert briefing.__all__ == sorted(briefing.__all__)
    code = (
        "import briefing, types; print(*sorted(name for name, value in vars(briefing).items() if not name.startswith('_')"
        " and not isinstance(value, types.ModuleType) and getattr(value, '__module__', '').startswith('briefing')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) | set(briefing._RESULTS) == set(briefing.__all__)


@pytest.mark.parametrize("name", briefing.__all__)
def test_every_name_is_there_and_documented(name: str) -> None:
    value = getattr(briefing, name)
    assert value.__module__.startswith("briefing")
    row = re.search(rf"^\| `{name}(?:`|\()(.*)$", DOCS, re.MULTILINE)
    assert row, f"docs/api.md does not say what {name} is"
    if inspect.isfunction(value):
        assert value.__doc__ and ("Raises" in value.__doc__)
        told = re.match(r"([^)]*)\)`", row[1])
        assert told and [word.strip("= ") for word in told[1].split(",")] == list(inspect.signature(value).parameters)


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        briefing.nothing  # noqa: B018


def test_no_package_takes_the_place_of_a_function() -> None:
    for name in ("press", "prove"):
        importlib.import_module(f"briefing.{name}")
        assert inspect.isfunction(getattr(briefing, name)), name


def test_the_example_of_the_docs_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)
    shutil.copytree(ROOT / "issues" / "2022-17", tmp_path / "issues" / "2022-17")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "docs/api.md", "exec"), {})
    said = capsys.readouterr().out.splitlines()
    built = briefing.build("2022-17", formats="pdf")
    assert not built.changed and len(repr(built)) < 400  # the sources that it holds are not printed
    assert said[-2].endswith("'build/2022-17/manifest.json')") and said[-1] == "2 没有这一期：2022-99"


def test_what_cannot_be_asked_for_is_the_callers_fault(sample: Path) -> None:
    for wrong in (
        lambda: briefing.build(sample, formats=("odt",)),
        lambda: briefing.build(sample, formats="odt"),
        lambda: briefing.build(sample, formats=()),
        lambda: briefing.press(sample, standard="x-9"),
        lambda: briefing.press(sample, numbers=(5, 1)),
        lambda: briefing.load("2022-99"),
    ):
        with pytest.raises(briefing.UsageError) as refused:
            wrong()
        assert refused.value.exit_code is briefing.ExitCode.USAGE and refused.value.diagnostics[0].hint
    with pytest.raises(briefing.UsageError, match="还没有成品"):
        briefing.prove(sample, "nowhere")


def test_a_file_becomes_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    issue = tmp_path / "issues" / "2024-05"
    issue.mkdir(parents=True)
    (issue / "issue.yaml").write_text(f"{SAMPLE['issue.yaml']}reports:\n  - 01-甲.md\n", "utf-8")
    (issue / "01-甲.md").write_text("# 甲市：一个标题\n\n一段正文。\n", "utf-8")
    sent = tmp_path / "乙市.txt"
    sent.write_text("乙市：另一个标题\n\n这是送来的一段正文，写得很清楚。\n", "utf-8")
    before = sorted(path.name for path in issue.iterdir())
    draft = briefing.import_(sent)
    assert draft.markdown.startswith("# 乙市：另一个标题") and sorted(path.name for path in issue.iterdir()) == before
    draft = briefing.import_(sent, "5")
    assert (issue / f"{draft.name}.md").read_text("utf-8") == draft.markdown
    assert f"- {draft.name}.md" in (issue / "issue.yaml").read_text("utf-8")
    assert [str(article.path) for article in briefing.load("5").articles] == ["01-甲.md", f"{draft.name}.md"]
    with pytest.raises(briefing.UsageError, match="找不到文件"):
        briefing.import_(tmp_path / "没有.docx", "5")
