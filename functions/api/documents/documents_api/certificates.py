"""The certificate of a contest as a file, for whoever has its code."""

from collections.abc import Mapping
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa.bootstrap import participation, reading
from loa.errors import NotFound
from loa.participation.contests.rounds import round_in_address
from loa.participation.contests.rules.certificates import certificate_code, certified
from loa.platform.documents.typesetting import PDF
from loa.publishing.printing.certificates import ContestCertificate, certificate
from loa.web.freshness import fresh
from loa.web.pages.formats import moment
from loa.web.pages.resolver import pages
from loa.web.public.places import PROVINCE

KEPT_SECONDS: Final = 600
"""How long a file is given out that was made before the result was counted again."""


def _shared() -> dict[str, Any]:
    return {"here": PROVINCE, "public_url": reading.public_url()}


app = pages("documents", layout="public/layout.html", context=_shared, private=True, max_body_bytes=0)


@app.get("/thi/<campaign_id>/ket-qua/<number>/giay/<code>/giay.pdf")
def print_certificate(campaign_id: str, number: str, code: str) -> Response[Any]:
    """Set the certificate that a code proves, with what the newest public result says of it."""
    campaign = participation.play().contest(campaign_id)
    current = round_in_address(campaign, number)
    secret = participation.secret()()
    receipt = certified(code, secret, campaign_id, current.number) if current.edition else None
    if receipt is None:
        raise NotFound
    own = certificate_code(secret, campaign_id, current.number, receipt)
    prize = participation.results().prize_of(campaign_id, current, receipt)
    made = certificate(
        ContestCertificate(
            unit=PROVINCE.in_words,
            contest=campaign.title,
            number=current.number,
            opens=moment(current.opens),
            closes=moment(current.closes),
            receipt=receipt,
            code=own,
            address=f"{reading.public_url().rstrip('/')}/thi/{campaign_id}/ket-qua/{number}/giay/{own}",
            place=prize[0] if prize else 0,
            prizes=current.prizes,
            right=f"{prize[1]['score']}/{current.per_sheet}" if prize else "",
        ),
        made_at=current.closes,
    )
    headers = {"content-disposition": f'attachment; filename="giay-ghi-nhan-{receipt}.pdf"'}
    return Response(200, content_type=PDF, body=made, headers=headers)


def answer(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway: the same file for everybody who has the code."""
    return fresh(event, app.resolve(event, context), seconds=KEPT_SECONDS)
