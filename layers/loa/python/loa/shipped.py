"""Files that are shipped beside the code, and are as constant as it is."""

from pathlib import Path


def shipped(module: str, name: str) -> bytes:
    """Return the bytes of a file beside a module.

    Args:
        module: the `__file__` of the module.
        name: of the file.
    """
    return Path(module).with_name(name).read_bytes()
