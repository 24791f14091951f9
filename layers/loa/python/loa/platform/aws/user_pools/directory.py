"""A Cognito user pool: who is in which of its groups."""

from collections.abc import Iterator
from typing import Any

from loa.platform.aws import clients
from loa.platform.aws.failures import aws_call


class UserPool:
    """One user pool. Makes no call by itself."""

    def __init__(self, pool_id: str) -> None:
        self._pool_id = pool_id

    def members(self, group: str) -> Iterator[dict[str, str]]:
        """The attributes of everybody in a group who may sign in; one request per 60 people."""
        following: str | None = ""
        while following is not None:
            asked: Any = {"UserPoolId": self._pool_id, "GroupName": group}
            with aws_call():
                page = clients.cognito().list_users_in_group(
                    **asked | ({"NextToken": following} if following else {})
                )
            for user in page["Users"]:
                if user.get("Enabled", True):
                    yield {given["Name"]: given.get("Value", "") for given in user["Attributes"]}
            following = page.get("NextToken")
