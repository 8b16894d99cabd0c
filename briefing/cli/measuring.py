"""How LibreOffice sets the DOCX, told: `prove --office` and `build --office`."""

from __future__ import annotations

from pathlib import Path

from briefing.building.output_proof import Proved, measure_office
from briefing.cli import output
from briefing.core.errors import ExitCode, exit_code


def measure(proved: Proved, source: Path) -> int:
    """Exit code."""
    measured = measure_office(proved)
    if measured is None:
        output.note(f"{proved.name}：PDF 和 DOCX 都在，才能用 LibreOffice 比较。")
        return ExitCode.OK
    engine, found = measured
    output.report(found.diagnostics, proved.sources, source)
    agreement = found.agreement
    lines, pages = f"{agreement.lines}/{agreement.of_lines} 行", f"{agreement.pages}/{agreement.of_pages} 页"
    said = "文字一字不差" if not (found.lost or found.doubled) else f"少了 {found.lost} 字，多了 {found.doubled} 字"
    output.say(f"{proved.name}：{engine} 排的 DOCX {said}，与 PDF 相同的有 {lines}、{pages}")
    return exit_code(found.diagnostics)
