"""`records.dataclass` makes what the standard `dataclass(frozen=True, slots=True)` makes."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from briefing.core import records

FACTORIES = {"standard": dataclasses.dataclass, "records": records.dataclass}


def classes(dataclass: Any) -> tuple[Any, Any, Any]:
    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    @dataclass(frozen=True, slots=True)
    class Point:
        x: int
        y: int = 2
        tags: dict[str, int] = dataclasses.field(default_factory=dict)

        @property
        def total(self) -> int:
            return self.x + self.y

    @dataclass(frozen=True, slots=True)
    class Place(Point):
        """A point that checks itself."""

        name: str = "甲"

        def __post_init__(self) -> None:
            if self.x < 0:
                raise ValueError(self.x)

    return Empty, Point, Place


#: At the top of the module, where pickle finds it.
@records.dataclass(frozen=True, slots=True)
class Kept:
    a: int
    b: tuple[str, ...] = ()


@pytest.mark.parametrize("dataclass", FACTORIES.values(), ids=FACTORIES)
def test_records_are_dataclasses(dataclass: Any) -> None:
    empty, point, place = classes(dataclass)
    one = point(1)
    assert repr(one).endswith("Point(x=1, y=2, tags={})") and repr(empty()).endswith("Empty()")
    assert one == point(1, 2) != point(1, 3) and one != place(1) and empty() == empty() and one != (1, 2, {})
    assert point(1).tags is not point(1).tags
    assert dataclasses.replace(place(1, name="乙"), x=5) == place(5, name="乙")
    assert [field.name for field in dataclasses.fields(place)] == ["x", "y", "tags", "name"]
    assert dataclasses.asdict(place(1)) == {"x": 1, "y": 2, "tags": {}, "name": "甲"}
    assert place(3).total == 5 and not hasattr(one, "__dict__") and place.__slots__ == ("name",)
    assert copy.copy(one) == one and copy.deepcopy(one).tags is not one.tags
    match place(1, 7):
        case point(x, y):
            assert (x, y) == (1, 7)
    simple = point(1, 2, ())
    assert hash(simple) == hash(point(1, 2, ())) and len({simple, point(1, 2, ())}) == 1


@pytest.mark.parametrize("dataclass", FACTORIES.values(), ids=FACTORIES)
def test_records_refuse_what_dataclasses_refuse(dataclass: Any) -> None:
    _, point, place = classes(dataclass)
    one = place(1)
    refused: list[Callable[[], None]] = [
        lambda: setattr(one, "x", 2), lambda: setattr(one, "other", 2), lambda: delattr(one, "x"),
    ]  # fmt: skip
    for wrong in refused:
        with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
            wrong()
    with pytest.raises(TypeError, match=r"Point\.__init__\(\) missing 1 required positional argument: 'x'"):
        point()
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        point(1, z=1)
    with pytest.raises(ValueError, match="-1"):
        place(-1)
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_records_cross_process_borders() -> None:
    one = Kept(1, ("甲",))
    assert pickle.loads(pickle.dumps(one, protocol=5)) == one
