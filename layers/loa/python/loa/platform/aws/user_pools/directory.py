"""A Cognito user pool: who is in which of its groups, and what an administrator changes about them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

from loa.errors import Conflict, NotFound
from loa.platform.aws import clients
from loa.platform.aws.failures import aws_call, code_of


class UserPool:
    """One user pool. Makes no call by itself."""

    def __init__(self, pool_id: str) -> None:
        self._pool_id = pool_id

    def members(self, group: str) -> Iterator[dict[str, str]]:
        """The attributes and `username` of everybody in a group who may sign in; one request per 60."""
        following: str | None = ""
        while following is not None:
            asked: Any = {"UserPoolId": self._pool_id, "GroupName": group}
            with aws_call():
                page = clients.cognito().list_users_in_group(
                    **asked | ({"NextToken": following} if following else {})
                )
            for user in page["Users"]:
                if user.get("Enabled", True):
                    given = {each["Name"]: each.get("Value", "") for each in user["Attributes"]}
                    yield given | {"username": user["Username"]}
            following = page.get("NextToken")

    def create(self, username: str, attributes: Mapping[str, str], password: str) -> str:
        """Enter somebody with a temporary password, without telling them; return their `sub`.

        Raises:
            Conflict: the username is taken.
        """
        given: Any = [{"Name": name, "Value": value} for name, value in attributes.items()]
        with aws_call():
            try:
                answer = clients.cognito().admin_create_user(
                    UserPoolId=self._pool_id,
                    Username=username,
                    UserAttributes=given,
                    TemporaryPassword=password,
                    MessageAction="SUPPRESS",
                )
            except ClientError as error:
                if code_of(error) == "UsernameExistsException":
                    raise Conflict(username) from error
                raise
        made = {each["Name"]: each.get("Value", "") for each in answer["User"].get("Attributes", [])}
        return made["sub"]

    def username(self, user: str) -> str:
        """Return the name with which somebody signs in; `user`: their `sub`.

        Raises:
            NotFound: there is nobody like that.
        """
        return self.attributes(user)["username"]

    def attributes(self, user: str) -> dict[str, str]:
        """Return what an account says of somebody, and its `username`.

        Raises:
            NotFound: there is nobody like that.
        """
        with self._of_user():
            found = clients.cognito().admin_get_user(UserPoolId=self._pool_id, Username=user)
        given = {each["Name"]: each.get("Value", "") for each in found["UserAttributes"]}
        return given | {"username": found["Username"]}

    def set_temporary_password(self, user: str, password: str) -> None:
        """Give somebody a password that they have to change when they sign in."""
        with self._of_user():
            clients.cognito().admin_set_user_password(
                UserPoolId=self._pool_id, Username=user, Password=password, Permanent=False
            )

    def forget_factor(self, user: str) -> None:
        """Ask somebody for no second factor until they have set one up again."""
        with self._of_user():
            clients.cognito().admin_set_user_mfa_preference(
                UserPoolId=self._pool_id, Username=user, SoftwareTokenMfaSettings={"Enabled": False}
            )

    def set_attributes(self, user: str, attributes: Mapping[str, str]) -> None:
        """Change attributes of somebody; an empty one is taken away."""
        given: Any = [{"Name": name, "Value": value} for name, value in attributes.items()]
        with self._of_user():
            clients.cognito().admin_update_user_attributes(
                UserPoolId=self._pool_id, Username=user, UserAttributes=given
            )

    def set_groups(self, user: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Put somebody into groups and take them out of others; done twice, it is as done once."""
        with self._of_user():
            for group in add:
                clients.cognito().admin_add_user_to_group(
                    UserPoolId=self._pool_id, Username=user, GroupName=group
                )
            for group in remove:
                clients.cognito().admin_remove_user_from_group(
                    UserPoolId=self._pool_id, Username=user, GroupName=group
                )

    def disable(self, user: str) -> None:
        """Let somebody sign in no more, and make the tokens that they have worthless."""
        with self._of_user():
            clients.cognito().admin_disable_user(UserPoolId=self._pool_id, Username=user)
            clients.cognito().admin_user_global_sign_out(UserPoolId=self._pool_id, Username=user)

    def enable(self, user: str) -> None:
        """Let somebody sign in again."""
        with self._of_user():
            clients.cognito().admin_enable_user(UserPoolId=self._pool_id, Username=user)

    @contextmanager
    def _of_user(self) -> Iterator[None]:
        with aws_call():
            try:
                yield
            except ClientError as error:
                if code_of(error) == "UserNotFoundException":
                    raise NotFound from error
                raise
