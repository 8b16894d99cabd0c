"""What may not be looked at is not taken for what is not there, on every Python."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefing.core.errors import OutputError
from briefing.files import looking
from briefing.storage import disk


def test_what_lies_there(tmp_path: Path) -> None:
    file, link = tmp_path / "a", tmp_path / "b"
    file.touch()
    link.symlink_to(link)
    nowhere = (tmp_path / "c", file / "d", link, Path("\0"))
    assert looking.file_stands(file) and looking.is_file(file) and not looking.folder_stands(file)
    assert looking.folder_stands(tmp_path) and looking.is_folder(tmp_path) and not looking.file_stands(tmp_path)
    assert not any(map(looking.file_stands, nowhere)) and not any(map(looking.folder_stands, nowhere))


def test_what_nobody_may_look_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def shut(path: object, **_: object) -> os.stat_result:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "stat", shut)
    assert not looking.is_file(tmp_path) and not looking.is_folder(tmp_path)
    for asked in (looking.file_stands, looking.folder_stands):
        with pytest.raises(PermissionError):
            asked(tmp_path)
    with pytest.raises(OutputError, match="没有权限"):
        disk.standing(tmp_path / "a.pdf")
