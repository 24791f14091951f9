"""Who comes to these pages: the pass in their browser, the communes that a campaign invites."""

from loa import clock
from loa.bootstrap import foundation, participation, reading
from loa.participation.campaigns.model import Campaign, Participant
from loa.web.pages.resolver import Html
from loa.web.public.passes import participant_of, pass_cookie
from loa.web.shapes.choices import Choice
from opinions_pages.app import app


def visitor() -> Participant | None:
    """Return who asks; None: they have no pass yet."""
    return participant_of(app.current_event.raw_event, participation.secret()(), clock.now())


def known_at(path: str, participant: Participant) -> Html:
    """Lead to a page by whose cookie a browser is known again; whom Zalo vouched for has theirs."""
    if participant.is_known:
        return app.redirect(path)
    cookie = pass_cookie(app.current_event.raw_event, participant, participation.secret()(), clock.now())
    return app.redirect(path, cookies=[cookie])


def communes_of(campaign: Campaign) -> list[Choice]:
    """Return the communes and wards that a campaign invites."""
    return reading.places().communes(campaign.unit_path, foundation.today())


def is_invited(campaign: Campaign, unit_path: str) -> bool:
    """Whether a campaign invites the residents of a commune or ward."""
    return reading.places().is_commune(unit_path, campaign.unit_path, foundation.today())
