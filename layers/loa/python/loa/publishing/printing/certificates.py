"""A certificate of a contest on A4: it names nobody, and says how anybody can check it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from loa.platform.documents.codes import code_of
from loa.platform.documents.typesetting import typeset
from loa.publishing.printing import texts


@dataclass(frozen=True, slots=True)
class ContestCertificate:
    """What a certificate says.

    Attributes:
        unit: whose committee, inside a sentence: "tỉnh Nghệ An".
        contest: its title.
        number: of the round.
        opens, closes: of the round, in words.
        receipt: of the entry.
        code: what proves it.
        address: where anybody checks the code.
        place: which prize, from 1; 0: none.
        prizes: how many there are.
        right: "14/15"; empty without a prize.
    """

    unit: str
    contest: str
    number: int
    opens: str
    closes: str
    receipt: str
    code: str
    address: str
    place: int
    prizes: int
    right: str


def certificate(said: ContestCertificate, *, made_at: datetime) -> bytes:
    """Return a certificate, one page; the same values make the same bytes.

    Args:
        said: what it says.
        made_at: what the file says of when it was made, aware.

    Raises:
        LookupError: the layer `documents` is not there.
    """
    values = {
        **asdict(said),
        "committee": texts.COMMITTEE.format(unit=said.unit).upper(),
        "square": code_of(said.address),
    }
    return typeset("certificate.typ", values, made_at=made_at)
