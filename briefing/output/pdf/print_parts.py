"""What a print PDF has of its own: inks, separated pictures, the label of PDF/X-4 (ISO 15930-7) or PDF/X-1a:2003
(ISO 15930-4) with its output intent."""

from __future__ import annotations

from collections.abc import Mapping

import pydyf

from briefing.core.records import dataclass
from briefing.output.drawn_inks import DrawnInks
from briefing.output.forms import form
from briefing.output.pdf import images, xmp
from briefing.output.pdf.deflate import stream
from briefing.output.pdf.inks import PressInks
from briefing.output.pdf.profiles import X1A, Profile
from briefing.output.separations import Separations
from briefing.pictures import SoundPicture
from briefing.typeset.composed import Drawing

_SPACES = {"L": "/DeviceGray", "CMYK": "/DeviceCMYK"}


@dataclass(frozen=True, slots=True)
class Press:
    """A printing condition: its name (`condition`), its ICC profile of CMYK (`intent`), the inks, and pictures and drawings
    in them."""

    inks: PressInks
    condition: str
    intent: bytes
    pictures: Separations
    drawings: DrawnInks

    def image(self, picture: SoundPicture) -> pydyf.Stream:
        """The image object of a sound picture. Grey ones stay as they lie in the file."""
        made = self.pictures.of(picture)
        if not made.data:
            return images.image(picture)
        extra: dict[str, object] = {
            "Type": "/XObject", "Subtype": "/Image", "Width": picture.width, "Height": picture.height,
            "ColorSpace": _SPACES[made.mode], "BitsPerComponent": 8,
        }  # fmt: skip
        if picture.format != "JPEG":
            return stream(made.data, extra)
        if made.mode == "CMYK":
            extra["Decode"] = b"[1 0 1 0 1 0 1 0]"
        return pydyf.Stream([made.data], {**extra, "Filter": "/DCTDecode"})

    def form(self, drawing: Drawing, pdf: pydyf.PDF) -> pydyf.Stream:
        """The object of a drawing: a form in inks, or its picture. An object of `pdf`."""
        separated = self.drawings.separated(drawing)
        if separated is not None:
            return form(separated, pdf)
        made = self.image(drawing.picture)
        pdf.add_object(made)
        return made

    def label(self, pdf: pydyf.PDF, profile: Profile, info: Mapping[str, str], seed: str) -> None:
        """Say what `pdf` is. `info`: its Info dictionary; `seed`: what identifies the document."""
        for name, value in info.items():
            pdf.info[name] = pydyf.String(value)
        pdf.info["Trapped"] = "/False"
        if profile is X1A:
            pdf.info["GTS_PDFXVersion"] = pydyf.String(profile.name)
        said = {name: xmp.iso_date(value) if name.endswith("Date") else value for name, value in info.items()}
        metadata = pydyf.Stream([xmp.printing(said, profile.name, seed)], {"Type": "/Metadata", "Subtype": "/XML"})
        pdf.add_object(metadata)
        pdf.catalog["Metadata"] = metadata.reference
        icc = stream(self.intent, {"N": 4, "Alternate": "/DeviceCMYK"})
        pdf.add_object(icc)
        condition = pydyf.String(self.condition)
        intent = pydyf.Dictionary(
            {
                "Type": "/OutputIntent", "S": "/GTS_PDFX", "OutputConditionIdentifier": condition, "OutputCondition": condition,
                "Info": condition, "RegistryName": pydyf.String("http://www.color.org"), "DestOutputProfile": icc.reference,
            }
        )  # fmt: skip
        pdf.add_object(intent)
        pdf.catalog["OutputIntents"] = pydyf.Array([intent.reference])
