"""Where lies what does not travel: results that are too large, and the checkpoints of steps."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import Any
from urllib.parse import urlparse
from urllib.request import url2pathname

from .contract import RESULTS_BUCKET_VARIABLE


class ResultLost(Exception):
    """A parked result is not where its reference says."""

    def __init__(self, uri: str, why: str) -> None:
        super().__init__(f'The parked result "{uri}" cannot be read: {why}')


class FolderStore:
    """A folder of this machine, by its `file:` URL."""

    def __init__(self, url: str) -> None:
        self._folder = url2pathname(urlparse(url).path)

    def put(self, key: str, text: str) -> str:
        """Keeps a text; nobody ever reads a half of it."""
        os.makedirs(self._folder, exist_ok=True)
        file = self._file_of(key)
        part = f"{file}.{os.getpid()}"
        with open(part, "wb") as opened:
            opened.write(text.encode("utf-8", "surrogatepass"))
        os.replace(part, file)
        return f"local:{key}"

    def get(self, uri: str) -> str:
        """Reads what was kept."""
        text = self.find(_key_in("local:", uri))
        if text is None:
            raise ResultLost(uri, "it is not kept any more")
        return text

    def find(self, key: str) -> str | None:
        """Reads what lies under a key."""
        try:
            with open(self._file_of(key), "rb") as opened:
                return opened.read().decode("utf-8", "surrogatepass")
        except FileNotFoundError:
            return None

    def _file_of(self, key: str) -> str:
        return os.path.join(self._folder, f"{sha256(key.encode()).hexdigest()}.json")


class BucketStore:
    """An S3 bucket. boto3 is loaded at the first use: Lambda has it."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket
        self._client: Any = None

    def put(self, key: str, text: str) -> str:
        """Keeps a text. S3 refuses what does not arrive as it was sent."""
        body = text.encode("utf-8", "surrogatepass")
        self._connect().put_object(
            Bucket=self._bucket, Key=key, Body=body, ContentType="application/json", ChecksumAlgorithm="SHA256"
        )
        return f"s3://{self._bucket}/{key}"

    def get(self, uri: str) -> str:
        """Reads what was kept."""
        text = self.find(_key_in(f"s3://{self._bucket}/", uri))
        if text is None:
            raise ResultLost(uri, "it has expired")
        return text

    def find(self, key: str) -> str | None:
        """Reads what lies under a key. The SDK checks what arrives."""
        client = self._connect()
        try:
            found = client.get_object(Bucket=self._bucket, Key=key, ChecksumMode="ENABLED")
        except client.exceptions.ClientError as error:
            # Without s3:ListBucket, which no step has, S3 says AccessDenied of an object that is not there.
            if error.response.get("Error", {}).get("Code") in ("NoSuchKey", "AccessDenied"):
                return None
            raise
        return found["Body"].read().decode("utf-8", "surrogatepass")

    def _connect(self) -> Any:
        if self._client is None:
            try:
                import boto3
            except ImportError as error:
                raise RuntimeError('Results are kept in S3, so the package "boto3" is needed.') from error
            self._client = boto3.client("s3")
        return self._client


Store = FolderStore | BucketStore


def open_store() -> Store | None:
    """The store that the environment names; None when it names none."""
    bucket = os.environ.get(RESULTS_BUCKET_VARIABLE)
    if not bucket:
        return None
    return FolderStore(bucket) if bucket.startswith("file:") else BucketStore(bucket)


def _key_in(prefix: str, uri: str) -> str:
    if not uri.startswith(prefix):
        raise ResultLost(uri, f"this function reads results only from {prefix}")
    return uri[len(prefix) :]
