"""Folders that come with a layer beside its Python packages, found as a module is."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def layer_folder(name: str) -> Path:
    """Where a folder of a layer lies on this machine.

    Raises:
        LookupError: the layer is not there.
    """
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"{name} is missing: the function needs the layer that holds it")
    return Path(next(iter(spec.submodule_search_locations)))
