"""Secrets Manager: values are kept in the process for a few minutes, so that a rotation is seen."""

import time
from typing import Final

from loa.aws import clients
from loa.aws.failures import aws_call

KEPT_SECONDS: Final = 300


class Secret:
    """One secret, by name."""

    def __init__(self, secret_id: str) -> None:
        self.secret_id = secret_id
        self._value = ""
        self._read_at = float("-inf")

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
