"""Methods of dataclasses are made when the first of them is called.

The standard library writes, compiles and runs the source of six methods at each `@dataclass`: half a
millisecond a class, for 150 classes of a cold start of which a request makes ten. `install` lets a class
start with stand-ins; the first call makes all its methods and puts them in their place, from then on there
is no difference. A Python whose `dataclasses` are built otherwise keeps its own way.
"""

import dataclasses
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final

_BUILDER: Final = getattr(dataclasses, "_FuncBuilder", None)
"""What holds the source of a class's methods; its `add_fns_to_class` compiles it (since Python 3.13)."""


def install() -> None:
    """Let dataclasses that are defined from now on make their methods when they are called."""
    if _BUILDER is None or hasattr(_BUILDER.add_fns_to_class, "later"):
        return
    _BUILDER.add_fns_to_class = _later(_BUILDER.add_fns_to_class)


def _later(make_now: Callable[[Any, type], None]) -> Callable[[Any, type], None]:
    def add_stand_ins(builder: Any, cls: type) -> None:
        if any(name in vars(cls) and name not in builder.unconditional_adds for name in builder.names):
            make_now(builder, cls)  # it has some of its own: the standard library decides between them
            return
        for name, stand_in in _stand_ins(builder.names, lambda: _made_by(make_now, builder, cls)).items():
            setattr(cls, name, stand_in)
        cls.__doc__ = cls.__doc__ or cls.__name__  # else its signature is read to write one

    vars(add_stand_ins)["later"] = True
    return add_stand_ins


def _made_by(make_now: Callable[[Any, type], None], builder: Any, cls: type) -> dict[str, Any]:
    """Return the methods of a class by name."""
    scratch = type(cls.__name__, (), {"__qualname__": cls.__qualname__})
    make_now(builder, scratch)
    return {name: vars(scratch)[name] for name in builder.names}


def _stand_ins(names: Iterable[str], make: Callable[[], dict[str, Any]]) -> dict[str, Callable[..., Any]]:
    """Return what stands for methods until one of them is called."""
    made = cache(make)

    def stand_in(name: str) -> Callable[..., Any]:
        def method(self: object, *args: Any, **kwargs: Any) -> Any:
            for cls in type(self).__mro__:  # slots make a second class of the one that was decorated
                for each in [
                    each for each, standing in standing_in.items() if vars(cls).get(each) is standing
                ]:
                    setattr(cls, each, made()[each])
            return made()[name](self, *args, **kwargs)

        return method

    standing_in = {name: stand_in(name) for name in names}
    return standing_in
