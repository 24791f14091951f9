"""One message to one resident: window, account, Zalo, ledger.

The write that claims the message also records that Zalo is about to be called: everything that could prevent
the call has been checked before. A worker that dies after that write leaves a message that may have been
sent: nobody can ask Zalo, so it is `unknown` and never sent again by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from time import sleep
from typing import Any, Final

from loa.clock import VIETNAM, local_day, now
from loa.errors import Busy, Conflict
from loa.foundation.accounts.model import Account, AccountState, Health
from loa.foundation.accounts.service import AccountSession, CredentialsLost, TokenKeeper
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import ConditionFailed, Row, Write
from loa.platform.aws.dynamodb.transactions import commit_with_retries, get_many
from loa.platform.zalo.api.answers import ApiVersion, ConversationRow, SentMessage
from loa.platform.zalo.errors import (
    Later,
    NotSent,
    OutcomeUnknown,
    PayloadRefused,
    RecipientRefused,
    Transient,
    ZaloError,
)
from loa.platform.zalo.pauses import MAXIMUM_ATTEMPTS, ceiling, pause
from loa.platform.zalo.webhooks.envelope import is_anonymous
from loa.residents.followers.store import FollowerStore, has_withdrawn, interacted_at
from loa.residents.messages.calls import NO_CONSENT, MessageCalls, no_files, nothing, reason_of, uploaded
from loa.residents.messages.lookup import can_look_up, look_up
from loa.residents.messages.model import MessageState, Outgoing, is_owed
from loa.residents.messages.service import SendJob, body_of, told
from loa.residents.messages.store import Outbox, outgoing_from
from loa.residents.messages.windows import GUESSED, WindowRule, verdict

CONSENT_PAUSE: Final = timedelta(hours=1)
"""An account that waits for consent or confirmation sends nothing; how often its messages are retried."""

MORNING: Final = time(7)
"""A quota begins anew at midnight; nobody is written to before this hour because of it."""

NIGHT_PAUSE: Final = timedelta(hours=1)
"""Consultation is accepted at any hour; where Zalo says it is night, look again in an hour."""

_NOT_SENT: Final = frozenset({MessageState.FAILED, MessageState.SKIPPED, MessageState.HELD})
_WAITS: Final[Mapping[Health, str]] = {Health.NEEDS_CONSENT: NO_CONSENT, Health.PENDING: "not_confirmed"}
_UNUSABLE: Final = frozenset({*_WAITS, Health.DISABLED})


@dataclass(frozen=True, slots=True)
class SendResult:
    """Result of one job.

    Attributes:
        state: the message's new state; None when there was nothing to do.
        again_in: seconds until the queue should redeliver it; None: finished.
    """

    state: MessageState | None
    again_in: int | None = None


@dataclass(frozen=True, slots=True)
class MessageSender:
    """Sender of messages.

    Attributes:
        outbox: the ledger.
        audience: followers and conversations.
        statistics: what units did.
        keeper: acts for accounts.
        api: the OA API for an access token.
        rules: when an account may write to a resident.
        owner: name of this worker, different from any other's.
        files: reads one of our files for upload to Zalo; None: there is none.
        after_sent: called for every message that was sent, at least once.
        after_refused: called for every message that is not sent, or only hours later; at least once.
        clock, sleep: time; replaced in tests.
        may_go_on: whether there is time to ask Zalo for one more page of a list.
    """

    outbox: Outbox
    audience: FollowerStore
    statistics: StatisticsStore
    keeper: TokenKeeper
    api: Callable[[str], MessageCalls]
    rules: Sequence[WindowRule]
    owner: str
    files: Callable[[str], bytes | None] = no_files
    after_sent: Callable[[Outgoing], None] = nothing
    after_refused: Callable[[Outgoing], None] = nothing
    clock: Callable[[], datetime] = now
    sleep: Callable[[float], None] = sleep
    may_go_on: Callable[[], bool] = lambda: True

    def send(self, work: SendJob) -> SendResult:
        """Work on one message.

        Raises:
            Busy: AWS is busy, and nothing was sent: the queue redelivers it.
        """
        row, account_row, pair, follower = get_many(
            [
                self.outbox.place(work.key),
                self.keeper.accounts.place(work.province, work.unit_path),
                self.keeper.credentials.place(work.oa_id),
                self.audience.follower_place(work.oa_id, work.user_id),
            ]
        )
        message = outgoing_from(row) if row else None
        account = self.keeper.accounts.from_row_or_elsewhere(account_row, work.oa_id)
        if message and account:
            message = replace(message, account=account.key)  # its unit may have changed since
        if message and account and pair and can_look_up(message):
            return self._looked_up(message, account, pair)
        if message is None or message.state.is_final or message.state is MessageState.HELD:
            if message and message.state is MessageState.SENT:
                self._after_sent(message)  # the sender may have died before this call
            elif message and message.state in _NOT_SENT:
                self.after_refused(message)  # the same
            return SendResult(None)  # the queue delivered twice, or the sweep was too early
        now = self.clock()
        if message.state is MessageState.SENDING:
            return self._found_sending(message, now)
        if account is None or pair is None:
            return self._settle(message, MessageState.FAILED, reason="no_account")
        if account.health(now) is Health.DISABLED:
            return self._settle(message, MessageState.FAILED, reason="disabled")
        return self._in_window(message, account, pair, follower)

    def _found_sending(self, message: Outgoing, now: datetime) -> SendResult:
        """Handle a message that another worker has, or died over."""
        if not message.is_left_behind(now):
            return SendResult(None, _pause(message.lease_until, now))
        if message.uploading:
            return self._again(message, reason="busy")  # its file was on the way, nothing else
        return self._unknown(message, reason="worker_stopped")

    def _in_window(self, message: Outgoing, account: Account, pair: Row, follower: Row | None) -> SendResult:
        if message.is_stale(self.clock()):
            return self._settle(message, MessageState.SKIPPED, reason="too_late")
        if message.content.confidential:
            # The message it answers is not recorded here, but is recent, so Zalo takes it.
            return self._ready(message, account, pair, window="")
        if has_withdrawn(follower):
            return self._settle(message, MessageState.SKIPPED, reason="withdrawn")
        found = verdict(self.rules, account.oa_type, interacted_at(follower), self.clock())
        if found.reason and not (message.insists and found.reason in GUESSED):
            return self._settle(message, MessageState.SKIPPED, reason=found.reason)
        return self._ready(message, account, pair, window=found.window.value if found.window else "")

    def _ready(self, message: Outgoing, account: Account, pair: Row, *, window: str) -> SendResult:
        if reason := _WAITS.get(account.health(self.clock())):
            return self._until(message, self.clock() + CONSENT_PAUSE, reason=reason)
        return self._ask(message, account, pair, window=window)

    def _ask(self, message: Outgoing, account: Account, pair: Row, *, window: str) -> SendResult:
        session = self.keeper.session(account.key, self.keeper.credentials.tokens_of(pair))
        try:
            mine = self.outbox.claim(message, self.owner, self.clock())
        except Conflict:
            return SendResult(None, ceiling(1))  # another worker has it: look again whether it lived
        try:
            answer = self._said(session, account, mine)
        except Conflict:
            return SendResult(None, ceiling(1))  # the file took so long that another worker has it
        except FileNotFoundError:
            return self._settle(mine, MessageState.FAILED, reason="file_gone")
        except ZaloError as error:
            return self._after(error, session, mine)
        except (Busy, CredentialsLost) as error:  # Zalo refused the token, no new one could be had
            return self._again(mine, reason=error.code)
        return self._delivered(mine, account, answer, window)

    def _said(self, session: AccountSession, account: Account, message: Outgoing) -> SentMessage:
        """Send a message; a file of ours goes up to Zalo first.

        Raises:
            FileNotFoundError: the file is gone.
        """
        kept = message.content.attachment.get("kept")
        upload = (message.upload or self._upload(session, message)) if kept else ""
        try:
            return self._sent(session, account, message.user_id, body_of(message.content, upload))
        except PayloadRefused as refusal:
            if message.content.buttons and refusal.had_no_effect:
                # Zalo shows no buttons for this account: the words alone say the same.
                plain = body_of(replace(message.content, buttons=()))
                return self._sent(session, account, message.user_id, plain)
            # Zalo forgets a file after seven days; the refusal had no effect.
            if not kept or refusal.reason != "attachment_expired":
                raise
        upload = self._upload(session, message)
        return self._sent(session, account, message.user_id, body_of(message.content, upload))

    def _upload(self, session: AccountSession, message: Outgoing) -> str:
        """Upload the file of a message, and keep Zalo's name for it."""
        upload = uploaded(message, session, self.api, self.files)
        self.outbox.uploaded(message, upload)
        return upload

    def _sent(
        self, session: AccountSession, account: Account, user_id: str, body: Mapping[str, Any]
    ) -> SentMessage:
        """Call Zalo, beginning with the family of calls that worked last time."""
        remembered = ApiVersion(account.message_api or ApiVersion.V3)

        def send(version: ApiVersion) -> SentMessage:
            return session.act(lambda token: self.api(token).send_message(user_id, body, version=version))

        try:
            return send(remembered)
        except PayloadRefused as refusal:
            # The account has become a business since: v2 is shut for it. The refusal had no effect.
            if remembered is ApiVersion.V3 or refusal.reason != "version_closed":
                raise
        return send(ApiVersion.V3)

    def _delivered(self, message: Outgoing, account: Account, answer: SentMessage, window: str) -> SendResult:
        result = self._settle(
            message,
            MessageState.SENT,
            sent={
                # Zalo may take a message without naming it; the conversation needs a name.
                "message_id": answer.message_id or f"loa-{message.key}",
                "api_version": answer.version.value,
                "window": window,
            },
        )
        usual = ApiVersion(account.message_api or ApiVersion.V3)
        if answer.version is not usual and not is_anonymous(message.user_id):
            self.keeper.accounts.set_message_api(account.key, answer.version.value)
        if result.state is MessageState.SENT:
            self._after_sent(message)
        return result

    def _after_sent(self, message: Outgoing) -> None:
        """Let what is owed about the matter be forgotten: this is newer. Then do what others asked for."""
        if message.matter:
            self.audience.told_instead(message.account.oa_id, message.user_id, message.key)
        self.after_sent(message)

    def _after(self, error: ZaloError, session: AccountSession, message: Outgoing) -> SendResult:
        """Handle a message that Zalo did not take."""
        if not error.had_no_effect:
            lost = isinstance(error, OutcomeUnknown)
            return self._unknown(message, reason="answer_lost" if lost else error.reason, answer=str(error))
        if isinstance(error, Transient | NotSent):
            return self._again(message, reason=error.reason, answer=str(error))
        if isinstance(error, Later):
            return self._hold(message, error)
        reason = reason_of(error)
        if reason == NO_CONSENT:
            return self._until(message, self.clock() + CONSENT_PAUSE, reason=reason, answer=str(error))
        if reason == "disabled":
            self.keeper.accounts.set_state(session.key, AccountState.DISABLED, error.message)
        refused = isinstance(error, RecipientRefused)
        state = MessageState.SKIPPED if refused else MessageState.FAILED
        return self._settle(message, state, reason=reason, error=error)

    def _unknown(self, message: Outgoing, *, reason: str, answer: str = "") -> SendResult:
        writes = self.outbox.unknown(message, self.clock(), reason=reason, answer=answer)
        return self._write(message, MessageState.UNKNOWN, writes)

    def _looked_up(self, message: Outgoing, account: Account, pair: Row) -> SendResult:
        """Find out from Zalo's own list what became of a message, and settle it either way.

        What is not there was never sent: it goes out like any other, if the window is still open. While Zalo
        does not answer it stays as it is, and the sweep retries.
        """
        if account.oa_id != message.account.oa_id or account.health(self.clock()) in _UNUSABLE:
            return SendResult(None)
        session = self.keeper.session(account.key, self.keeper.credentials.tokens_of(pair))
        try:
            found = look_up(
                message,
                lambda offset: self._rows(session, message, offset),
                self.audience,
                may_go_on=self.may_go_on,
            )
        except (ZaloError, Busy, CredentialsLost):
            return SendResult(None)
        if found is None:
            return self._settle(message, MessageState.PENDING, reason="not_sent_after_all", again=1)
        return self._found_sent(message, found)

    def _rows(self, session: AccountSession, message: Outgoing, offset: int) -> Sequence[ConversationRow]:
        return session.act(lambda token: self.api(token).conversation(message.user_id, offset=offset))

    def _found_sent(self, message: Outgoing, row: ConversationRow) -> SendResult:
        sent = {"message_id": row.message_id, "api_version": "", "window": ""}
        now, at = self.clock(), row.at or message.updated_at
        writes: list[Write] = [
            self.outbox.turn(message, MessageState.SENT, now, reason="found_at_zalo", sent=sent),
            *told(message, row.message_id, at, audience=self.audience, statistics=self.statistics),
        ]
        result = self._write(message, MessageState.SENT, writes)
        if result.state is MessageState.SENT:
            self._after_sent(message)
        return result

    def _again(self, message: Outgoing, *, reason: str, answer: str = "") -> SendResult:
        """Let go of a message that is to be tried again, later each time; give up after the eighth attempt.

        The queue keeps it meanwhile, and with it the order of the conversation.
        """
        if message.attempts >= MAXIMUM_ATTEMPTS:
            return self._settle(message, MessageState.FAILED, reason="too_many_attempts", answer=answer)
        result = self._settle(message, MessageState.PENDING, reason=reason, answer=answer)
        return SendResult(result.state, pause(message.attempts))

    def _hold(self, message: Outgoing, error: Later) -> SendResult:
        """Wait for the hour, or for the day on which the quota is renewed (in Vietnam)."""
        now = self.clock()
        tomorrow = local_day(now) + timedelta(days=1)
        until = datetime.combine(tomorrow, MORNING, VIETNAM)
        if error.reason == "night":
            until = now + NIGHT_PAUSE
        return self._until(message, until, reason=error.reason, answer=str(error))

    def _until(self, message: Outgoing, until: datetime, *, reason: str, answer: str = "") -> SendResult:
        """Hold a message back; the sweep releases it."""
        writes = self.outbox.hold(message, self.clock(), until, reason=reason, answer=answer)
        written = self._write(message, MessageState.HELD, writes)
        self._tell_refused(message, written, reason)
        return written

    def _settle(
        self,
        message: Outgoing,
        state: MessageState,
        *,
        reason: str = "",
        answer: str = "",
        error: ZaloError | None = None,
        sent: dict[str, str] | None = None,
        again: int | None = None,
    ) -> SendResult:
        """Write the outcome and its consequences in one transaction."""
        now = self.clock()
        words = answer or str(error or "")
        turned = self.outbox.turn(message, state, now, reason=reason, answer=words, sent=sent)
        writes: list[Write] = [turned]
        if sent:
            writes += told(
                message, sent["message_id"], now, audience=self.audience, statistics=self.statistics
            )
        elif is_owed(message.matter, state, reason):
            writes.append(self.audience.owing(message.account.oa_id, message.user_id, message.key))
        written = self._write(message, state, writes)
        self._tell_refused(message, written, reason)
        return replace(written, again_in=again)

    def _tell_refused(self, message: Outgoing, written: SendResult, reason: str) -> None:
        if written.state in _NOT_SENT:
            self.after_refused(replace(message, state=written.state, reason=reason))

    def _write(self, message: Outgoing, state: MessageState, writes: Sequence[Write]) -> SendResult:
        """Write with many retries, since Zalo's answer cannot be had again; then remove it from the sweep."""
        try:
            commit_with_retries(writes, sleep=self.sleep)
        except ConditionFailed as failure:
            if failure.index == 0:
                arrived = (failure.row or {}).get("state") == state.value
                return SendResult(state if arrived else None)  # ours, if only the first answer was lost
            # Zalo has reported this very message already: it is in the conversation, and counted. Or nobody
            # knows the resident, so that nothing is owed.
            return self._write(message, state, writes[:1])
        if state is not MessageState.PENDING:
            self._forget(message)
        return SendResult(state)

    def _forget(self, message: Outgoing) -> None:
        try:
            self.outbox.forget(message)
        except Busy:
            return  # the sweep will find nothing to do


def _pause(until: datetime | None, now: datetime) -> int:
    """Return the seconds until a lease ends, at least one."""
    return max(1, int((until - now).total_seconds()) + 1) if until else 1
