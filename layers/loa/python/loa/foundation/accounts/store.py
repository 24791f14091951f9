"""Rows of accounts (table Units, beside their units) and of token pairs (table Credentials)."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.errors import Busy, NotFound
from loa.foundation.accounts.model import Account, AccountKey, AccountState, Departure, Tokens
from loa.foundation.units.model import subtree_range
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Delete, Put, Row, Table, Update, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.aws.kms import EncryptionKey

LEASE: Final = timedelta(seconds=60)
"""Longer than a refresh can take: the platform's connect and read timeouts together stay under 20 s."""

_BY_OA: Final = "by_oa:oa_id:sort"
_LEFT: Final = "left#"
_RETIRED: Final = "retired#"
_PAIR: Final = "pair"
_INSTANTS: Final = (
    "last_event_at",
    "silent_from",
    "silent_until",
    "caught_up_at",
    "confirmed_at",
    "retired_at",
    "moved_at",
)
"""Optional instants of an account."""

_OPTIONAL: Final = ("message_api", "is_pending", "confirmed_by", "confirmed_by_name")
"""Attributes stored only when they have a value."""


def account_sort(unit_path: str) -> str:
    """Return the sort key of a unit's account."""
    return f"account#{unit_path}#"


def retired_sort(unit_path: str, oa_id: str) -> str:
    """Return the sort key of an account that has retired, beside the unit that answers for it."""
    return f"{_RETIRED}{unit_path}#{oa_id}"


def sort_of(account: Account) -> str:
    """Return the sort key of an account."""
    if account.is_retired:
        return retired_sort(account.unit_path, account.oa_id)
    return account_sort(account.unit_path)


def account_row(account: Account) -> Row:
    """Return the row of an account."""
    return {
        "partition": account.province,
        "sort": sort_of(account),
        "unit_path": account.unit_path,
        "oa_id": account.oa_id,
        "name": account.name,
        "oa_type": account.oa_type,
        "state": account.state.value,
        "connected_at": clock.to_text(account.connected_at),
        "refreshed_at": clock.to_text(account.refreshed_at),
        "refresh_expires_at": clock.to_text(account.refresh_expires_at),
        "trouble": account.trouble,
        **{name: value for name in _OPTIONAL if (value := getattr(account, name))},
        **{name: clock.to_text(at) for name in _INSTANTS if (at := getattr(account, name))},
    }


def account_from(row: Row) -> Account:
    """Return the account of a row."""
    return Account(
        province=row["partition"],
        unit_path=row["unit_path"],
        oa_id=row["oa_id"],
        name=row["name"],
        oa_type=row["oa_type"],
        state=AccountState(row["state"]),
        connected_at=clock.from_text(row["connected_at"]),
        refreshed_at=clock.from_text(row["refreshed_at"]),
        refresh_expires_at=clock.from_text(row["refresh_expires_at"]),
        trouble=row["trouble"],
        message_api=row.get("message_api", ""),
        is_pending=row.get("is_pending", False),
        confirmed_by=row.get("confirmed_by", ""),
        confirmed_by_name=row.get("confirmed_by_name", ""),
        **{name: clock.from_text(row[name]) for name in _INSTANTS if name in row},
    )


def _departure_sort(departure: Departure) -> str:
    return f"{_LEFT}{departure.unit_path}#{clock.to_text(departure.at)}"


def _departure_row(departure: Departure) -> Row:
    # Not `oa_id`: that attribute leads from an account's id to its unit (index by_oa).
    return {
        "partition": departure.province,
        "sort": _departure_sort(departure),
        "unit_path": departure.unit_path,
        "account": departure.oa_id,
        "name": departure.name,
        "at": clock.to_text(departure.at),
        "by": departure.by,
        "by_name": departure.by_name,
        "reason": departure.reason,
        "is_settled": departure.is_settled,
    }


def _departure_from(row: Row) -> Departure:
    return Departure(
        province=row["partition"],
        unit_path=row["unit_path"],
        oa_id=row["account"],
        name=row["name"],
        at=clock.from_text(row["at"]),
        by=row["by"],
        by_name=row["by_name"],
        reason=row["reason"],
        is_settled=bool(row["is_settled"]),
    )


class AccountStore:
    """Accounts, in the Units table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def of_unit(self, province: str, unit_path: str) -> Account | None:
        """Return the account of a unit."""
        row = self.table.get(province, account_sort(unit_path))
        return account_from(row) if row else None

    def place(self, province: str, unit_path: str) -> tuple[Table, str, str]:
        """Return where a unit's account is, for `transactions.get_many`; its row goes to `account_from`."""
        return self.table, province, account_sort(unit_path)

    def of_key(self, key: AccountKey) -> Account | None:
        """Return an account where it stands now: its unit may have changed since, or it may have retired."""
        present = self.of_unit(key.province, key.unit_path)
        return present if present and present.oa_id == key.oa_id else self.by_oa(key.oa_id)

    def from_row_or_elsewhere(self, row: Row | None, oa_id: str) -> Account | None:
        """Return the account of a row of `place`, or where it stands now if another one is there, or none."""
        account = account_from(row) if row else None
        return account if account and account.oa_id == oa_id else self.by_oa(oa_id)

    def by_oa(self, oa_id: str) -> Account | None:
        """Return the account with Zalo's id (one Query on the index; some milliseconds behind writes)."""
        rows = self.table.page(oa_id, index=_BY_OA, limit=1).rows
        return account_from(rows[0]) if rows else None

    def within(self, province: str, root: str) -> Iterator[Account]:
        """List the accounts of a unit and of all units below it, in order of their paths; one Query."""
        for row in self.table.rows(province, between=subtree_range(root, "account#")):
            yield account_from(row)

    def everyone(self, province: str) -> list[Account]:
        """List all accounts of a province, retired ones too: whose tokens and followers are looked after."""
        return [*self.within(province, province), *self.retired(province, province)]

    def retired(self, province: str, root: str) -> Iterator[Account]:
        """List the retired accounts for which a unit and all units below it answer; one Query."""
        for row in self.table.rows(province, between=subtree_range(root, _RETIRED)):
            yield account_from(row)

    def connect(self, account: Account) -> Write:
        """Return the write that adds an account to a unit; refused if the unit has one."""
        return Put(self.table, account_row(account), new=True)

    def renew(self, account: Account) -> Write:
        """Return the write of a renewed consent: confirmation stays; refused if the account has left."""
        return Update(
            self.table,
            account.province,
            account_sort(account.unit_path),
            set={
                "name": account.name,
                "oa_type": account.oa_type,
                "state": AccountState.CONNECTED.value,
                "refreshed_at": clock.to_text(account.refreshed_at),
                "refresh_expires_at": clock.to_text(account.refresh_expires_at),
                "trouble": "",
            },
            only_if=Attr("oa_id").eq(account.oa_id),
        )

    def confirm(self, pending: Account, at: datetime, *, by: str, by_name: str) -> Account:
        """Keep who confirmed an account, and that messages since its consent may be missing.

        Raises:
            ConditionFailed: the account is no longer pending there.
        """
        row = self.table.update(
            pending.province,
            account_sort(pending.unit_path),
            set={
                "confirmed_at": clock.to_text(at),
                "confirmed_by": by,
                "confirmed_by_name": by_name,
                "silent_from": clock.to_text(pending.connected_at),
                "silent_until": clock.to_text(at),
            },
            remove=("is_pending",),
            only_if=Attr("oa_id").eq(pending.oa_id) & Attr("is_pending").exists(),
        )
        return account_from(row)

    def disconnect(self, departure: Departure) -> list[Write]:
        """Return the writes that take a unit's account away; refused if it now has another, or none."""
        mine = Attr("oa_id").eq(departure.oa_id)
        return [
            Delete(self.table, departure.province, account_sort(departure.unit_path), only_if=mine),
            Put(self.table, _departure_row(departure), new=True),
        ]

    def departures(self, province: str, root: str) -> list[Departure]:
        """List the accounts that were taken from a unit and from all below it; one Query."""
        between = subtree_range(root, _LEFT)
        return [_departure_from(row) for row in self.table.rows(province, between=between)]

    def settle(self, departure: Departure) -> None:
        """Record that nothing of the account is left at its unit. Safe to repeat."""
        self.table.update(departure.province, _departure_sort(departure), set={"is_settled": True})

    def set_state(self, key: AccountKey, state: AccountState, trouble: str) -> None:
        """Set the account's state; do nothing if the unit now has another account."""
        self._change(key, {"state": state.value, "trouble": trouble})

    def set_message_api(self, key: AccountKey, version: str) -> None:
        """Keep the family of calls with which Zalo lets this account write to a resident."""
        self._change(key, {"message_api": version})

    def set_last_event(self, key: AccountKey, at: datetime, silent_from: datetime | None = None) -> None:
        """Keep the time of the latest Zalo event, and the start of the silence before it."""
        silence = {"silent_from": silent_from, "silent_until": at} if silent_from else {}
        instants = {"last_event_at": at, **silence}
        self._change(key, {name: clock.to_text(instant) for name, instant in instants.items()})

    def set_caught_up(self, key: AccountKey, at: datetime) -> None:
        """Keep up to when Zalo's lists of messages have been compared with ours."""
        self._change(key, {"caught_up_at": clock.to_text(at)})

    def set_refreshed(self, key: AccountKey, at: datetime, refresh_expires_at: datetime) -> None:
        """Keep when the tokens were made and when they end; the account is connected."""
        self._change(
            key,
            {
                "state": AccountState.CONNECTED.value,
                "refreshed_at": clock.to_text(at),
                "refresh_expires_at": clock.to_text(refresh_expires_at),
                "trouble": "",
            },
        )

    def _change(self, key: AccountKey, values: Row) -> None:
        for sort in (account_sort(key.unit_path), retired_sort(key.unit_path, key.oa_id)):
            with suppress(ConditionFailed):
                self.table.update(key.province, sort, set=values, only_if=Attr("oa_id").eq(key.oa_id))
                return


class CredentialStore:
    """Token pairs, encrypted under a key that is bound to the account's id."""

    def __init__(self, table: Table, key: EncryptionKey) -> None:
        self.table = table
        self.key = key

    def seal(self, oa_id: str, access_token: str, refresh_token: str) -> bytes:
        """Encrypt a pair for an account."""
        plain = json.dumps([access_token, refresh_token], separators=(",", ":")).encode()
        return self.key.encrypt(plain, {"oa_id": oa_id})

    def open(self, oa_id: str, sealed: bytes) -> tuple[str, str]:
        """Decrypt what `seal` made: access token, refresh token."""
        access_token, refresh_token = json.loads(self.key.decrypt(sealed, {"oa_id": oa_id}))
        return access_token, refresh_token

    def get(self, oa_id: str) -> Tokens:
        """Return the present pair.

        Raises:
            NotFound: the account was never connected.
        """
        row = self.table.get(oa_id, _PAIR)
        if row is None:
            raise NotFound("no credentials for this account")
        return self.tokens_of(row)

    def place(self, oa_id: str) -> tuple[Table, str, str]:
        """Return the place of the pair, for `transactions.get_many`; its row goes to `tokens_of`."""
        return self.table, oa_id, _PAIR

    def tokens_of(self, row: Row) -> Tokens:
        """Return the pair in a row."""
        access_token, refresh_token = self.open(row["partition"], row["sealed"])
        return Tokens(
            access_token=access_token,
            refresh_token=refresh_token,
            version=row["version"],
            stored_at=clock.from_text(row["stored_at"]),
            refresh_expires_at=clock.from_text(row["refresh_expires_at"]),
        )

    def first(self, oa_id: str, sealed: bytes, at: datetime, refresh_expires_at: datetime) -> Write:
        """Return the write of a pair from a consent of that instant; refused if a newer pair is kept."""
        return Update(
            self.table,
            oa_id,
            _PAIR,
            set={
                "sealed": sealed,
                "stored_at": clock.to_text(at),
                "refresh_expires_at": clock.to_text(refresh_expires_at),
            },
            add={"version": 1},
            remove=("lease_owner", "lease_until"),
            only_if=Attr("stored_at").not_exists() | Attr("stored_at").lte(clock.to_text(at)),
        )

    def forget(self, oa_id: str, until: datetime) -> None:
        """Delete a pair that is not newer than that instant; leave a newer one alone."""
        try:
            commit([Delete(self.table, oa_id, _PAIR, only_if=Attr("stored_at").lte(clock.to_text(until)))])
        except ConditionFailed:
            return

    def lease(self, oa_id: str, owner: str, at: datetime) -> Tokens:
        """Take the right to refresh, and read the pair under it.

        Raises:
            Busy: another refresher has it.
            NotFound: the account was never connected.
        """
        free = Attr("lease_until").not_exists() | Attr("lease_until").lt(clock.to_text(at))
        try:
            row = self.table.update(
                oa_id,
                _PAIR,
                set={"lease_owner": owner, "lease_until": clock.to_text(at + LEASE)},
                only_if=Attr("version").exists() & (free | Attr("lease_owner").eq(owner)),
            )
        except ConditionFailed as failure:
            if failure.row is None:
                raise NotFound("no credentials for this account") from failure
            raise Busy("another refresher is at work") from failure
        return self.tokens_of(row)

    def release(self, oa_id: str, owner: str) -> None:
        """Give the lease back; do nothing if another refresher holds it now."""
        try:
            self.table.update(
                oa_id,
                _PAIR,
                remove=("lease_owner", "lease_until"),
                only_if=Attr("lease_owner").eq(owner),
            )
        except ConditionFailed:
            return

    def replace(
        self, oa_id: str, sealed: bytes, version: int, at: datetime, refresh_expires_at: datetime
    ) -> None:
        """Replace the pair of that version with the new one, and end the lease.

        Raises:
            ConditionFailed: the stored version is another one.
        """
        self.table.update(
            oa_id,
            _PAIR,
            set={
                "sealed": sealed,
                "version": version + 1,
                "stored_at": clock.to_text(at),
                "refresh_expires_at": clock.to_text(refresh_expires_at),
            },
            remove=("lease_owner", "lease_until"),
            only_if=Attr("version").eq(version),
        )
