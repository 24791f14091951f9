"""KMS: small secrets encrypted under a customer-managed key, bound to a context."""

from collections.abc import Mapping

from loa.platform.aws import clients
from loa.platform.aws.failures import aws_call


class EncryptionKey:
    """One KMS key, by id or ARN. What is encrypted under a context opens only under the same."""

    def __init__(self, key_id: str) -> None:
        self.key_id = key_id

    def encrypt(self, plain: bytes, context: Mapping[str, str]) -> bytes:
        """Encrypt at most 4,096 bytes."""
        with aws_call():
            answer = clients.kms().encrypt(KeyId=self.key_id, Plaintext=plain, EncryptionContext=context)
        return answer["CiphertextBlob"]

    def decrypt(self, cipher: bytes, context: Mapping[str, str]) -> bytes:
        """Decrypt what `encrypt` gave.

        Raises:
            StoreFault: another context, another key, or not ours.
        """
        with aws_call():
            answer = clients.kms().decrypt(
                KeyId=self.key_id, CiphertextBlob=cipher, EncryptionContext=context
            )
        return answer["Plaintext"]
