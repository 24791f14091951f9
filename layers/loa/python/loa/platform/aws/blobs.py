"""S3: files that are handed out by expiring link, or by a function."""

from urllib.parse import quote

from botocore.exceptions import ClientError

from loa.platform.aws import clients
from loa.platform.aws.failures import aws_call, code_of


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

    def keys(self, prefix: str) -> list[str]:
        """The names of files that begin so; a thousand at most."""
        with aws_call():
            answer = clients.s3().list_objects_v2(Bucket=self.bucket, Prefix=prefix)
        return [item["Key"] for item in answer.get("Contents", [])]

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
