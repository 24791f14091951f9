"""Certificates: printed from the browser of whoever took part, and checked by anybody who holds one."""

from loa.bootstrap import participation, reading
from loa.participation.campaigns.model import Campaign
from loa.participation.contests.marking import OwnEntry
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.certificates import certificate_code
from loa.participation.contests.rules.model import ContestRound
from loa.web.pages.resolver import Html
from mark_pages.app import app


def has_certificate(current: ContestRound, entry: OwnEntry | None) -> bool:
    """Whether somebody handed in, and the result is public."""
    return current.edition > 0 and entry is not None and entry.last_score is not None


def certificate_page(campaign: Campaign, current: ContestRound, entry: OwnEntry) -> Html:
    """Return the page to print; the name is typed on it and goes nowhere."""
    # Who asks for another page draws no square.
    from loa.web.pages.qr import svg  # noqa: PLC0415 - see above

    code = certificate_code(participation.secret()(), campaign.id, current.number, entry.receipt)
    path = f"/thi/{campaign.id}/ket-qua/{current.number}/giay/{code}"
    address = f"{reading.public_url().rstrip('/')}{path}"
    return app.page(
        "public/contests/certificate.html",
        contest=campaign,
        round=current,
        receipt=entry.receipt,
        prize=participation.results().prize_of(campaign.id, current, entry.receipt),
        code=code,
        checked_at=path,
        address=address,
        square=svg(address, label=texts.CERTIFICATE_SQUARE),
    )


def checked_page(campaign: Campaign, current: ContestRound, code: str, receipt: str | None) -> Html:
    """Return what a code proves; `receipt` None: nothing."""
    return app.page(
        "public/contests/certified.html",
        status=200 if receipt else 404,
        contest=campaign,
        round=current,
        code=code,
        receipt=receipt,
        prize=participation.results().prize_of(campaign.id, current, receipt) if receipt else None,
    )
