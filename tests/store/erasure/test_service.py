"""One resident goes out of all tables and buckets: what the law keeps stays, and nobody else is touched."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from loa.casework.cases.rules.model import Move
from loa.casework.cases.rules.transitions import RESIDENT
from loa.casework.cases.work import cases_of_person
from loa.casework.cases.work.notifications import message_key
from loa.clock import local_day, to_text
from loa.dialogue.withheld.store import WithheldStore, mark_sort, withheld_partition
from loa.erasure.retiring import retire
from loa.erasure.service import ErasureStores, everything, step, work
from loa.errors import Conflict, NotAllowed
from loa.foundation.accounts.model import AccountKey
from loa.foundation.working_time.model import WorkingCalendar
from loa.ids import new_id
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.campaigns.participation_of_person import TakingPart
from loa.participation.campaigns.passes import known_person
from loa.participation.campaigns.store import CampaignStore, EntryStore
from loa.participation.consultations.rules.model import WHOLE, Stance
from loa.participation.consultations.rules.opinions import GivenOpinion
from loa.participation.consultations.rules.parsing import parsed
from loa.participation.consultations.rules.versions import first_text
from loa.participation.consultations.service import ConsultationService
from loa.participation.consultations.store import ConsultationStore
from loa.personal_data import Person
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.attachments.service import redacted_key
from loa.residents.data_requests import service
from loa.residents.data_requests.model import DataRequest, RequestCause, RequestKind, RequestState, begins_at
from loa.residents.data_requests.store import DataRequestStore
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import follower_key
from loa.residents.messages.model import automatic_key, owed_key, text_content
from loa.residents.messages.service import enqueue, told
from tests.conftest import OpenTable
from tests.worlds.fakes import FakeFiles
from tests.worlds.store.case_world import OA, OFFICER, PROVINCE, USER, WARD, World

PERSON, OTHER_PERSON = Person(OA, USER), Person(OA, "78")
SECRET = "MARKED-WORDS"


class Place(World):
    """A ward with two residents who have written, and the buckets."""

    def __init__(self, table: OpenTable) -> None:
        super().__init__(table)
        self.reports = FakeFiles()
        self.requests = DataRequestStore(table("Privacy"))
        self.audience = table("Audience")
        kept = table("Participation")
        campaigns, entries = CampaignStore(kept, PROVINCE), EntryStore(kept)
        self.taking_part = TakingPart(
            campaigns,
            entries,
            lambda: "secret",
            lambda: self.private,  # type: ignore[arg-type, return-value] # as a bucket
        )
        self.stores = ErasureStores(
            self.requests,
            self.audience,
            self.desk,
            self.private,  # type: ignore[arg-type] # as a bucket
            self.reports,  # type: ignore[arg-type] # as above
            self.taking_part,
        )

    def writes(self, person: Person, text: str = SECRET) -> str:
        """What a resident writes, with a picture, and what is said to it by itself."""
        (reference,) = self.send_pictures(b"picture", user=person.user_id)
        sort = reference.removeprefix("message#").rpartition("#")[0]
        key = f"conversation#{person.oa_id}#{person.user_id}"
        self.audience.update(key, sort, set={"direction": "in", "text": text})
        self.audience.update(
            *follower_key(person.oa_id, person.user_id), set={"display_name": text, "version": 1}
        )
        enqueue(
            automatic_key(person.oa_id, person.user_id, sort.partition("#")[2]),
            text_content(f"Đã nhận: {text}"),
            account=AccountKey(PROVINCE, WARD, person.oa_id),
            user_id=person.user_id,
            by="loa",
            outbox=self.outbox,
            queue=self.queue,
            now=self.now,
        )
        return reference

    def asks(
        self, cause: RequestCause = RequestCause.OFFICER, kind: RequestKind = RequestKind.ERASE
    ) -> DataRequest:
        """A request; the erasure that an officer wrote down is confirmed, and its day is over."""
        made = service.ask(
            kind,
            cause,
            PERSON,
            unit_path=WARD,
            origin=f"{cause}-1",
            requests=self.requests,
            calendar=self.desk.calendar,
            now=self.now,
            by="officer-1" if cause is RequestCause.OFFICER else "",
        )
        if not made.needs_confirmation:
            return made
        begun = replace(made, next_at=self.now, version=made.version + 1)
        self.requests.turn(made, begun)
        return begun

    def confirms(self, by: str) -> DataRequest:
        return service.confirm(
            service_id(self),
            by=by,
            by_name="Vi Thị Hoa",
            requests=self.requests,
            calendar=self.desk.calendar,
            now=self.now,
        )

    def goes_on(self, *, pieces: int = 1_000_000) -> DataRequest:
        """One round, which is stopped after some pieces."""
        left = iter(range(pieces))
        done = work(PROVINCE, stores=self.stores, now=self.now, enough=lambda: next(left, None) is None)
        assert done.failed == ()
        found = self.requests.get(service_id(self))
        assert found
        return found

    def of(self, person: Person) -> list[str]:
        return [where for where, _ in everything(person, stores=self.stores, now=self.now)]

    def says_everywhere(self) -> str:
        """Everything in the tables of residents."""
        return "".join(str(row) for table in (self.table, self.audience) for row in all_rows(table.name))


def all_rows(name: str) -> Iterator[dict[str, Any]]:
    from loa.platform.aws import clients  # noqa: PLC0415 - of this helper alone

    yield from clients.dynamodb().Table(name).scan()["Items"]


def service_id(place: Place) -> str:
    partitions = [str(row["partition"]) for row in all_rows(place.requests.table.name)]
    (found,) = [name for name in partitions if name.startswith("request#")]
    return found.removeprefix("request#")


@pytest.fixture
def place(table: OpenTable) -> Place:
    return Place(table)


def test_messages_files_and_profile_go_and_nobody_elses(place: Place) -> None:
    place.writes(PERSON)
    place.writes(OTHER_PERSON, "Của người khác")
    for key in place.private.keys(""):
        place.private.put(redacted_key(key), b"covered", "image/jpeg")
    place.reports.put(f"reports/cases/{WARD}/2024-10/1.xlsx", b"x", "x")
    place.reports.put("reports/activity/40/1.xlsx", b"x", "x")
    assert place.of(PERSON) == ["follower", "message", "outgoing"]
    place.asks()
    done = place.goes_on()
    assert (done.state, [kept.what for kept in done.kept]) == (RequestState.DONE, ["backup"])
    assert (done.rows, done.files) == (3, 2)
    assert SECRET not in place.says_everywhere()
    assert place.of(PERSON) == ["follower"], "since when they follow is counted"
    assert place.of(OTHER_PERSON) == ["follower", "message", "outgoing"]
    assert len(place.private.keys("")) == 2, "the other's picture and its covered form"
    assert place.reports.keys("") == ["reports/activity/40/1.xlsx"]


@pytest.mark.parametrize("pieces", [1, 2, 3, 5])
def test_who_is_stopped_goes_on_where_it_was(place: Place, pieces: int) -> None:
    for _ in range(4):
        place.writes(PERSON)
        place.clock.forward(seconds=1)
    place.asks()
    rounds = 0
    while (found := place.goes_on(pieces=pieces + 1)).state is not RequestState.DONE:
        rounds += 1
        assert found.state in {RequestState.WAITING, RequestState.RUNNING}
        assert rounds < 50
        place.clock.forward(seconds=3600)
    assert rounds > 0
    assert (found.rows, found.files) == (9, 4), "each once"
    assert SECRET not in place.says_everywhere()


def test_a_case_that_the_law_keeps_stays_with_its_files_until_its_day(place: Place) -> None:
    reference = place.writes(PERSON)
    case = place.open(pictures=(reference,), what=f"Đèn hỏng {SECRET}")
    place.move(case.id, Move.ACCEPT)
    place.desk.at(place.now).note(case.id, f"Gọi lại {SECRET}", by=OFFICER)
    place.desk.at(place.now).supplement(case.id, f"Thêm {SECRET}", by=RESIDENT)
    place.move(case.id, Move.ANSWER)
    owed = owed_key(message_key(case.id, 2, OA, USER))
    enqueue(
        owed, text_content(f"Tin trước đây: {SECRET}"), account=AccountKey(PROVINCE, WARD, OA), user_id=USER,
        by="loa", outbox=place.outbox, queue=place.queue, now=place.now,
    )  # fmt: skip
    place.asks()
    kept = place.goes_on()
    assert place.outbox.get(owed) is None, "it would still go out, or stay, named after no thread"
    assert kept.state is RequestState.RETAINED
    assert {found.what for found in kept.kept} == {"case", "message_of_case", "backup"}
    until = kept.next_at
    assert until
    assert local_day(until).year == local_day(place.now).year + 5
    assert place.case(case.id).reporter.name, "the case is kept whole"
    assert place.private.keys("")
    place.clock.now = until - timedelta(minutes=1)
    assert place.goes_on().state is RequestState.RETAINED
    place.clock.now = until + timedelta(minutes=1)
    assert place.goes_on().state is RequestState.DONE
    assert SECRET not in place.says_everywhere()
    gone = place.case(case.id)
    assert (gone.reporter.user_id, gone.reporter.phone, gone.answer) == ("", "", "")
    assert place.history(case.id)[-1].what == cases_of_person.FORGOTTEN
    assert not any(line.text for line in place.history(case.id))
    assert not place.private.keys("")
    assert place.desk.store.ids_of(OA, USER, 10) == []
    place.check()


def test_a_case_that_is_open_is_looked_at_again(place: Place) -> None:
    place.open()
    place.asks()
    kept = place.goes_on()
    assert kept.state is RequestState.RETAINED
    assert kept.next_at == place.now + timedelta(days=30)
    assert kept.done_at == place.now, "the resident has been answered"


def test_who_takes_part_while_it_is_open_is_taken_out_of_it_when_it_is_over(place: Place) -> None:
    place.writes(PERSON)
    place.audience.update(*follower_key(OA, USER), set={"user_id_by_app": "app-1"})
    entries, closes = place.taking_part.entries, place.now + timedelta(days=3)
    store = ConsultationStore(entries)
    campaign = Campaign(
        new_id(place.now), CampaignKind.CONSULTATION, PROVINCE, "Góp ý", "", place.now, closes, ("writer",),
        CampaignState.PUBLISHED, content={"text": "0001#a"},
    )  # fmt: skip
    place.taking_part.campaigns.add(campaign)
    store.save_text(campaign.id, "0001#a", first_text(parsed("Điều 3. Báo trước\n1. Báo trước 03 ngày.")))
    opinion = GivenOpinion(Stance.OTHER, "Tôi là Lan, nên báo trước năm ngày")
    who = known_person("secret", "app-1")
    consultations = ConsultationService(store)
    consultations.give(campaign, who, WARD, WHOLE, opinion, place.now)
    spoken = f"opinions/{campaign.id}/1.amr"
    place.private.put(spoken, b"#!AMR\n", "audio/amr")
    consultations.speak(campaign, who, WARD, "1", [spoken], place.now)
    place.asks()
    kept = place.goes_on()
    assert (kept.state, kept.next_at) == (RequestState.RETAINED, closes)
    assert place.private.get(spoken), "it outlives the conversation as long as the opinion"
    assert place.taking_part.name_of("app-1") == kept.takes_part_as
    assert "user_id_by_app" not in (place.audience.get(*follower_key(OA, USER)) or {})
    place.clock.forward(days=4)
    over = place.goes_on()
    assert (over.state, over.takes_part_as) == (RequestState.DONE, "")
    assert list(place.taking_part.held("app-1")) == []
    assert place.private.get(spoken) is None
    left = list(store.opinions(campaign))
    assert [(each.stance, each.recording) for each in left] == [(Stance.OTHER, None)] * 2, "both stay counted"
    assert "Tôi là Lan" not in "".join(str(row) for row in all_rows(entries.table.name))


def test_what_is_written_after_an_erasure_stays_when_a_kept_case_is_looked_at_again(place: Place) -> None:
    place.writes(PERSON)
    place.open()
    place.asks()
    assert place.goes_on().state is RequestState.RETAINED
    assert SECRET not in place.says_everywhere()
    place.clock.forward(days=31)
    place.writes(PERSON, "Xin hỏi thêm")
    assert place.goes_on().state is RequestState.RETAINED
    row = place.audience.get(*follower_key(OA, USER))
    assert row
    assert row["display_name"] == "Xin hỏi thêm"
    assert {"message", "outgoing"} <= set(place.of(PERSON))


def test_a_resident_who_asks_in_chat_may_still_say_no_for_a_day(place: Place) -> None:
    place.writes(PERSON)
    asked = place.asks(RequestCause.CHAT)
    begins = begins_at(place.now, WorkingCalendar())
    assert (asked.state, asked.next_at) == (RequestState.WAITING, begins)
    assert place.asks(RequestCause.CHAT) == asked, "the same event is one request"
    assert place.goes_on().state is RequestState.WAITING
    place.clock.now = begins - timedelta(seconds=1)
    cancelled = service.cancel(asked.id, requests=place.requests, now=place.now)
    assert service.cancel(asked.id, requests=place.requests, now=place.now) == cancelled
    place.clock.forward(days=2)
    assert place.goes_on().state is RequestState.CANCELLED
    assert "message" in place.of(PERSON)


def test_an_erasure_that_an_officer_wrote_down_waits_for_a_second_and_for_a_working_day(place: Place) -> None:
    place.writes(PERSON)
    made = service.ask(
        RequestKind.ERASE,
        RequestCause.OFFICER,
        PERSON,
        unit_path=WARD,
        origin="o-1",
        requests=place.requests,
        calendar=place.desk.calendar,
        now=place.now,
        by="officer-1",
    )
    assert made.needs_confirmation
    place.clock.forward(days=1, hours=2)
    assert place.goes_on().state is RequestState.WAITING, "nobody has confirmed it"
    with pytest.raises(NotAllowed):
        place.confirms("officer-1")
    confirmed = place.confirms("officer-2")
    assert place.confirms("officer-2") == confirmed, "twice is once"
    assert confirmed.next_at
    assert confirmed.next_at >= begins_at(made.requested_at, place.desk.calendar)
    with pytest.raises(Conflict):
        place.confirms("officer-3")
    place.clock.now = confirmed.next_at - timedelta(seconds=1)
    assert place.goes_on().state is RequestState.WAITING
    place.clock.forward(seconds=1)
    assert place.goes_on().state is RequestState.DONE


def test_a_resident_who_says_no_ends_an_erasure_that_officers_wrote_down(place: Place) -> None:
    place.writes(PERSON)
    made = service.ask(
        RequestKind.ERASE,
        RequestCause.OFFICER,
        PERSON,
        unit_path=WARD,
        origin="o-1",
        requests=place.requests,
        calendar=place.desk.calendar,
        now=place.now,
        by="officer-1",
    )
    assert service.keep(PERSON, requests=place.requests, now=place.now)
    with pytest.raises(Conflict):
        place.confirms("officer-2")
    assert place.requests.get(made.id).state is RequestState.CANCELLED  # type: ignore[union-attr] # it is there


def test_who_withdrew_and_writes_again_keeps_what_is_theirs(place: Place) -> None:
    place.writes(PERSON)
    key = follower_key(OA, USER)
    place.audience.update(*key, set={"withdrawn_at": to_text(place.now)})
    place.asks(RequestCause.WITHDRAWAL)
    place.clock.forward(days=2)
    place.audience.update(*key, set={"interacted_at": to_text(place.now)})
    assert place.goes_on().state is RequestState.CANCELLED
    assert "message" in place.of(PERSON)


def test_who_withdrew_and_stayed_away_is_erased(place: Place) -> None:
    place.writes(PERSON)
    place.audience.update(*follower_key(OA, USER), set={"withdrawn_at": to_text(place.now)})
    place.asks(RequestCause.WITHDRAWAL)
    place.clock.forward(days=2)
    assert place.goes_on().state is RequestState.DONE
    row = place.audience.get(*follower_key(OA, USER))
    assert row
    assert row["withdrawn_at"], "nothing is sent to them by itself"


def test_two_rounds_at_once_erase_once(place: Place) -> None:
    place.writes(PERSON)
    asked = place.asks()
    step(asked, stores=place.stores, now=place.now, enough=lambda: False)
    with pytest.raises(Conflict):
        step(asked, stores=place.stores, now=place.now, enough=lambda: False)


def test_what_cannot_be_read_is_told_and_does_not_stop_the_others(place: Place) -> None:
    place.writes(PERSON)
    asked = place.asks()
    place.audience.update(f"conversation#{OA}#{USER}", "broken", set={"copies": "x", "kind": "image"})
    done = work(PROVINCE, stores=place.stores, now=place.now, enough=lambda: False)
    assert [failed[0] for failed in done.failed] == [asked.id]
    assert list(place.requests.due(PROVINCE, place.now)) == [asked.id], "the next round tries again"


def test_a_message_that_was_sent_is_found_by_its_key(place: Place) -> None:
    key = "officer-reply-1"
    account = AccountKey(PROVINCE, WARD, OA)
    enqueue(
        key, text_content(f"Chào bác {SECRET}"), account=account, user_id=USER, by=OFFICER,
        outbox=place.outbox, queue=place.queue, now=place.now,
    )  # fmt: skip
    message = place.outbox.get(key)
    assert message
    from loa.platform.aws.dynamodb.transactions import commit  # noqa: PLC0415 - as above
    from loa.residents.followers.store import FollowerStore  # noqa: PLC0415 - of this test alone

    commit(
        told(
            message, "zalo-1", place.now, audience=FollowerStore(place.audience), statistics=place.statistics
        )
    )
    place.asks()
    place.goes_on()
    assert place.outbox.get(key) is None
    assert SECRET not in place.says_everywhere()


def test_the_deadline_is_two_working_days_and_its_passing_is_seen(place: Place) -> None:
    asked = place.asks(kind=RequestKind.SEE)
    assert local_day(asked.due) == local_day(place.now) + timedelta(days=2)
    assert list(place.requests.overdue(PROVINCE, place.now)) == []
    place.clock.forward(days=3)
    assert list(place.requests.overdue(PROVINCE, place.now)) == [asked.id]
    service.finish(asked.id, requests=place.requests, now=place.now)
    assert list(place.requests.overdue(PROVINCE, place.now)) == []
    with pytest.raises(Conflict):
        service.cancel(asked.id, requests=place.requests, now=place.now)


def test_name_and_number_are_put_right_and_the_history_does_not_say_what_they_were(place: Place) -> None:
    case = place.open()
    cases_of_person.correct(
        case.id,
        name="Trần Thị Đan",
        phone=None,
        by=OFFICER,
        idempotency_key="c-1",
        service=place.desk.at(place.now),
    )
    after = place.case(case.id)
    assert after.reporter == replace(case.reporter, name="Trần Thị Đan")
    line = place.history(case.id)[-1]
    assert (line.what, line.text, dict(line.facts)) == ("corrected", "", {"fields": "name", "origin": "c-1"})


def test_a_denunciation_is_out_of_reach(place: Place) -> None:
    place.writes(PERSON)
    sort = f"{to_text(datetime(2024, 10, 8, tzinfo=UTC))}#d1"
    placeholder = {"partition": f"conversation#{OA}#{USER}", "sort": sort, "kind": "confidential", "text": ""}
    place.audience.put(placeholder)
    place.asks()
    place.goes_on()
    assert place.audience.get(placeholder["partition"], sort) == placeholder


def test_words_that_wait_for_the_confidential_choice_go_uncounted_and_marks_stay(place: Place) -> None:
    """A mark keeps a message that comes twice from officers; a count would say that somebody denounces."""
    withheld = WithheldStore(place.audience)
    here, there, later = (
        Message(one.oa_id, one.user_id, number, at, Direction.IN, "text", f"{SECRET} {number}")
        for number, one, at in (
            ("w1", PERSON, place.now),
            ("w2", OTHER_PERSON, place.now),
            ("w3", PERSON, place.now + timedelta(days=7)),
        )
    )
    for one in (here, there, later):
        commit([withheld.holding(one, one.at), withheld.marking(one)])
    place.asks()
    done = place.goes_on()
    assert (done.state, done.rows) == (RequestState.DONE, 0)
    assert withheld.held(PERSON.oa_id, PERSON.user_id) == [later], (
        "what is written afterwards is not asked for"
    )
    assert withheld.held(OTHER_PERSON.oa_id, OTHER_PERSON.user_id) == [there]
    assert place.audience.get(withheld_partition(PERSON.oa_id, PERSON.user_id), mark_sort(here))


def test_cases_lose_their_reporter_when_their_time_ends_without_a_request(place: Place) -> None:
    old = [place.open(user=str(number), what=f"Đèn hỏng {SECRET}") for number in range(3)]
    for case in old:
        place.move(case.id, Move.ACCEPT)
        place.move(case.id, Move.ANSWER)
    waiting = place.open(user="9", what="Việc còn mở")

    def pass_of(pages: int) -> int:
        left = iter([False] * pages)
        return retire(PROVINCE, stores=place.stores, now=place.now, enough=lambda: next(left, True))

    assert pass_of(9) == 0
    place.clock.forward(days=5 * 365 + 3)
    assert pass_of(0) == 0, "the time was up"
    assert pass_of(9) == 3
    assert pass_of(9) == 0, "once a month"
    assert SECRET not in "".join(str(row) for row in all_rows(place.table.name))
    assert place.case(old[0].id).reporter.user_id == ""
    assert place.case(waiting.id).reporter.user_id == "9"
    place.clock.forward(days=31)
    assert pass_of(9) == 0, "nobody goes out twice"


def test_a_pass_stops_between_two_cases_when_the_time_is_up_and_goes_on_there(place: Place) -> None:
    """Lambda ends the function after 29 s, wherever it is: a page of old cases takes longer."""
    for number in range(3):
        case = place.open(user=str(number))
        place.move(case.id, Move.ACCEPT)
        place.move(case.id, Move.ANSWER)
    place.clock.forward(days=5 * 365 + 3)

    def pass_of(steps: int) -> int:
        left = iter([False] * steps)
        return retire(PROVINCE, stores=place.stores, now=place.now, enough=lambda: next(left, True))

    assert [pass_of(2), pass_of(2), pass_of(9), pass_of(9)] == [1, 1, 1, 0]
