"""What the archive receives: the release PDF as PDF/A-2u and PDF/UA-1, the OFD where one was made, their record, and a package of
all that is handed over, with a self-report, read back before it is put in place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from briefing.building import plan as planning
from briefing.building import stages
from briefing.core import bounds
from briefing.core.errors import BriefingError, Diagnostic, InputError, Severity, Span
from briefing.core.plain import Entries
from briefing.delivery.archive_metadata import REQUIRED, Metadata, metadata
from briefing.delivery.archive_number import FileNumber, file_number
from briefing.delivery.file_set import FileSet, Pressed, Release, deliver, passed
from briefing.files import looking
from briefing.house.style import PT_PER_MM, HouseStyle
from briefing.storage import manifest

#: What the manifest calls this set of files.
KIND = "archive"
PROFILE = "sRGB.icc"
_SHOWN = (".zip", ".eep", ".pdf", ".xml", ".json")


def archive_issue(source: Path, output: str | os.PathLike[str] = "build", *, force: bool = False) -> Pressed:
    """Build the issue where it must be, then make its archive files beside it. Raises a BriefingError; the old files then stand
    untouched."""
    return deliver(source, output, KIND, _options, _SHOWN, _make, force=force)


def _options(plan: planning.Plan) -> Entries:
    """The OFD, which is made on request, is described where there is one."""
    ofd = plan.listed.get(f"{plan.name}.ofd")
    return {"ofd": ofd.sha256 if ofd else ""}


def _make(release: Release) -> FileSet:
    from briefing.output.pdf import write_pdf
    from briefing.output.pdf.profiles import ARCHIVE
    from briefing.preflight.archive_rules import preflight
    from briefing.preflight.package_documents import identifier, judgement

    number = file_number(release.issue, release.house)
    base, stem = number.text or f"{release.name}-archive", number.text or release.name
    _free(release, base)
    count = len(release.composed.pages)
    profile = stages.profile(release.house, release.world, PROFILE)
    data = write_pdf(release.painted, release.world, ARCHIVE, intent=profile)
    looked = preflight(f"{base}.pdf", data, count)
    told = [*passed([*looked, *stamp_room(f"{base}.pdf", data, release.house)]), *_open_number(release, number)]
    told += _taken(release, number.text)
    packed = release.house.archive.form != "none"
    wanted = {f"{stem}.ofd": f"{release.name}.ofd", **({f"{stem}.docx": f"{release.name}.docx"} if packed else {})}
    others = {name: release.files[file] for name, file in wanted.items() if file in release.files}
    documents = {f"{base}.pdf": data, **others}
    record = metadata(release.issue, release.house, release.title, count, documents, identifier(data))
    files = {f"{base}.pdf": data, f"{base}.xml": record.as_xml(), f"{base}.json": record.as_json()}
    if packed:
        package = _Package(release, base, number, record, documents, profile, {judgement(data, count): looked})
        name, contents = package.made()
        files[name] = contents
        told += package.told
    return FileSet(files, manifest.DeliveredSet({}, (), "PDF/A-2u, PDF/UA-1", count), tuple(told))


class _Package:
    """What is handed over as one file. `judged`: what was found in its PDFs already."""

    def __init__(
        self, release: Release, base: str, number: FileNumber, record: Metadata, documents: Mapping[str, bytes], profile: bytes,
        judged: dict[str, list[Diagnostic]],
    ) -> None:  # fmt: skip
        self._release, self._base, self._number, self._record = release, base, number, record
        self._documents, self._profile, self._judged = documents, profile, judged
        self.told: list[Diagnostic] = []

    def made(self) -> tuple[str, bytes]:
        """Its name and contents, read back. Raises a BriefingError."""
        from briefing.delivery.archive_package import parts, zipped
        from briefing.preflight.package_reader import of_files, opened
        from briefing.preflight.package_rules import examine

        form = self._release.house.archive.form
        if form == "eep":
            self._complete()
        drafts = self._drafts() if self._release.house.archive.drafts else {}
        self._fits(form, drafts)
        bare = parts(self._base, self._record, self._documents, drafts, {})
        seen = examine(of_files(f"{self._base}.{form}", bare), self._judged)
        whole = parts(self._base, self._record, self._documents, drafts, self._report(seen.found))
        if form == "zip":
            data = zipped(whole)
        else:
            from briefing.delivery.archive_eep import encapsulated

            data = encapsulated(whole, self._record, self._release.world.timestamp(self._release.issue.date))
        name = f"{self._base}.{form}"
        self.told += passed(list(examine(opened(name, data), self._judged).found))
        return name, data

    def _complete(self) -> None:
        """Raises InputError where DA/T 48 wants what nobody has said."""
        missing = list(self._record.missing(REQUIRED))
        if not any("行为时间" in entity for entity in self._record.elements.get("业务实体", [])):
            missing.append("行为时间")
        if missing:
            issue = self._release.issue
            message = f"做不成封装包（DA/T 48），没有著录：{'、'.join(missing)}"
            hint = (
                "件号写在 issue.yaml 的 archive: {item: …}；保管期限、没有标密级时的密级写在 house.yaml 的 archive 里；"
                "不做封装包的，把 package 改为 zip。"
            )
            raise InputError(Diagnostic("archive-incomplete", message, issue.filing.span or issue.span, hint))

    def _drafts(self) -> dict[str, bytes]:
        """The sources, as they lie in the issue's folder. Raises InputError."""
        from briefing.preflight.package_reader import name_faults, unportable

        root, names = self._release.world.issue, sorted(self._release.plan.sources)
        hint = "请改名，或移走不用的；不带稿件的，在 house.yaml 的 archive 里写 drafts: false。"
        faults = [*name_faults(names), *((name, why) for name in names if (why := unportable(name)))]
        wrong = [Diagnostic("archive-draft", f"{why}，装不进移交包", Span(name, 1, 1), hint) for name, why in faults]
        if wrong:
            raise InputError(*wrong)
        return {name: root.bytes(name, bounds.PACKAGE_BYTES, Span(name, 1, 1)) for name in names}

    def _fits(self, form: str, drafts: Mapping[str, bytes]) -> None:
        most = bounds.PACKAGE_ENCAPSULATED if form == "eep" else bounds.PACKAGE_BYTES
        files = {**self._documents, **drafts}
        if sum(map(len, files.values())) > most - bounds.MB:
            largest = max(files, key=lambda name: len(files[name]))
            message = f"移交包超过 {most // bounds.MB} MB，最大的是 {largest}"
            hint = "请把不用的文件移出稿件文件夹；或在 house.yaml 的 archive 里写 drafts: false，不带稿件。"
            raise InputError(Diagnostic("archive-size", message, self._release.issue.span, hint))

    def _report(self, found: tuple[Diagnostic, ...]) -> dict[str, bytes]:
        """The self-report. Its pages, should the house's template not do, are told of and left out."""
        from briefing.delivery.archive_report import self_report
        from briefing.delivery.archive_report_page import report_pdf

        release = self._release
        report = self_report(self._record, self._number.missing, found)
        files = {"自检报告.xml": report.as_xml()}
        try:
            files["自检报告.pdf"] = report_pdf(report, release, self._profile)
        except BriefingError as error:
            hint = "包里的 自检报告.xml 不受影响；版式自己的 selfcheck.html.j2 请照这里说的改。"
            first = Diagnostic("archive-report", "四性检测自检报告排不出来，这次没有 PDF", hint=hint, severity=Severity.WARNING)
            self.told += [first, *(replace(item, severity=Severity.WARNING) for item in error.diagnostics[:3])]
        return files


def _free(release: Release, base: str) -> None:
    """Raises InputError where the 档号 is the name of something else in the folder, or can be none."""
    from briefing.preflight.package_reader import unportable

    if why := unportable(f"{base}.zip"):
        hint = "请改 house.yaml 里 archive 的 number（档号的格式）或各段代码。"
        raise InputError(Diagnostic("archive-number-taken", f"档号 {base} 不能作文件名：{why}", release.issue.filing.span, hint))
    taken = {name.casefold() for name in (*release.files, manifest.FILE, planning.REPORT)}
    for ending in _SHOWN:
        if f"{base}{ending}".casefold() in taken:
            issue = release.issue
            message = f"档号 {base} 与成品 {base}{ending} 同名"
            hint = "请在 house.yaml 的 archive 里把 number（档号的格式）写完整，如 {fonds}-{category}·{year}-{retention}-{item}。"
            raise InputError(Diagnostic("archive-number-taken", message, issue.filing.span or issue.span, hint))


def _taken(release: Release, number: str) -> Iterator[Diagnostic]:
    """Where the files of another issue, of whatever house, have the same 档号. What cannot be looked into is passed over."""
    own = release.plan.folder
    for path in looking.entries(own.parent) if number else ():
        made = [entry.name for entry in looking.entries(path) if entry.stem == number and entry.name.endswith(_SHOWN)]
        if made and path.name != own.name:
            message = f"档号 {number} 与 {path.name} 的相同：那里已经有 {min(made)}"
            hint = "请核对件号；一个档号只能给一期。"
            yield Diagnostic("archive-number-taken", message, release.issue.filing.span, hint, Severity.WARNING)


def _open_number(release: Release, number: FileNumber) -> Iterator[Diagnostic]:
    """Where somebody has begun to give one."""
    filing, style = release.issue.filing, release.house.archive
    if not number.text and (filing.item or style.number or style.fonds):
        message = f"档号不全，缺 {'、'.join(number.missing)}；文件名用期号"
        hint = "件号写在 issue.yaml 的 archive: {item: 12}；其余写在 house.yaml 的 archive 里。"
        yield Diagnostic("archive-number", message, filing.span, hint, Severity.NOTE)


def stamp_room(name: str, data: bytes, house: HouseStyle) -> Iterator[Diagnostic]:
    """Whether something stands where the house wants its 归档章 on the first page: a warning, for the stamp is put on by hand."""
    from briefing.prove.pdf_pages import read_pdf

    style, page = house.archive, house.page
    if style.stamp == "none":
        return
    width, top = style.stamp_width_mm * PT_PER_MM, style.stamp_top_mm * PT_PER_MM
    bottom = top + style.stamp_height_mm * PT_PER_MM
    binding, measure = page.binding_mm * PT_PER_MM, page.measure
    left = binding + ((measure - width) / 2 if style.stamp == "center" else measure - width)
    first = read_pdf(data).pages[0]
    inside = [
        glyph.char
        for glyph in first.glyphs
        if not glyph.char.isspace()
        and glyph.right > left and glyph.x < left + width
        and glyph.y > top and glyph.y - glyph.size < bottom
    ]  # fmt: skip
    if inside:
        message = f"{name}：第1页留给归档章的地方有字：{''.join(inside[:20])}"
        yield Diagnostic(
            "archive-stamp", message, hint="请改 house.yaml 里 archive 的 stamp、stamp_top。", severity=Severity.WARNING
        )
