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

from briefing.building.plan import place
from briefing.building.run import Built, FailedIssue
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
        self._aside = tempfile.TemporaryDirectory() if before is None else None
        self._before = Path(self._aside.name if self._aside else before or "")
        try:
            self._clear()
            for source in sources if self._aside is not None else ():
                pdf = _pdf(place(source, output))
                if pdf.is_file():
                    (self._before / source.name).mkdir()
                    shutil.copyfile(pdf, self._before / source.name / pdf.name)
        except OSError as error:
            raise OutputError(_refused(self._folder, error)) from None

    def _clear(self) -> None:
        """Away with the pictures of an earlier summary. Raises OSError."""
        for stale in self._folder.glob("pages/*-*.png"):
            if _PICTURE.fullmatch(stale.name):
                stale.unlink(missing_ok=True)

    def add(self, result: Built | FailedIssue, source: Path) -> None:
        """Raises OutputError."""
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
            said, was = self._compared(source, result.changed)
        except OSError as error:
            raise OutputError(_refused(self._folder, error)) from None
        extent = str(result.pages) if was in (None, result.pages) else f"{was} → {result.pages}"
        self._row(source.name, f"✓ {said}", extent, remarks)

    def _row(self, name: str, state: str, pages: str, remarks: int) -> None:
        self._rows.append(f"| {_cell(name)} | {_cell(state)} | {pages} | {remarks or ''} |")

    def _compared(self, source: Path, made: bool) -> tuple[str, int | None]:
        """What is said of the issue, and how many pages there were before; None: that is not known."""
        from briefing.building.page_changes import UnreadableBefore, changed_pages, page_count

        old, new = _pdf(self._before / source.name), _pdf(place(source, self._output))
        before = old.read_bytes() if old.is_file() else None
        now = new.read_bytes() if new.is_file() else None
        usual = "制作了" if made else "没有变化"
        if now is None:  # only other formats were asked for
            return usual, None
        if before is None:
            return ("新做的" if made else usual) if self._aside is not None else f"{usual}，没有以前的 PDF 可比", None
        if before == now:
            return "各页与以前相同" if made or self._aside is None else usual, None
        rows: list[str] = []
        changed = 0
        try:
            was = page_count(before)
            for change in changed_pages(before, now):
                changed += 1
                if changed <= _SHOWN:
                    pictures = (
                        self._picture(source.name, change.number, "before", change.before),
                        self._picture(source.name, change.number, "now", change.now),
                    )
                    rows.append(f"| {change.number} | {' | '.join(pictures)} |")
        except UnreadableBefore:
            return f"{usual}，以前的 PDF 读不出来，没有比较", None
        if not changed:
            return "各页与以前相同", None
        more = [f"另有 {changed - _SHOWN} 页也不同。", ""] if changed > _SHOWN else []
        self._shown += [f"### {_cell(source.name)}", "", "| 页 | 以前 | 现在 |", "|---|---|---|", *rows, "", *more]
        return f"{changed} 页与以前不同", was

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
