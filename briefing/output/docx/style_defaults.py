"""What every style sheet of Word begins with: document defaults, Normal, and the defaults of the other style
types."""

from __future__ import annotations

from briefing.house.style import FontRole, HouseStyle
from briefing.output.docx.elements import Element, half_points, make
from briefing.output.docx.settings_parts import LATIN


def fonts(east_asian: str, latin: str = LATIN) -> Element:
    """`w:rFonts`: the official Han face, and the Latin one for ASCII."""
    return make("rFonts", ascii=latin, hAnsi=latin, eastAsia=east_asian, cs=latin)


def role_fonts(house: HouseStyle, role: FontRole) -> Element:
    """`w:rFonts` of a role: what sets its digits and Latin letters is the house's choice."""
    face = house.word_fonts[role]
    return fonts(face, face if house.owns_latin(role) else LATIN)


def defaults(language: str) -> Element:
    """`w:docDefaults`."""
    return make(
        "docDefaults",
        make(
            "rPrDefault",
            make(
                "rPr",
                make("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia="宋体", cs=LATIN),
                make("kern", val=0),
                make("lang", val="en-US", eastAsia=language, bidi="ar-SA"),
            ),
        ),
        make("pPrDefault"),
    )


def foundations(house: HouseStyle) -> list[Element]:
    """Normal, the three other defaults that Word expects, and links.

    Normal has the body's type, from which Word counts characters.
    """
    body = house.styles["body"]
    size = half_points(body.size)
    normal = make(
        "style",
        make("name", val="Normal"),
        make("qFormat"),
        make(
            "pPr",
            make("widowControl", val=False),
            make("kinsoku"),
            make("wordWrap"),
            make("overflowPunct"),
            make("topLinePunct", val=False),
            # A gap of their own would move lines; the house's is spacing of our own (pins.py).
            make("autoSpaceDE", val=not house.composition.pin_docx),
            make("autoSpaceDN", val=not house.composition.pin_docx),
            make("snapToGrid", val=False),
            make("jc", val="both"),
        ),
        make("rPr", role_fonts(house, body.font), make("sz", val=size), make("szCs", val=size)),
        type="paragraph",
        default=True,
        styleId="Normal",
    )
    character = make(
        "style", make("name", val="Default Paragraph Font"), make("uiPriority", val=1), make("semiHidden"),
        type="character", default=True, styleId="DefaultParagraphFont",
    )  # fmt: skip
    margins = make(
        "tblCellMar",
        *(make(side, w=width, type="dxa") for side, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))),
    )
    table = make(
        "style", make("name", val="Normal Table"), make("uiPriority", val=99), make("semiHidden"),
        make("tblPr", make("tblInd", w=0, type="dxa"), margins),
        type="table", default=True, styleId="TableNormal",
    )  # fmt: skip
    numbering = make(
        "style", make("name", val="No List"), make("uiPriority", val=99), make("semiHidden"),
        type="numbering", default=True, styleId="NoList",
    )  # fmt: skip
    # Links look like the text around them; LibreOffice colours them unless this style says otherwise.
    link = make(
        "style",
        make("name", val="Hyperlink"),
        make("basedOn", val="DefaultParagraphFont"),
        make("uiPriority", val=99),
        make("rPr", make("color", val="auto"), make("u", val="none")),
        type="character",
        styleId="Hyperlink",
    )
    return [normal, character, table, numbering, link]
