"""S3: files that are handed out by expiring link, or by a function."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from botocore.exceptions import ClientError

from loa.errors import Conflict, NotFound
from loa.platform.aws import clients
from loa.platform.aws.failures import aws_call, code_of

_CHUNK_BYTES: Final = 1024 * 1024
_CHANGED: Final = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
_NOT_THERE: Final = frozenset({"NoSuchKey", "404"})
_NOT_MODIFIED: Final = frozenset({"NotModified", "304"})


@dataclass(frozen=True, slots=True)
class UploadForm:
    """A form with which a browser, or a program, puts one file into a bucket by itself.

    Attributes:
        url: where it is posted to, as `multipart/form-data`.
        fields: hidden fields, signed; the file comes last, as `file`.
    """

    url: str
    fields: Mapping[str, str]


class Bucket:
    """One bucket, by name."""

    def __init__(self, bucket: str) -> None:
        self.bucket = bucket

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Write a file; the same key is written over."""
        with aws_call():
            clients.s3().put_object(Bucket=self.bucket, Key=key, Body=content, ContentType=content_type)

    def get(self, key: str) -> bytes | None:
        """Read a file; None if there is none.

        The role needs `s3:ListBucket` as well: without it S3 answers 403 for what does not exist.
        """
        with aws_call():
            try:
                return clients.s3().get_object(Bucket=self.bucket, Key=key)["Body"].read()
            except ClientError as error:
                if code_of(error) == "NoSuchKey":
                    return None
                raise

    def size(self, key: str) -> int | None:
        """How many bytes a file has; None if there is none. Needs what `get` needs."""
        with aws_call():
            try:
                return clients.s3().head_object(Bucket=self.bucket, Key=key)["ContentLength"]
            except ClientError as error:
                if code_of(error) in _NOT_THERE:
                    return None
                raise

    def fetch(self, key: str, path: Path, *, known_tag: str = "") -> str | None:
        """Write a file to a path of this machine, piece by piece.

        Args:
            key: which file.
            path: where to.
            known_tag: the tag of what the caller has already.

        Returns:
            The tag of what was written; None: it is still the known one, and nothing was.

        Raises:
            NotFound: there is none. As for `get`, the role needs `s3:ListBucket`.
        """
        known: Any = {"IfNoneMatch": known_tag} if known_tag else {}
        with aws_call():
            try:
                answer = clients.s3().get_object(Bucket=self.bucket, Key=key, **known)
                with path.open("wb") as file:
                    for chunk in answer["Body"].iter_chunks(_CHUNK_BYTES):
                        file.write(chunk)
            except ClientError as error:
                if code_of(error) in _NOT_MODIFIED:
                    return None
                if code_of(error) in _NOT_THERE:
                    raise NotFound(key) from error
                raise
        return answer["ETag"]

    def replace(self, key: str, path: Path, content_type: str, *, known_tag: str) -> None:
        """Write a file from a path of this machine in the place of a known one.

        Args:
            key: which file.
            path: where from.
            content_type: its media type.
            known_tag: the tag of the one that it was made from; empty: there was none.

        Raises:
            Conflict: meanwhile somebody has written another; nothing was written.
        """
        condition: Any = {"IfMatch": known_tag} if known_tag else {"IfNoneMatch": "*"}
        with aws_call(), path.open("rb") as file:
            try:
                clients.s3().put_object(
                    Bucket=self.bucket, Key=key, Body=file, ContentType=content_type, **condition
                )
            except ClientError as error:
                if code_of(error) in _CHANGED | _NOT_THERE:
                    raise Conflict(key) from error
                raise

    def keys(self, prefix: str) -> list[str]:
        """The names of files that begin so; a thousand at most."""
        with aws_call():
            answer = clients.s3().list_objects_v2(Bucket=self.bucket, Prefix=prefix)
        return [item["Key"] for item in answer.get("Contents", [])]

    def listed(self, prefix: str) -> list[tuple[str, datetime]]:
        """Names of files that begin so, and when each was written; a thousand at most."""
        with aws_call():
            answer = clients.s3().list_objects_v2(Bucket=self.bucket, Prefix=prefix)
        return [(item["Key"], item["LastModified"]) for item in answer.get("Contents", [])]

    def delete(self, key: str) -> None:
        """Delete a file; nothing happens when there is none."""
        with aws_call():
            clients.s3().delete_object(Bucket=self.bucket, Key=key)

    def link(self, key: str, *, expires_seconds: int, file_name: str, inline: bool = False) -> str:
        """A link that anyone may open until it expires; the browser saves it as `file_name`.

        With `inline` it is shown instead; only for what cannot hold a script.
        """
        how = "inline" if inline else "attachment"
        return clients.s3().generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self.bucket,
                "Key": key,
                "ResponseContentDisposition": f"{how}; filename*=UTF-8''{quote(file_name, safe='')}",
            },
            ExpiresIn=expires_seconds,
        )

    def upload_form(self, key: str, *, maximum: int, expires_seconds: int, redirect: str = "") -> UploadForm:
        """A form for one file of at most so many bytes, under that key and no other.

        The role that makes it needs `s3:PutObject` for the key.

        Args:
            key: where the file will lie.
            maximum: bytes; S3 refuses more.
            expires_seconds: after which S3 refuses the form.
            redirect: where the browser goes after the file has arrived; empty: S3 answers 204.
        """
        fields = {"success_action_redirect": redirect} if redirect else {"success_action_status": "204"}
        conditions: list[Any] = [
            ["content-length-range", 1, maximum],
            *({name: value} for name, value in fields.items()),
        ]
        made = clients.s3().generate_presigned_post(
            self.bucket, key, Fields=dict(fields), Conditions=conditions, ExpiresIn=expires_seconds
        )
        return UploadForm(made["url"], made["fields"])
