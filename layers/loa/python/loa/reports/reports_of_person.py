"""What is kept about residents among reports: sheets of cases quote the beginning of what somebody wrote."""

from collections.abc import Callable, Iterable
from typing import Final, Protocol

from loa.personal_data import Erased, ErasureMethod, Holding

HOLDINGS: Final = (
    Holding("ReportsBucket", "sheets of cases: code and the beginning of the matter", ErasureMethod.ERASED),
    Holding("ReportsBucket", "reports and ledgers: numbers", ErasureMethod.NOBODY),
)


class ErasableBucket(Protocol):
    """What erasing needs of a bucket."""

    def keys(self, prefix: str) -> list[str]:
        """The names of files that begin so; a thousand at most."""

    def delete(self, key: str) -> None:
        """Delete a file."""


def erase(units: Iterable[str], *, files: ErasableBucket, enough: Callable[[], bool]) -> Erased:
    """Delete the sheets of cases of units: they are made anew at any time, from what is kept then."""
    done = Erased()
    for unit in units:
        for key in files.keys(f"reports/cases/{unit}/"):
            if enough():
                return done + Erased(complete=False)
            files.delete(key)
            done += Erased(files=1)
    return done
