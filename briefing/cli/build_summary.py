"""`build --summary`: a page in Markdown about what was made, with pictures of the pages that changed."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.building.run import Built, FailedIssue, place
from briefing.core.errors import Diagnostic, OutputError, Severity
from briefing.core.terminal import visible
from briefing.storage import disk

if TYPE_CHECKING:
    from PIL.Image import Image

PAGE = "summary.md"
_PICTURE = re.compile(r".+-\d+-(before|now)\.png", re.DOTALL)
#: Pages shown of an issue; a new type size changes all of them.
_SHOWN = 12


class Summary:
    """Collects while issues are made. `folder` gets the page and `pages/` its pictures; `before` is where outputs of an
    earlier state stand, as `output` has those of this one; None: what stood in `output` is set aside, from now on."""

    def __init__(self, folder: str, sources: Sequence[Path], output: str, before: str | None) -> None:
        self._folder, self._output = Path(folder), output
        self._began = time.monotonic()
        self._rows: list[str] = []
        self._shown: list[str] = []
        self._counts = {"made": 0, "unchanged": 0, "failed": 0}
        self._pages = 0
        for stale in self._folder.glob("pages/*-*.png"):
            if _PICTURE.fullmatch(stale.name):
                stale.unlink(missing_ok=True)
        self._aside = tempfile.TemporaryDirectory() if before is None else None
        self._before = Path(self._aside.name if self._aside else before or "")
        for source in sources if self._aside is not None else ():
            pdf = _pdf(place(source, output))
            if pdf.is_file():
                (self._before / source.name).mkdir()
                shutil.copyfile(pdf, self._before / source.name / pdf.name)

    def add(self, result: Built | FailedIssue, source: Path) -> None:
        errors = sum(item.severity is Severity.ERROR for item in result.diagnostics)
        remarks = len(result.diagnostics) - errors
        if isinstance(result, FailedIssue):
            self._counts["failed"] += 1
            first = next((item.message for item in result.diagnostics if item.severity is Severity.ERROR), "")
            self._row(source.name, f"✗ {first}", "", remarks)
            return
        self._counts["made" if result.changed else "unchanged"] += 1
        self._pages += result.pages
        try:
            changed, was = self._compare(source, result.pages)
        except OSError as error:
            raise OutputError(_refused(self._folder, error)) from None
        extent = f"{was} → {result.pages}" if was not in (None, result.pages) else str(result.pages)
        said = (
            "没有变化"
            if not result.changed
            else "制作了"
            if was is None
            else f"{changed} 页与以前不同"
            if changed
            else "各页与以前相同"
        )
        self._row(source.name, f"✓ {said}", extent, remarks)

    def _row(self, name: str, state: str, pages: str, remarks: int) -> None:
        self._rows.append(f"| {_cell(name)} | {_cell(state)} | {pages} | {remarks or ''} |")

    def _compare(self, source: Path, pages: int) -> tuple[int, int | None]:
        """How many pages changed, and how many there were; None: there was no such issue."""
        from briefing.building.page_changes import changed_pages

        name = source.name
        old, new = _pdf(self._before / name), _pdf(place(source, self._output))
        before = old.read_bytes() if old.is_file() else None
        if not new.is_file():  # only other formats were asked for
            return 0, pages
        now = new.read_bytes()
        if before is None or before == now:
            return 0, pages if before is not None else None
        changed = list(changed_pages(before, now))
        gone = sum(change.now is None for change in changed)
        added = sum(change.before is None for change in changed)
        if changed:
            self._shown += [f"### {name}", "", "| 页 | 以前 | 现在 |", "|---|---|---|"]
            for change in changed[:_SHOWN]:
                pictures = (
                    self._picture(name, change.number, "before", change.before),
                    self._picture(name, change.number, "now", change.now),
                )
                self._shown.append(f"| {change.number} | {' | '.join(pictures)} |")
            self._shown += ["", *([f"另有 {len(changed) - _SHOWN} 页也不同。", ""] if len(changed) > _SHOWN else [])]
        return len(changed), pages + gone - added

    def _picture(self, name: str, page: int, state: str, picture: Image | None) -> str:
        if picture is None:
            return "没有这一页"
        data = io.BytesIO()
        picture.quantize(16).save(data, "PNG", optimize=True)
        file = f"pages/{name}-{page}-{state}.png"
        self._put(file, data.getvalue())
        return f"![第 {page} 页]({file.replace(' ', '%20')})"

    def write(self) -> Path:
        """Raises OutputError."""
        counts = self._counts
        seconds = time.monotonic() - self._began
        figures = (
            f"做了 {counts['made']} 期，{counts['unchanged']} 期没有变化，{counts['failed']} 期没有做成；"
            f"共 {self._pages} 页，用了 {seconds:.0f} 秒。"
        )
        table = ["| 期次 | 结果 | 页数 | 要注意的 |", "|---|---|---|---|", *self._rows]
        changed = ["## 与以前不同的页", "", *self._shown] if self._shown else []
        text = "\n".join(["## 制作", "", figures, "", *table, "", *changed])
        try:
            self._put(PAGE, text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise OutputError(_refused(self._folder, error)) from None
        finally:
            if self._aside is not None:
                self._aside.cleanup()
        return self._folder / PAGE

    def _put(self, name: str, data: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        disk.replace(path, data)


def _pdf(folder: Path) -> Path:
    return folder / f"{folder.name}.pdf"


def _cell(text: str) -> str:
    return visible(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _refused(folder: Path, error: OSError) -> Diagnostic:
    hint = "成品不受影响。请用 --summary 另选一个文件夹。"
    return Diagnostic("output", f"汇总写不进去：{folder}（{disk.reason(error)}）", hint=hint)
