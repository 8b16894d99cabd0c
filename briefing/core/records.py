"""`@dataclass(frozen=True, slots=True)` for the modules that every command imports: the same, defined in a third of the time.

The standard one writes and compiles six methods for each class, at every start: sixty classes took as long as reading an issue.
Here one is compiled, `__init__`; the others are the same few lines for all classes. Fields, defaults, `replace`, `match` and
pickling are the standard library's own.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen, slots):
        assert frozen and slots, "for anything else there is the standard one"
        return _record


__all__ = ["dataclass"]


def _record(cls: type) -> type:
    if not cls.__doc__:
        cls.__doc__ = cls.__name__  # or else the standard library works out a signature
    described: Any = dataclasses.dataclass(init=False, repr=False, eq=False)(cls)
    fields = dataclasses.fields(described)
    made = _slotted(described, [field.name for field in fields])
    names = tuple(field.name for field in fields)
    values = _values(names)

    def __eq__(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:
        return hash(values(self))

    def __getstate__(self: Any) -> Any:
        return values(self)

    own = vars(made)
    methods = {
        "__init__": _init(made, fields), "__eq__": __eq__, "__hash__": __hash__, "__repr__": _repr,
        "__setattr__": _refuse, "__delattr__": _refuse, "__getstate__": __getstate__, "__setstate__": _setstate,
    }  # fmt: skip
    for name, method in methods.items():
        if own.get(name) is None:
            setattr(made, name, method)
    return made


def _slotted(cls: type, names: list[str]) -> type:
    """The class again, with slots for those of `names` that it does not inherit."""
    inherited = {name for base in cls.__mro__[1:] for name in getattr(base, "__slots__", ())}
    members = {name: value for name, value in vars(cls).items() if name not in (*names, "__dict__", "__weakref__")}
    members["__slots__"] = tuple(name for name in names if name not in inherited)
    members["__qualname__"] = cls.__qualname__
    return type(cls)(cls.__name__, cls.__bases__, members)


def _values(names: tuple[str, ...]) -> Any:
    """Object → the tuple of its fields."""
    if len(names) > 1:
        return attrgetter(*names)
    return (lambda found: (getattr(found, names[0]),)) if names else (lambda found: ())


def _init(cls: type, fields: tuple[dataclasses.Field[Any], ...]) -> Any:
    known: dict[str, Any] = {"_set": object.__setattr__, "_absent": _ABSENT}
    takes, does = [], []
    for field in fields:
        name, given = field.name, field.name
        if field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
            name = f"{name}=_default_{name}"
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_new_{name}"] = field.default_factory
            given = f"_new_{name}() if {name} is _absent else {name}"
            name = f"{name}=_absent"
        takes.append(name)
        does.append(f"    _set(self, {field.name!r}, {given})\n")
    if hasattr(cls, "__post_init__"):
        does.append("    self.__post_init__()\n")
    exec(f"def __init__(self, {', '.join(takes)}):\n{''.join(does) or '    pass'}", known)
    init = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"  # which errors name
    return init


_ABSENT: Any = type("_Absent", (), {"__repr__": lambda self: "…"})()


def _repr(self: Any) -> str:
    shown = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self))
    return f"{type(self).__qualname__}({shown})"


def _refuse(self: Any, name: str, *value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot {'assign to' if value else 'delete'} field {name!r}")


def _setstate(self: Any, state: tuple[Any, ...]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
