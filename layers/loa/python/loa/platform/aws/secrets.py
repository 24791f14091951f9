"""Secrets Manager: values are kept in the process for a few minutes, so that a rotation is seen."""

import time
from collections.abc import Callable
from typing import Final

from botocore.exceptions import ClientError

from loa.platform.aws import clients
from loa.platform.aws.failures import aws_call, code_of

KEPT_SECONDS: Final = 300
OTHERS_KEPT_SECONDS: Final = 10
"""How long the other versions are believed: what does not fit is dropped, so a change must be seen soon."""

_OTHERS: Final = ("AWSCURRENT", "AWSPENDING", "AWSPREVIOUS")
_NOT_THERE: Final = frozenset({"ResourceNotFoundException", "InvalidRequestException"})


class Secret:
    """One secret, by name.

    While it is changed, the other side signs with the value before or already with the next one: who checks a
    signature asks `which`.
    """

    def __init__(self, secret_id: str) -> None:
        self.secret_id = secret_id
        self._value = ""
        self._read_at = float("-inf")
        self._others: tuple[str, ...] = ()
        self._others_read_at = float("-inf")

    def __call__(self) -> str:
        """The value; read again when older than five minutes.

        Raises:
            Busy: throttled, or no answer.
            StoreFault: refused.
        """
        now = time.monotonic()
        if now - self._read_at > KEPT_SECONDS:
            with aws_call():
                answer = clients.secrets_manager().get_secret_value(SecretId=self.secret_id)
            self._value = answer["SecretString"]
            self._read_at = now
        return self._value

    def which(self, fits: Callable[[str], bool]) -> str | None:
        """The version of the value that fits: the current one, else the next one or the one before.

        When what is kept as the current one does not fit, all are read anew: it may have changed meanwhile.

        Raises:
            Busy, StoreFault: as above.
        """
        current = self()
        if fits(current):
            return current
        now = time.monotonic()
        if now - self._others_read_at > OTHERS_KEPT_SECONDS:
            read = (self._version(stage) for stage in _OTHERS)
            self._others = tuple(value for value in read if value)
            self._others_read_at = now
        return next((value for value in self._others if value != current and fits(value)), None)

    def _version(self, stage: str) -> str | None:
        """The value at a stage of the rotation; None: there is none."""
        with aws_call():
            try:
                answer = clients.secrets_manager().get_secret_value(
                    SecretId=self.secret_id, VersionStage=stage
                )
            except ClientError as error:
                if code_of(error) in _NOT_THERE:
                    return None
                raise
        return answer["SecretString"]
