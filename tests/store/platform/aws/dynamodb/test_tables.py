"""What a Query returns and where it goes on, on both engines; a made-up key is refused as such."""

from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from loa.errors import StoreFault
from loa.platform.aws import clients
from loa.platform.aws.dynamodb.tables import StartRefused, Table


@pytest.fixture
def cases(table: Callable[[str], Table]) -> Table:
    return table("Cases")


@pytest.mark.parametrize("table", ["dynamodb-local"], indirect=True)  # moto takes any key
@pytest.mark.enable_socket
def test_a_key_of_another_shape_is_refused(cases: Table) -> None:
    cases.put({"partition": "case#1", "sort": "head"})
    with pytest.raises(StartRefused):
        cases.page("case#1", start={"partition": "case#1", "sort": "a", "more": "b"})


def test_a_key_that_amazon_calls_outside_the_query_is_refused(
    cases: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = "The provided starting key is outside query boundaries based on provided conditions"

    def refuses(**_: object) -> None:
        raise ClientError({"Error": {"Code": "ValidationException", "Message": message}}, "Query")

    monkeypatch.setattr(clients.dynamodb().meta.client, "query", refuses)
    with pytest.raises(StartRefused):
        cases.page("40", start={"partition": "x", "sort": "y"})
    with pytest.raises(StoreFault):
        cases.page("40")


def test_a_key_that_no_row_can_have__names_none(cases: Table) -> None:
    assert cases.get("40", "đ" * 512) is None, "1,024 bytes, as long as a key can be: asked"
    for partition, sort in (("40", "đ" * 513), ("đ" * 1_025, "1"), ("40", "a" * 5_000)):
        assert cases.get(partition, sort) is None, "from an address: the page is not there"


def test_only_what_is_named__is_read_of_rows(cases: Table) -> None:
    cases.put({"partition": "case#1", "sort": "head", "state": "open", "words": "dài"})
    cases.put({"partition": "case#1", "sort": "note", "words": "dài"})
    assert list(cases.rows("case#1", prefix="h", only=["sort", "state"])) == [
        {"sort": "head", "state": "open"}
    ]
    assert list(cases.rows("case#1", only=["state"])) == [{"state": "open"}, {}]
