"""Every place that keeps something says what of it is about residents, and how that goes."""

import pytest

from loa.erasure.holdings import HOLDINGS
from loa.personal_data import ErasureMethod, Holding
from tests.template.reading import resources, template

DATA, QUEUES = "infra/data.yaml", "infra/queues.yaml"


def places() -> set[str]:
    """All tables and buckets, and all queues but the dead letters of a declared one."""
    queues = resources(QUEUES, "AWS::SQS::Queue")
    own = {name for name in queues if not name.endswith("DeadLetterQueue")} | {"SchedulesDeadLetterQueue"}
    tables, buckets = resources(DATA, "AWS::DynamoDB::Table"), resources(DATA, "AWS::S3::Bucket")
    return {*tables, *buckets, *(own & queues.keys())}


def test_no_table_bucket_or_queue_is_forgotten() -> None:
    declared = {holding.store for holding in HOLDINGS}
    assert places() - declared == set(), "declare what it keeps about residents (`loa.personal_data`)"
    assert declared - places() == set(), "no such place any more"


EXPIRING = [holding for holding in HOLDINGS if holding.how is ErasureMethod.EXPIRES]


@pytest.mark.parametrize("holding", EXPIRING, ids=lambda holding: f"{holding.store} {holding.what}")
def test_what_is_said_to_expire_has_a_day_and_a_place_that_forgets(holding: Holding) -> None:
    assert holding.days > 0
    if holding.store.endswith("Table"):
        table = template(DATA)["Resources"][holding.store]["Properties"]
        assert table["TimeToLiveSpecification"]["Enabled"]
    if holding.store.endswith("Queue"):
        kept = [
            queue["Properties"].get("MessageRetentionPeriod", 345_600)
            for name, queue in resources(QUEUES, "AWS::SQS::Queue").items()
            if name == holding.store or name == holding.store.replace("Queue", "DeadLetterQueue")
        ]
        assert kept
        assert max(kept) <= holding.days * 86_400


def test_residents_are_kept_under_our_key_or_expire() -> None:
    for holding in HOLDINGS:
        if holding.store.endswith("Table") and holding.how in {
            ErasureMethod.ERASED,
            ErasureMethod.RETAINED,
            ErasureMethod.NOT_HERE,
        }:
            table = template(DATA)["Resources"][holding.store]["Properties"]
            assert table["SSESpecification"]["SSEType"] == "KMS", holding.store
