"""Parameter Store: settings that an operator may put there, read once per process."""

from botocore.exceptions import ClientError

from loa.platform.aws import clients
from loa.platform.aws.failures import aws_call, code_of


class OptionalParameter:
    """A `SecureString` by name, which may be missing."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._value: str | None = None

    def __call__(self) -> str:
        """The value; empty while there is none.

        Raises:
            Busy: throttled, or no answer.
            StoreFault: refused.
        """
        if self._value is None:
            with aws_call():
                try:
                    answer = clients.parameters().get_parameter(Name=self._name, WithDecryption=True)
                    self._value = answer["Parameter"]["Value"]
                except ClientError as error:
                    if code_of(error) != "ParameterNotFound":
                        raise
                    self._value = ""
        return self._value
