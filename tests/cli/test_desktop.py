"""The icon on the desktop starts the desk on the shelf that it was made for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing.cli import main


def test_the_icon_starts_the_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    home, place = tmp_path / "home", tmp_path / '简 报"$5%'
    (home / "桌面").mkdir(parents=True)
    (place / "issues").mkdir(parents=True)
    for name, path in {"HOME": home, "XDG_DATA_HOME": home / "data", "PATH": tmp_path}.items():
        monkeypatch.setenv(name, str(path))
    monkeypatch.chdir(place)
    assert main(["desktop"]) == 0
    icon = home / "桌面" / "简报编辑台.desktop"
    assert icon.stat().st_mode & 0o111
    assert str(icon) in capsys.readouterr().out
    lines = dict(line.split("=", 1) for line in icon.read_text("utf-8").splitlines() if "=" in line)
    value = lines["Exec"].replace("%%", "%").replace("\\\\", "\\")
    command = [re.sub(r'\\(["`$\\])', r"\1", each) for each in re.findall(r'"((?:[^"\\]|\\.)*)"', value)]
    assert command[1:5] == ["-P", "-m", "briefing", "serve"]
    assert command[6] == str(place / "issues")
    assert (home / "data" / "applications" / "简报编辑台.desktop").read_bytes() == icon.read_bytes()
    assert main(["desktop"]) == 0  # again
