"""A program without a network: on Linux the kernel itself refuses it every socket but those inside the machine.

A seccomp filter, which needs no rights and holds in containers, too, is inherited by whatever the program starts, and cannot be
taken off. Elsewhere there is none, and what else keeps the program from the network must do.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from collections.abc import Callable

#: Machine → (its name in the kernel's audit, the number of the system call `socket`); linux/audit.h, asm/unistd.h.
_MACHINES = {
    "x86_64": (0xC000003E, 41),
    "aarch64": (0xC00000B7, 198),
    "riscv64": (0xC00000F3, 198),
    "loongarch64": (0xC0000102, 198),
}
_AF_UNIX = 1
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
# classic BPF: load a word of struct seccomp_data, jump where it is equal, return
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EAFNOSUPPORT


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def shut() -> Callable[[], None] | None:
    """To be called in the child between fork and exec; None where there is no such filter. It raises nothing."""
    machine = _MACHINES.get(platform.machine())
    if not sys.platform.startswith("linux") or machine is None:
        return None
    code = _filter(*machine)
    program = _Program(len(code) // 8, code)
    control = ctypes.CDLL(None).prctl

    def close() -> None:
        if control(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
            control(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0)

    return close


def _filter(audited: int, socket: int) -> bytes:
    """`socket` of any family but AF_UNIX fails as if the kernel did not know the family."""
    steps = (
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 0, 4, audited),  # else: allow
        (_LOAD, 0, 0, _NUMBER),
        (_EQUAL, 0, 2, socket),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 0, 1, _AF_UNIX),  # else: refuse
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    )
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
