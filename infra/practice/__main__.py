"""A stage for practice; `make practice` calls this.

    python -m infra.practice start [--stage STAGE]     each unit has a sample account, an overdue case
    python -m infra.practice reset [--stage STAGE]     what was tried is gone; officers, units, accounts stay

Without a stage it is the local stack. A stage that is not for practice is refused. Both may be repeated, also
after they stopped in the middle.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, Final

from infra.practice.overdue import cases_of, open_overdue
from infra.stages import Stage, StageMissing, stage_of
from loa import clock
from loa.errors import LoaError
from loa.foundation.accounts.model import REFRESH_LIFETIME, Account, AccountState
from loa.foundation.accounts.store import AccountStore, CredentialStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import existing_on, province_of
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.aws.kms import EncryptionKey
from loa.platform.zalo.practice import people

PROVINCE: Final = "40"
KEPT: Final = ("Units", "Credentials", "Sessions")
"""Officers, units, accounts, who is signed in."""
EMPTIED: Final = (
    "Audience", "Content", "Broadcasts", "Cases", "Confidential", "Privacy", "Participation", "AnswerKeys",
    "Published", "Statistics", "Inbox",
)  # fmt: skip
BUCKETS: Final = ("Reports", "Media", "Attachments", "Denunciations")
OF_A_BROADCAST: Final = "-broadcast-"
"""In the names of schedules that an approved broadcast has made (`SCHEDULE_PREFIX`); the others recur."""
_AT_ONCE: Final = 25


class NotForPractice(Exception):  # noqa: N818 - read as an answer
    """The stage has real residents; nothing of it is touched."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.practice", description="A stage for practice.")
    parser.add_argument("action", choices=("start", "reset"))
    parser.add_argument("--stage", default="", help="a stage of samconfig.toml; else the local stack")
    options = parser.parse_args(arguments)
    try:
        stage = stage_of(options.stage)
        check(stage)
        stage.use()
        if options.action == "reset":
            check_accounts(AccountStore(Table(stage.outputs["UnitsTableName"])))
            print(f"{unscheduled(stage)} broadcasts are no longer to be sent.")
            print(f"{emptied(stage)} rows and files of what was tried are gone.")
        print(f"{connected(stage)} sample accounts are connected.")
    except (StageMissing, NotForPractice, LoaError) as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def check(stage: Stage) -> None:
    """Go on only with a stage that was deployed for practice.

    Raises:
        NotForPractice: it was not.
    """
    given = stage.local.parameters if stage.local else stage.parameters
    if given.get("Practice") != "true":
        raise NotForPractice(f"The stage {stage.name} is not for practice: nothing was changed.")


def check_accounts(accounts: AccountStore) -> None:
    """Go on only where every account is a sample: a parameter can be set by mistake at another stage.

    Raises:
        NotForPractice: there is a real one.
    """
    real = [each for each in accounts.everyone(PROVINCE) if not each.oa_id.startswith(people.ACCOUNT)]
    if real:
        raise NotForPractice(f"{len(real)} accounts here are no samples: nothing was changed.")


def connected(stage: Stage) -> int:
    """Let each unit of today have a sample account and an overdue case; how many there are."""
    units, now = Table(stage.outputs["UnitsTableName"]), clock.now()
    accounts, statistics = AccountStore(units), StatisticsStore(Table(stage.outputs["StatisticsTableName"]))
    key = EncryptionKey(stage.outputs["DataKeyId"])
    credentials = CredentialStore(Table(stage.outputs["CredentialsTableName"]), key)
    cases = cases_of(stage)
    today, known = clock.local_day(now), {each.unit_path: each for each in accounts.everyone(PROVINCE)}
    paths = {unit.path for unit in existing_on(UnitStore(units).subtree(PROVINCE), today)}
    for path in sorted(paths):
        writes: list[Any] = []
        if statistics.follower_gauge(path).base is None:
            writes.append(statistics.follower_base(path, people.FOLLOWERS))
        if path not in known:
            oa_id, ends = people.account_of(path), now + REFRESH_LIFETIME
            token = people.token_of(oa_id)
            name = people.account_name(oa_id)
            account = Account(
                province_of(path), path, oa_id, name, 4, AccountState.CONNECTED, now, now, ends
            )  # fmt: skip
            sealed = credentials.seal(oa_id, token, token)
            writes += [accounts.connect(account), credentials.first(oa_id, sealed, now, ends)]
        if writes:
            commit(writes)
        open_overdue(cases, path, now)
    return len(paths)


def unscheduled(stage: Stage) -> int:
    """Delete the schedules of broadcasts, which would not find them when they are gone; how many."""
    scheduler, group = stage.client("scheduler"), stage.outputs["ScheduleGroupName"]
    pages = scheduler.get_paginator("list_schedules").paginate(GroupName=group)
    names = [each["Name"] for page in pages for each in page["Schedules"] if OF_A_BROADCAST in each["Name"]]
    for name in names:
        with suppress(scheduler.exceptions.ResourceNotFoundException):  # it began meanwhile
            scheduler.delete_schedule(Name=name, GroupName=group)
    return len(names)


def emptied(stage: Stage) -> int:
    """Delete what was tried from tables and buckets; how many rows and files."""
    dynamodb, s3 = stage.client("dynamodb"), stage.client("s3")
    rows = sum(_without_rows(dynamodb, stage.outputs[f"{name}TableName"]) for name in EMPTIED)
    return rows + sum(_without_files(s3, stage.outputs[f"{name}BucketName"]) for name in BUCKETS)


def _without_rows(dynamodb: Any, table: str) -> int:
    names = [key["AttributeName"] for key in dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]]
    places = {f"#k{number}": name for number, name in enumerate(names)}
    pages = dynamodb.get_paginator("scan").paginate(
        TableName=table, ProjectionExpression=", ".join(places), ExpressionAttributeNames=places
    )
    deleted = 0
    for page in pages:
        for some in _parts(page["Items"], _AT_ONCE):
            left = {table: [{"DeleteRequest": {"Key": key}} for key in some]}
            while left:
                left = dynamodb.batch_write_item(RequestItems=left)["UnprocessedItems"]
            deleted += len(some)
    return deleted


def _without_files(s3: Any, bucket: str) -> int:
    """Delete all versions of all files of a bucket."""
    deleted = 0
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        found = [
            {"Key": each["Key"], "VersionId": each["VersionId"]}
            for each in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        ]
        for some in _parts(found, 1000):
            s3.delete_objects(Bucket=bucket, Delete={"Objects": some, "Quiet": True})
            deleted += len(some)
    return deleted


def _parts(things: list[Any], size: int) -> Iterator[list[Any]]:
    for start in range(0, len(things), size):
        yield things[start : start + size]


if __name__ == "__main__":
    raise SystemExit(main())
