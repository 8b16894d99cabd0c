"""Why a PDF cannot be read, in words for people: what its library says of it is English, and names the machine's memory."""

from __future__ import annotations

#: What comes of reading what is not what it should be.
FAULTS = (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError, RuntimeError)
#: How far from its beginning a file may begin (ISO 32000-1 annex H.3, note 13).
_HEAD = 1024
CUT_OFF = "文件不完整，末尾缺了一截，可能没有传完"


class UnreadablePrint(ValueError):
    """The file is not one that can be read; its text says of what kind the fault is (Chinese). `locked`: it wants a password."""

    def __init__(self, reason: str, locked: bool = False) -> None:
        super().__init__(reason)
        self.locked = locked


class UnreadableObject(ValueError):
    """Something in a file is not what it should be; its text says where and what (Chinese)."""


def cut_off(data: bytes) -> bool:
    """Whether a file ends before its end: no mark of it stands after its last object. What follows the mark does no harm."""
    return data.rfind(b"%%EOF") <= data.rfind(b" obj")


def reason_of(error: BaseException, data: bytes | None = None) -> str:
    """What an error that reading `data`, or a part of a file, came to means."""
    import pikepdf

    if isinstance(error, UnreadablePrint | UnreadableObject):
        return str(error)
    if isinstance(error, pikepdf.PasswordError):
        return "加了密，要口令才能打开"
    if isinstance(error, RecursionError):
        return "里面的东西一层套一层，没有尽头"
    if isinstance(error, pikepdf.PdfError) and data is not None:
        if not data.strip(b"\0 \t\r\n"):
            return "是空文件"
        if b"%PDF-" not in data[:_HEAD]:
            return "不是 PDF 文件"
        if cut_off(data):
            return CUT_OFF
    return "内部结构坏了"
