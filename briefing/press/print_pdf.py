"""The release PDF → the print shop's: PDF/X-4 (ISO 15930-7) or PDF/X-1a:2003 (ISO 15930-4), in the house's inks.

What a press has no use for is left out: tags, links, bookmarks. The result follows from the arguments alone.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from briefing.errors import Diagnostic, InputError
from briefing.house import PT_PER_MM, HouseStyle
from briefing.output.pdf import xmp
from briefing.press import marks, streams
from briefing.press.lettering import embed
from briefing.press.palette import BLACK, Palette, UnknownColor, palette
from briefing.press.pictures import Undecodable, pressed
from briefing.press.placing import placed

LABELS = {"x-4": "PDF/X-4", "x-1a": "PDF/X-1a:2003"}
_VERSIONS = {"x-4": "1.6", "x-1a": "1.4"}


@dataclass(frozen=True, slots=True)
class Job:
    """How one release is to be printed. `line` stands outside the trimmed sheet where marks are drawn, in `face`."""

    house: HouseStyle
    standard: str
    profile: bytes
    line: str
    face: bytes
    process: bool | None = None


def print_pdf(release: bytes, job: Job) -> bytes:
    """Raises InputError for a colour that the house does not name and for what no press can print."""
    import pikepdf

    style = job.house.printing
    inks = palette(job.house, job.process)
    with pikepdf.open(io.BytesIO(release)) as document:
        writer = _Writer(document, inks, job.profile if style.pictures == "cmyk" else None)
        bleeding = False
        for number, page in enumerate(document.pages, 1):
            try:
                bleeding |= writer.page(page)
            except UnknownColor as error:
                raise _refused(f"第{number}页{error}") from None
            except streams.Unprintable as error:
                raise _refused(f"第{number}页有不能分色的内容：{error}") from None
            except Undecodable as error:
                raise _refused(str(error)) from None
        if style.marks == "always" or (style.marks == "auto" and bleeding):
            writer.mark(job.line, job.face, style.bleed_mm * PT_PER_MM)
        _bare(document)
        _label(document, job, hashlib.sha256(release).hexdigest())
        buffer = io.BytesIO()
        document.remove_unreferenced_resources()
        packed = pikepdf.ObjectStreamMode.generate if job.standard == "x-4" else pikepdf.ObjectStreamMode.disable
        document.save(
            buffer, deterministic_id=True, object_stream_mode=packed, force_version=_VERSIONS[job.standard], linearize=False
        )
    return buffer.getvalue()


class _Writer:
    """Re-inks the pages of one document; shared pictures and forms are made once."""

    def __init__(self, document: Any, inks: Palette, profile: bytes | None) -> None:
        from pikepdf import Array, Dictionary, Name

        self._document, self._inks, self._profile = document, inks, profile
        self._made: dict[tuple[int, int], Any] = {}
        self._states = {
            name: document.make_indirect(Dictionary(Type=Name.ExtGState, OP=stroke, op=fill, OPM=1))
            for (fill, stroke), name in streams.STATES.items()
        }
        self._spot = None
        if inks.spot_name:
            tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array(list(inks.alternate)), N=1)
            self._spot = document.make_indirect(
                Array([Name.Separation, Name("/" + inks.spot_name), Name.DeviceCMYK, document.make_indirect(tint)])
            )

    def page(self, page: Any) -> bool:
        """Re-ink one page; whether a picture reaches its edge."""
        import pikepdf

        box = [float(edge) for edge in page.MediaBox]
        marks.apply(page, marks.Boxes(box[2] - box[0], box[3] - box[1]))
        resources = page.get("/Resources", pikepdf.Dictionary())
        instructions = list(pikepdf.parse_content_stream(page))
        bleeding = any(_reaches(bounds, box) for _, bounds in placed(instructions, resources))
        written = streams.reink(instructions, self._inks, _states_of(resources))
        page.Contents = self._document.make_stream(pikepdf.unparse_content_stream(written))
        page.Resources = self._resources(resources)
        for name in ("/StructParents", "/Tabs", "/Annots", "/Group"):
            if name in page and (name != "/Group" or self._opaque(page)):
                del page[name]
        return bleeding

    def mark(self, line: str, face: bytes, bleed: float) -> None:
        """Give every page its marks and its line."""
        import pikepdf

        lines = [f"{line}　第{number}页　{'、'.join(self._used(page))}" for number, page in enumerate(self._document.pages, 1)]
        try:
            lettering = embed(self._document, face, "".join(lines))
        except LookupError as error:
            raise _refused(f"裁切线外的说明缺字：{error}") from None
        for page, text in zip(self._document.pages, lines, strict=True):
            trim = [float(edge) for edge in page.TrimBox]
            boxes = marks.Boxes(trim[2], trim[3], bleed, marks.SLUG)
            marks.apply(page, boxes)
            page.Resources.Font = pikepdf.Dictionary({**dict(page.Resources.get("/Font", {})), "/Job": lettering.font})
            chosen = [b"0 0 0 1 k 0 0 0 1 K /Over11 gs"]
            if self._spot is not None and self._inks.spot_name in self._used(page):
                chosen.append(b"/Spot cs 1 scn /Spot CS 1 SCN /Over11 gs")
            drawn = marks.crop_marks(boxes, text, lettering, "/Job", chosen)
            moved = f"q 1 0 0 1 {boxes.shift:.4f} {boxes.shift:.4f} cm\n".encode()
            page.Contents = self._document.make_stream(moved + page.Contents.read_bytes() + b"\nQ\n" + drawn)

    def _used(self, page: Any) -> list[str]:
        spot = self._inks.spot_name
        return [BLACK, spot] if spot and b"/Spot" in page.Contents.read_bytes() else [BLACK]

    def _resources(self, old: Any) -> Any:
        import pikepdf

        new = pikepdf.Dictionary()
        if "/Font" in old:
            new.Font = old.Font
        kept = {name: state for name, state in _states_of(old).items() if not streams.plain(state)}
        new.ExtGState = pikepdf.Dictionary({**kept, **self._states})
        if self._spot is not None:
            new.ColorSpace = pikepdf.Dictionary({streams.SPOT: self._spot})
        objects = {name: self._object(item) for name, item in old.get("/XObject", {}).items()}
        if objects:
            new.XObject = pikepdf.Dictionary(objects)
        return new

    def _object(self, item: Any) -> Any:
        import pikepdf

        if item.objgen not in self._made:
            if item.get("/Subtype") == "/Image":
                self._made[item.objgen] = pressed(self._document, item, self._profile)
            else:
                resources = item.get("/Resources", pikepdf.Dictionary())
                written = streams.reink(pikepdf.parse_content_stream(item), self._inks, _states_of(resources))
                item.write(pikepdf.unparse_content_stream(written))
                item.Resources = self._resources(resources)
                self._made[item.objgen] = item
        return self._made[item.objgen]

    def _opaque(self, page: Any) -> bool:
        return page.Group.get("/S") == "/Transparency" and len(page.Resources.ExtGState) == len(self._states)


def _states_of(resources: Any) -> dict[str, Any]:
    return {name: state for name, state in resources.get("/ExtGState", {}).items()}


def _reaches(bounds: tuple[float, float, float, float], box: list[float]) -> bool:
    near = 0.5
    return bounds[0] < box[0] + near or bounds[1] < box[1] + near or bounds[2] > box[2] - near or bounds[3] > box[3] - near


def _bare(document: Any) -> None:
    """Leave out what is for readers on a screen."""
    for name in (
        "/StructTreeRoot",
        "/MarkInfo",
        "/Outlines",
        "/Names",
        "/Dests",
        "/PageMode",
        "/OpenAction",
        "/AA",
        "/ViewerPreferences",
    ):
        if name in document.Root:
            del document.Root[name]


def _label(document: Any, job: Job, seed: str) -> None:
    from pikepdf import Array, Dictionary, Name, Stream, String

    style, label = job.house.printing, LABELS[job.standard]
    info = document.docinfo
    info.Producer = "briefing"
    info.Trapped = Name("/False")
    if job.standard == "x-1a":
        info.GTS_PDFXVersion = String(label)
    said = {name.lstrip("/"): str(value) for name, value in info.items() if name != "/Trapped"}
    for name in ("CreationDate", "ModDate"):
        said[name] = xmp.iso_date(said.get(name, ""))
    metadata = Stream(document, xmp.printing(said, label, seed))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    document.Root.Metadata = document.make_indirect(metadata)
    profile = Stream(document, job.profile)
    profile.N, profile.Alternate = 4, Name.DeviceCMYK
    intent = Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFX, OutputConditionIdentifier=String(style.condition), Info=String(style.condition),
        OutputCondition=String(style.condition), RegistryName=String("http://www.color.org"),
        DestOutputProfile=document.make_indirect(profile),
    )  # fmt: skip
    document.Root.OutputIntents = Array([document.make_indirect(intent)])


def _refused(message: str) -> InputError:
    return InputError(
        Diagnostic(
            "print-ink",
            message,
            hint="请在 house.yaml 的 colors 里写上这种颜色的 rgb 和 cmyk；用两种以上颜色的，把 print 的 red 写成 process。",
        )
    )
