"""What comes in: files that others sent, pictures, the clipboard."""

from __future__ import annotations

import mimetypes
import zipfile
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response

from briefing.building import receiving
from briefing.core import plain
from briefing.core.plain import Entries
from briefing.desk import report_list
from briefing.desk.bodies import Unfit, file_name, received, said
from briefing.desk.desk import Desk
from briefing.desk.handling import Handlers
from briefing.desk.writing_routes import ISSUE
from briefing.files.world import MAX_PICTURE
from briefing.importing import placing
from briefing.source.folder import FILE

#: Files in one archive that was dropped on the desk.
_MOST_FILES = 200
_PICTURES = (".png", ".jpg", ".jpeg", ".svg", ".gif", ".bmp", ".tif", ".tiff", ".webp")


class IncomingRoutes(Handlers):
    """Nothing is put into the issue before people have seen what came of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.reading = {
            f"{ISSUE}/picture/{{file}}": self.picture_shown,
        }
        self.changing = {
            f"{ISSUE}/upload": self.upload,
            f"{ISSUE}/drafts": self.drafts,
            f"{ISSUE}/accept": self.accept,
            f"{ISSUE}/picture": self.picture,
            f"{ISSUE}/paste": self.paste,
        }

    async def upload(self, request: Request) -> Response:
        """One file of a batch; archives are opened."""
        token = request.query_params.get("batch", "")
        folder = self._desk.batch(token) if token else self._desk.batch(token := self._desk.new_batch())
        name = file_name(request.query_params.get("name", ""))
        count = sum(1 for _ in folder.iterdir())
        if count >= _MOST_FILES:
            raise Unfit(413, f"一次最多放 {_MOST_FILES} 个文件")
        path = folder / f"{count:03d}-{name}"
        await received(request, path, receiving.MAX_FILE)
        if path.suffix.lower() == ".zip":
            unpack(path, folder)
        return JSONResponse({"batch": token})

    async def drafts(self, request: Request) -> Response:
        """Every report of a batch as it would be taken in; pictures are counted apart."""
        asked = await said(request, batch=str)
        issue = await self._issue(request)
        folder = self._desk.batch(asked["batch"])
        files = {str(path): path.name.partition("-")[2] for path in sorted(folder.iterdir()) if path.suffix != ".batch"}
        pictures = {path: name for path, name in files.items() if name.lower().endswith(_PICTURES)}
        reports = {path: name for path, name in files.items() if path not in pictures}
        kept: Entries = {"files": reports, "batch": str(folder / "drafts.batch")}
        done = await self._desk.on_disk(issue, "draft", kept) if reports else {"reports": []}
        return JSONResponse({**done, "pictures": list(pictures.values())})

    async def accept(self, request: Request) -> Response:
        asked = await said(request, batch=str, chosen=list, replacing=list, undone=dict)
        issue = await self._issue(request)
        folder = self._desk.batch(asked["batch"])
        kept = {"batch": str(folder / "drafts.batch"), **{key: asked[key] for key in ("chosen", "replacing", "undone")}}
        async with self._desk.deeds(issue).noted("放入文件") as deed:
            done = await self._desk.on_disk(issue, "enlist", kept)
            text = report_list.taken_in(issue.texts, plain.texts(done["added"]))
            if text:  # there are several sections: people will move it
                issue.put({FILE: text}, "放入文件")
        return JSONResponse({**done, **deed.plain()})

    async def picture(self, request: Request) -> Response:
        """A picture for the report that names it."""
        issue = await self._issue(request)
        sent = Path(file_name(request.query_params.get("name", "")))
        name = f"{placing.stem(sent.stem)}{sent.suffix.lower()}"  # one that can stand in a text as it is
        folder = self._desk.batch(self._desk.new_batch())
        try:
            await received(request, folder / name, MAX_PICTURE)
        except Unfit as error:
            raise Unfit(error.status, f"图片{str(error)[2:]}；请用看图软件改小，或另存为 JPEG") from None
        await self._desk.errands.run("picture", {"path": str(folder / name)})
        return JSONResponse({"name": await issue.add_picture(name, (folder / name).read_bytes())})

    async def picture_shown(self, request: Request) -> Response:
        issue = await self._issue(request)
        name = file_name(request.path_params["file"])
        path = issue.folder / name
        if not name.lower().endswith(_PICTURES) or path.is_symlink() or not path.is_file():
            return PlainTextResponse("没有这张图片", 404)
        headers = {"Content-Security-Policy": "sandbox; default-src 'none'"}
        return FileResponse(path, media_type=mimetypes.guess_type(name)[0] or "application/octet-stream", headers=headers)

    async def paste(self, request: Request) -> Response:
        asked = await said(request, html=str)
        issue = await self._issue(request)
        return JSONResponse(await self._desk.errands.run("paste", {"html": asked["html"], "folder": str(issue.folder)}))


def unpack(path: Path, folder: Path) -> None:
    """The files of an archive beside it, which goes away: plain ones, whatever it says of links. Names that are no UTF-8 are GBK,
    as Windows has them. Raises Unfit."""
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")]
            if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > 2 * receiving.MAX_FILE:
                raise Unfit(413, "压缩包里的东西太多，请分几次放")
            for number, entry in enumerate(entries):
                name = entry.filename
                if not entry.flag_bits & 0x800:
                    name = name.encode("cp437", "replace").decode("gb18030", "replace")
                with archive.open(entry) as stream:
                    data = stream.read(receiving.MAX_FILE + 1)
                total += len(data)
                if total > 2 * receiving.MAX_FILE:
                    raise Unfit(413, "压缩包里的东西太多，请分几次放")
                (folder / f"{path.name[:3]}{number:03d}-{file_name(name)}").write_bytes(data)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise Unfit(400, "压缩包打不开：可能坏了，或加了密") from None
    finally:
        path.unlink(missing_ok=True)
