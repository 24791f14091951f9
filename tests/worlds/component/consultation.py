"""A consultation over a province: its draft read, checked, published; opinions of residents."""

from typing import Any, Final

from loa.bootstrap import participation
from loa.participation.campaigns.passes import known_person
from loa.participation.consultations.rules.model import DraftText
from tests.pages.reading import Element
from tests.worlds.component.participation import AREA, COMMUNE, SECRET, ParticipationWorld, ResidentBrowser
from tests.worlds.console import body_of
from tests.worlds.drafts import DRAFT

TITLE: Final = "Góp ý dự thảo Luật Hoạt động ở cơ sở"


class Consultation:
    """One consultation and its pages."""

    def __init__(self, world: ParticipationWorld, text: str = DRAFT) -> None:
        self.world = world
        self.id = world.campaign("consultation", TITLE)
        self.page, self.public = f"{AREA}/{self.id}", f"/gop-y/{self.id}"
        self.write(text)
        world.step(world.writer, f"{self.page}/doi-chieu", f"{self.page}/doi-chieu")
        world.step(world.approver, self.page, f"{self.page}/dang")

    def write(self, text: str) -> Element:
        """Put a text in; the page on which it is checked."""
        draft = f"{self.page}/van-ban"
        answer = self.world.writer.send(draft, draft, body="Bộ Nội vụ", text=text)
        return self.world.writer.follow(answer)

    def text(self) -> DraftText:
        """Return the draft as residents see it."""
        return participation.consultations().text(participation.campaign_store().find(self.id))

    def node(self, label: str) -> str:
        """Return the id of a part of it."""
        text = self.text()
        return next(node.id for node in text.nodes if text.label(node.id) == label)

    def give(
        self, browser: ResidentBrowser, label: str, stance: str, words: str = "", **more: Any
    ) -> Element:
        """Say something about a part; the page that follows."""
        form = f"{self.public}/y-kien/{self.node(label)}"
        fields = {"stance": stance, "words": words, **more}
        if 'name="unit"' in body_of(browser.ask(form)):
            fields = {"unit": COMMUNE, "consent": "1", **fields}
        return browser.follow(browser.send(form, form, **fields))

    def spoken(self, label: str, unit: str = COMMUNE) -> str:
        """Let somebody of a unit speak about a part; the name of their opinion in addresses."""
        service, campaign = participation.consultations(), participation.campaign_store().find(self.id)
        who, file = known_person(SECRET, "who-speaks"), f"opinions/{self.id}/1.amr"
        said = service.speak(campaign, who, unit, self.node(label), [file], self.world.now)
        return f"{said.shard}-{said.receipt}"

    def receipts(self, words: str) -> list[str]:
        """Return the receipts of the opinions that say something."""
        campaign = participation.campaign_store().find(self.id)
        said = participation.consultation_desk().said(campaign)
        return [each.receipt for each in said.singles if words in each.words]

    def group(self, words: str, title: str) -> str:
        """Put what says something into a new group; its id."""
        page = f"{self.page}/y-kien"
        answer = self.world.writer.send(page, page, opinions=self.receipts(words), title=title)
        assert answer["statusCode"] == 303, body_of(answer)[-3_000:]
        themes = participation.consultation_desk().store.themes(self.id)
        return next(theme.id for theme in themes if theme.title == title)

    def answer(self, theme: str, outcome: str, words: str) -> None:
        """Answer a group."""
        page = f"{self.page}/nhom/{theme}"
        self.world.step(self.world.writer, page, page, outcome=outcome, answer=words)
