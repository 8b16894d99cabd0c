"""`dataclass` as the standard library has it, made in a third of the time: a build defines 150 of them before it reads a line.

The library writes and compiles the source of six methods for each class. Here it writes `__init__` only; equality, hash and
representation are closures over the names of the fields. `frozen` is what the type checker holds everybody to; at run time it
makes the class hashable and no more, so that an instance, too, is made by plain assignment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # what the type checker sees
else:
    import dataclasses
    from operator import attrgetter

    def dataclass(cls=None, /, *, frozen=False, slots=False):
        """A data class whose instances are equal when their class and all their fields are; hashable when `frozen`."""

        def made(cls):
            cls.__doc__ = cls.__doc__ or cls.__name__  # else the library would write the signature of `__init__` there
            new = dataclasses.dataclass(slots=slots, eq=False, repr=False)(cls)
            own = vars(cls)
            names = tuple(new.__dataclass_fields__)
            shown = tuple(name for name, each in new.__dataclass_fields__.items() if each.repr)
            values = attrgetter(*names) if names else lambda _: ()

            def __eq__(self, other):
                return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

            def __hash__(self):
                return hash(values(self))

            def __repr__(self):
                said = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
                return f"{self.__class__.__qualname__}({said})"

            if "__eq__" not in own:
                new.__eq__ = __eq__
            if "__hash__" not in own:
                new.__hash__ = __hash__ if frozen else None
            if "__repr__" not in own:
                new.__repr__ = __repr__
            return new

        return made if cls is None else made(cls)
