"""Addresses → what is done. Nothing else speaks HTTP; who may speak at all, the gate has decided before."""

from __future__ import annotations

import mimetypes
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from briefing.building import receiving
from briefing.core.errors import BriefingError
from briefing.desk import plain_values, report_list, settings_form
from briefing.desk.bodies import Unfit, file_name, received, said
from briefing.desk.desk import Desk
from briefing.desk.errands import Refused
from briefing.desk.manuscript import Manuscript
from briefing.desk.news import Window
from briefing.desk.open_issue import OpenIssue
from briefing.desk.passes import Passes
from briefing.files.world import MAX_PICTURE
from briefing.importing import placing
from briefing.source.folder import DRAFT, FILE

STATIC = Path(__file__).with_name("static")
_STATIC_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
#: Files in one archive that was dropped on the desk.
_MOST_FILES = 200
_PICTURES = (".png", ".jpg", ".jpeg", ".svg", ".gif", ".bmp", ".tif", ".tiff", ".webp")

Handler = Callable[[Request], Awaitable[Response]]


def application(desk: Desk, passes: Passes) -> Starlette:
    return Starlette(routes=_Routes(desk, passes).all(), lifespan=_alive(desk))


def _alive(desk: Desk) -> Any:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        desk.start()
        yield
        await desk.close()

    return lifespan


class _Routes:
    def __init__(self, desk: Desk, passes: Passes) -> None:
        self._desk, self._passes = desk, passes

    def all(self) -> list[Route]:
        issue = "/api/issue/{name}"
        reading: dict[str, Handler] = {
            "/": self.page, "/enter": self.door, "/issue/{name}": self.page, "/static/{file}": self.static,
            "/face/{token}": self.face, "/page-text.css": self.page_text, "/api/shelf": self.shelf, issue: self.issue,
            f"{issue}/news": self.news, f"{issue}/form": self.form, f"{issue}/states": self.states,
            f"{issue}/state/{{number:int}}": self.state, f"{issue}/made": self.made, f"{issue}/file/{{file}}": self.file,
            f"{issue}/picture/{{file}}": self.picture_shown,
        }  # fmt: skip
        changing: dict[str, Handler] = {
            "/enter": self.enter, "/password": self.password, "/api/new": self.new, f"{issue}/edit": self.edit,
            f"{issue}/settle": self.settle, f"{issue}/order": self.order, f"{issue}/setting": self.setting,
            f"{issue}/remove": self.remove, f"{issue}/report": self.report, f"{issue}/upload": self.upload,
            f"{issue}/drafts": self.drafts, f"{issue}/accept": self.accept, f"{issue}/picture": self.picture,
            f"{issue}/paste": self.paste, f"{issue}/restore": self.restore, f"{issue}/make": self.make,
            f"{issue}/prove": self.prove, f"{issue}/folder": self.folder,
        }  # fmt: skip
        return [
            *(Route(path, _told(handler), methods=["GET"]) for path, handler in reading.items()),
            *(Route(path, _told(handler), methods=["POST"]) for path, handler in changing.items()),
        ]

    # --- the way in

    async def page(self, request: Request) -> Response:
        text = (STATIC / "index.html").read_text("utf-8")
        return HTMLResponse(text.replace("{{nonce}}", request.scope["nonce"]))

    async def door(self, request: Request) -> Response:
        del request
        text = (STATIC / "enter.html").read_text("utf-8")
        return HTMLResponse(text.replace("{{password}}", "yes" if self._passes.password else "no"))

    async def enter(self, request: Request) -> Response:
        asked = await said(request, key=str)
        return self._let_in(self._passes.enter(asked["key"]), "网址已经用过或不对。请回到打开编辑台的窗口，用那里的网址再打开一次。")

    async def password(self, request: Request) -> Response:
        asked = await said(request, password=str)
        return self._let_in(self._passes.speak(asked["password"]), "密码不对；连着错五次要等半分钟。")

    def _let_in(self, session: str | None, otherwise: str) -> Response:
        if session is None:
            return JSONResponse({"why": otherwise}, 403)
        response = JSONResponse({})
        response.set_cookie(self._passes.cookie, session, httponly=True, samesite="strict", path="/")
        return response

    async def static(self, request: Request) -> Response:
        path = STATIC / file_name(request.path_params["file"])
        if path.suffix not in _STATIC_KINDS or not path.is_file():
            return PlainTextResponse("没有这个文件", 404)
        return FileResponse(path, media_type=_STATIC_KINDS[path.suffix])

    async def face(self, request: Request) -> Response:
        path = self._desk.face(request.path_params["token"])
        return FileResponse(path, media_type="font/ttf", headers={"Cache-Control": "private, max-age=31536000, immutable"})

    async def page_text(self, request: Request) -> Response:
        from briefing.output import screen

        del request
        return Response(screen.style_sheet({}), media_type="text/css")

    # --- the shelf

    async def shelf(self, request: Request) -> Response:
        del request
        houses = [{"name": name, "title": title} for name, title in self._desk.houses_there().items()]
        return JSONResponse({"issues": self._desk.listed(), "houses": houses})

    async def new(self, request: Request) -> Response:
        asked = await said(request, number=int, date=str, earlier=str, house=str, cities=list)
        if asked["earlier"]:
            await (await self._desk.issue(asked["earlier"])).save()
        elif asked["house"] not in self._desk.houses_there():
            raise Unfit(400, "没有这个版式")
        shared = {key: asked[key] for key in ("number", "date", "earlier", "house", "cities")}
        return JSONResponse(await self._desk.errands.run("new", {**shared, "shelf": str(self._desk.shelf)}))

    # --- an issue

    async def _issue(self, request: Request) -> OpenIssue:
        return await self._desk.issue(request.path_params["name"])

    async def issue(self, request: Request) -> Response:
        issue = await self._issue(request)
        restored, issue.restored = issue.restored, []
        return JSONResponse(
            {"texts": issue.texts, "versions": issue.versions, "outline": issue.outline, "restored": restored}
        )

    async def news(self, request: Request) -> Response:
        issue = await self._issue(request)
        window = Window(request.query_params.get("window", ""))
        window.tell("safety", issue.safety)
        window.tell("texts", {"texts": issue.texts, "versions": issue.versions})
        for file, clash in issue.clashes.items():
            window.tell("clash", clash.plain(file))
        issue.windows.add(window)
        if issue.pages:
            issue.show(window)
        window.tell("outline", issue.outline)
        window.tell("broken", issue.broken)
        window.tell("findings", issue.findings)

        async def stream() -> AsyncIterator[str]:
            try:
                async for event in window.stream():
                    yield event
            finally:
                issue.windows.discard(window)

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def edit(self, request: Request) -> Response:
        asked = await said(request, file=str, text=str, was=str, window=str)
        issue = await self._issue(request)
        return JSONResponse(issue.edit(asked["file"], asked["text"], asked["was"], asked["window"]))

    async def settle(self, request: Request) -> Response:
        asked = await said(request, file=str, text=str)
        (await self._issue(request)).settle(asked["file"], asked["text"])
        return JSONResponse({})

    async def order(self, request: Request) -> Response:
        asked = await said(request, sections=list, attachments=list)
        issue = await self._issue(request)
        text = report_list.reordered(issue.texts, _sections(asked["sections"]), [str(each) for each in asked["attachments"]])
        return self._settings(issue, text, "调整次序")

    async def form(self, request: Request) -> Response:
        issue = await self._issue(request)
        file = request.query_params.get("file", FILE)
        text = issue.texts[file]
        return JSONResponse(
            settings_form.form(text, self._desk.houses_there()) if file == FILE else settings_form.report_form(text)
        )

    async def setting(self, request: Request) -> Response:
        asked = await said(request, file=str, key=str, value=(str, list, dict))
        issue = await self._issue(request)
        file, text = asked["file"], issue.texts[asked["file"]]
        write = settings_form.written if file == FILE else settings_form.report_written
        return self._settings(issue, write(text, asked["key"], asked["value"]), "本期设置" if file == FILE else "本篇信息", file)

    def _settings(self, issue: OpenIssue, text: str | None, why: str, file: str = FILE) -> Response:
        if text is None:
            raise Unfit(409, "这里的写法特别，表格里改不了；请打开“原文”来改")
        issue.put({file: text}, why)
        return JSONResponse({"text": text})

    async def report(self, request: Request) -> Response:
        """A new report, empty but for its title."""
        asked = await said(request, title=str)
        issue = await self._issue(request)
        name = _vacant(issue, asked["title"])
        title = " ".join(asked["title"].split()) or "请在这里写标题"
        issue.put({name: f"# {title}\n\n请在这里写正文。\n"}, "新增一篇")
        outline = issue.outline
        if any(each["file"] == name for each in outline["drafts"]):
            last = outline["sections"][-1:]
            sections = [{**each, "reports": [report["file"] for report in each["reports"]]} for each in outline["sections"]]
            if last:
                sections[-1]["reports"].append(name)
            text = report_list.reordered(issue.texts, sections, [each["file"] for each in outline["attachments"]])
            if text is not None:
                issue.put({FILE: text}, "新增一篇")
        await issue.save()
        return JSONResponse({"file": name})

    async def remove(self, request: Request) -> Response:
        asked = await said(request, file=str)
        issue = await self._issue(request)
        if asked["file"] == FILE:
            raise Unfit(400, "本期设置不能删去")
        outline = issue.outline
        listed = [{**each, "reports": [one["file"] for one in each["reports"] if one["file"] != asked["file"]]} for each in outline["sections"]]
        attached = [each["file"] for each in outline["attachments"] if each["file"] != asked["file"]]
        text = report_list.reordered(issue.texts, listed, attached)
        await issue.remove(asked["file"])
        if text is not None and asked["file"] in issue.texts[FILE]:
            issue.put({FILE: text}, "删去一篇")
        return JSONResponse({})

    # --- what comes in

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
            _unpack(path, folder)
        return JSONResponse({"batch": token})

    async def drafts(self, request: Request) -> Response:
        """Every report of a batch as it would be taken in; pictures are counted apart."""
        asked = await said(request, batch=str)
        issue = await self._issue(request)
        folder = self._desk.batch(asked["batch"])
        files = {str(path): path.name.partition("-")[2] for path in sorted(folder.iterdir()) if path.suffix != ".batch"}
        pictures = {path: name for path, name in files.items() if name.lower().endswith(_PICTURES)}
        reports = {path: name for path, name in files.items() if path not in pictures}
        kept = {"files": reports, "batch": str(folder / "drafts.batch")}
        done = await self._desk.on_disk(issue, "draft", kept) if reports else {"reports": []}
        return JSONResponse({**done, "pictures": list(pictures.values())})

    async def accept(self, request: Request) -> Response:
        asked = await said(request, batch=str, chosen=list, replacing=list)
        issue = await self._issue(request)
        folder = self._desk.batch(asked["batch"])
        kept = {"batch": str(folder / "drafts.batch"), "chosen": asked["chosen"], "replacing": asked["replacing"]}
        return JSONResponse(await self._desk.on_disk(issue, "enlist", kept))

    async def picture(self, request: Request) -> Response:
        """A picture for the report that names it."""
        issue = await self._issue(request)
        sent = Path(file_name(request.query_params.get("name", "")))
        name = f"{placing.stem(sent.stem)}{sent.suffix.lower()}"  # one that can stand in a text as it is
        folder = self._desk.batch(self._desk.new_batch())
        await received(request, folder / name, MAX_PICTURE)
        await self._desk.errands.run("picture", {"path": str(folder / name), "name": name, "folder": str(issue.folder)})
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

    # --- states of before

    async def states(self, request: Request) -> Response:
        issue = await self._issue(request)
        found = [{"number": each.number, "time": each.time, "why": each.why} for each in reversed(issue.states.all())]
        return JSONResponse({"states": found})

    async def state(self, request: Request) -> Response:
        issue = await self._issue(request)
        return JSONResponse({"texts": _state(issue, request.path_params["number"]), "now": issue.texts})

    async def restore(self, request: Request) -> Response:
        asked = await said(request, number=int, files=list)
        issue = await self._issue(request)
        texts = _state(issue, asked["number"])
        wanted = {name: texts[name] for name in texts if name in asked["files"]}
        issue.put(wanted, "退回到以前")
        await issue.save()
        return JSONResponse({"files": list(wanted)})

    # --- what goes out

    async def make(self, request: Request) -> Response:
        asked = await said(request, what=str)
        if asked["what"] not in ("release", "ofd", "print", "archive"):
            raise Unfit(400, "没有这种成品")
        return JSONResponse(await self._desk.on_disk(await self._issue(request), "make", {"what": asked["what"]}))

    async def prove(self, request: Request) -> Response:
        await said(request)
        return JSONResponse(await self._desk.on_disk(await self._issue(request), "prove", {}))

    async def made(self, request: Request) -> Response:
        return JSONResponse(await self._made(await self._issue(request)))

    async def _made(self, issue: OpenIssue) -> dict[str, Any]:
        return await self._desk.on_disk(issue, "made", {})

    async def file(self, request: Request) -> Response:
        """One of the outputs that the manifest names."""
        from briefing.storage import manifest

        issue = await self._issue(request)
        name, folder = request.path_params["file"], self._desk.output / issue.folder.name
        if name not in manifest.read(folder).document.get("files", {}) or (folder / name).is_symlink():
            return PlainTextResponse("没有这个文件", 404)
        shown = name.endswith(".pdf") and "save" not in request.query_params
        return FileResponse(folder / name, filename=name, content_disposition_type="inline" if shown else "attachment")

    async def folder(self, request: Request) -> Response:
        """Show the folder of the outputs in the system's file manager."""
        await said(request)
        path = self._desk.output / (await self._issue(request)).folder.name
        if not path.is_dir():
            raise Unfit(409, "还没有成品")
        opener = {"darwin": "open", "win32": "explorer"}.get(sys.platform, "xdg-open")
        try:
            subprocess.Popen([opener, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        except OSError:
            raise Unfit(409, f"这台电脑打不开文件夹窗口；文件在 {path}") from None
        return JSONResponse({"folder": str(path)})


def _told(handler: Handler) -> Handler:
    """What goes wrong as an answer that the page can show."""

    async def answered(request: Request) -> Response:
        try:
            return await handler(request)
        except Unfit as error:
            return JSONResponse({"why": str(error)}, error.status)
        except Refused as error:
            return JSONResponse({"why": "", "findings": error.findings}, 409)
        except BriefingError as error:
            return JSONResponse({"why": "", "findings": plain_values.findings(error.diagnostics)}, 409)
        except KeyError:
            return JSONResponse({"why": "没有找到，可能已经移走或删去"}, 404)

    return answered


def _sections(found: list[Any]) -> list[dict[str, Any]]:
    """Raises Unfit."""
    try:
        return [
            {"name": str(each["name"]), "numbering": str(each["numbering"]), "reports": [str(name) for name in each["reports"]]}
            for each in found
        ]
    except (TypeError, KeyError):
        raise Unfit(400, "发来的内容不完整") from None


def _state(issue: OpenIssue, number: int) -> dict[str, str]:
    """The texts of a state that was saved. Raises KeyError."""
    found = next((each for each in issue.states.all() if each.number == number), None)
    if found is None:
        raise KeyError(number)
    texts = {}
    for name, digest in found.files.items():
        data = issue.states.text(digest)
        if data is not None:
            texts[name] = Manuscript.read(name, data).text
    return texts


def _vacant(issue: OpenIssue, title: str) -> str:
    subject = title.partition("：")[0].strip()[:12] or "新稿"
    return f"{placing.vacant(issue.folder, placing.stem(subject), taken=[each.removesuffix('.md') for each in issue.texts])}.md".lstrip(DRAFT)


def _unpack(path: Path, folder: Path) -> None:
    """The files of an archive beside it, which goes away. Names that are no UTF-8 are GBK, as Windows writes them. Raises Unfit."""
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
