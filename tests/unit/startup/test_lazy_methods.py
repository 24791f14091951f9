"""Dataclasses whose methods are made when they are called: as the standard library's, and later."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from functools import total_ordering
from threading import Barrier

import pytest

from loa.startup import lazy_methods


def test_this_python_makes_methods_where_they_are_put_off() -> None:
    assert dataclasses._FuncBuilder.add_fns_to_class.later  # type: ignore[attr-defined]
    lazy_methods.install()  # once more changes nothing
    assert _waits(_place(), "__init__")


@dataclass(frozen=True, slots=True)
class Kept:
    """One that can be pickled."""

    name: str


def _place() -> type:
    @dataclass(frozen=True, slots=True)
    class Place:
        name: str
        people: int = 0
        signs: list[str] = field(default_factory=list, compare=False)

        def __post_init__(self) -> None:
            if self.people < 0:
                raise ValueError(self.people)

    return Place


def _waits(cls: type, name: str) -> bool:
    return "stand_in" in vars(cls)[name].__code__.co_qualname


@pytest.mark.parametrize(
    "first",
    [
        repr,
        hash,
        lambda place: place == place.__class__("Yên Thành", 3),
        lambda place: replace(place, people=4),
    ],
)
def test_a_class_behaves_as_ever__whichever_method_is_called_first(first: Callable[[object], object]) -> None:
    cls = _place()
    place = cls("Yên Thành", people=3)
    first(place)
    assert repr(place).endswith("Place(name='Yên Thành', people=3, signs=[])")
    assert place == cls("Yên Thành", 3, ["x"])
    assert place != cls("Yên Thành", 4)
    assert place != ("Yên Thành", 3)
    assert len({place, cls("Yên Thành", 3)}) == 1
    assert replace(place, people=4).people == 4
    assert copy.deepcopy(place) == place
    assert [one.name for one in fields(place)] == ["name", "people", "signs"]
    with pytest.raises(FrozenInstanceError):
        place.name = "Quỳ Châu"
    with pytest.raises(ValueError, match="-1"):
        cls("Yên Thành", -1)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        cls()
    assert not any(
        _waits(cls, name) for name in ("__init__", "__repr__", "__eq__", "__hash__", "__setattr__")
    )
    assert pickle.loads(pickle.dumps(Kept("a"))) == Kept("a")


def test_what_a_class_or_somebody_later_has_put_there_stays() -> None:
    @total_ordering
    @dataclass
    class Own:
        name: str

        def __repr__(self) -> str:
            return "mine"

        def __lt__(self, other: "Own") -> bool:
            return len(self.name) < len(other.name)

    assert repr(Own("a")) == "mine"
    assert Own("b") >= Own("a")

    cls = _place()
    setattr(cls, "__repr__", lambda _: "later")  # noqa: B010 - not known to the type
    assert repr(cls("a")) == "later"


def test_a_class_built_on_another_has_its_own() -> None:
    cls = _place()

    @dataclass(frozen=True, slots=True)
    class Ward(cls):  # type: ignore[misc,valid-type]
        head: str = "Lan"

    class Plain(Ward):
        pass

    ward = Plain("Yên Thành", 3)
    assert (ward.head, ward.name) == ("Lan", "Yên Thành")
    assert Ward("a") == Ward("a") != cls("a")
    assert _waits(cls, "__repr__") is False


def test_threads_that_call_first_together_find_it_made() -> None:
    for _ in range(50):
        cls, together = _place(), Barrier(4)

        def made(number: int, cls: type = cls, together: Barrier = together) -> object:
            together.wait()
            return cls("a", number)

        with ThreadPoolExecutor(4) as pool:
            assert len(set(pool.map(made, range(4)))) == 4
