"""What LibreOffice opens (.doc, .wps, .rtf, .odt) → DOCX."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from briefing.errors import Diagnostic, InputError, MissingToolError, Span

#: Ten pages take a second; the first start of a new profile some more.
_SECONDS = 120


def converted(data: bytes, file: str, suffix: str) -> bytes:
    """The DOCX that LibreOffice makes of `data`, in a profile of its own. Raises MissingToolError, InputError."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        hint = "请在 Word 或 WPS 里另存为 .docx；或安装 LibreOffice（briefing doctor 会说怎样装）。"
        message = f"读 {suffix} 文件要用 LibreOffice，这台电脑上没有"
        raise MissingToolError(Diagnostic("import-office", message, Span(file, 1, 1), hint))
    with tempfile.TemporaryDirectory(prefix="briefing-") as name:
        folder = Path(name)
        (folder / f"source{suffix}").write_bytes(data)
        command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", name, str(folder / f"source{suffix}")]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS, stdin=subprocess.DEVNULL)
            return (folder / "source.docx").read_bytes()
        except (subprocess.SubprocessError, OSError):
            hint = "文件可能坏了或加了密；请用 Word 或 WPS 打开，另存为 .docx。"
            raise InputError(Diagnostic("import-office", "LibreOffice 打不开这个文件", Span(file, 1, 1), hint)) from None
