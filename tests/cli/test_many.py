"""Several issues in one command: which are made and why, what programs read of it, and what one that fails does to the others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from conftest import Run


def test_what_is_said_of_many(sample: Path, tmp_path: Path, briefing: Run) -> None:
    other = Path(shutil.copytree(sample, sample.parent / "2024-06"))
    (other / "issue.yaml").write_text((sample / "issue.yaml").read_text("utf-8").replace("number: 5", "number: 6"), "utf-8")
    broken = Path(shutil.copytree(sample, sample.parent / "2024-07"))
    (broken / "issue.yaml").write_text("house: x\n", "utf-8")

    def build(*options: str) -> tuple[int, str]:
        ran = briefing("build", "--all", "--format", "docx", *options, cwd=tmp_path)
        return ran.code, ran.out

    code, out = build("--explain")
    assert code == 3
    assert out.count("页\n  因为：还没有做过\n  build/2024-0") == 2

    (other / "01-甲.md").write_text("# 甲市：再改一稿\n\n一是加强统筹。甲市逐项落实责任。\n", "utf-8")
    code, out = build("--json")
    records = {record["issue"]: record for record in map(json.loads, out.splitlines())}
    assert {name: record["state"] for name, record in records.items()} == {
        "2024-05": "unchanged", "2024-06": "made", "2024-07": "failed",
    }  # fmt: skip
    assert records["2024-06"]["reasons"] == ["01-甲.md 改动过"] and records["2024-06"]["pages"] == 2
    finding = records["2024-07"]["diagnostics"][0]
    assert finding["severity"] == "error" and finding["file"] == "issues/2024-07/issue.yaml" and finding["line"] == 1
    assert (code, records["2024-07"]["exit"], records["2024-05"]["exit"]) == (3, 3, 0)

    assert build("--quiet") == (3, "")
