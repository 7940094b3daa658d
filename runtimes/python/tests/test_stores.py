"""Where results and checkpoints lie: a folder of this machine, and a bucket by a stub of boto3."""

import hashlib
import os
import sys
import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tasker_sfn.stores import BucketStore, FolderStore, ResultLost, open_store  # noqa: E402


class ClientError(Exception):
    """As botocore has it."""

    def __init__(self, code):
        super().__init__(code)
        self.response = {"Error": {"Code": code}}


class Body:
    def __init__(self, content):
        self.content = content

    def read(self):
        return self.content


class S3:
    """A bucket as boto3 shows it."""

    exceptions = types.SimpleNamespace(ClientError=ClientError)

    def __init__(self):
        self.objects = {}
        self.calls = []
        self.refuses = None

    def put_object(self, **given):
        self.calls.append(given)
        self.objects[given["Bucket"], given["Key"]] = given["Body"]

    def get_object(self, Bucket, Key, ChecksumMode):
        assert ChecksumMode == "ENABLED"
        if self.refuses is not None:
            raise ClientError(self.refuses)
        if (Bucket, Key) not in self.objects:
            raise ClientError("NoSuchKey")
        return {"Body": Body(self.objects[Bucket, Key])}


def boto3_with(s3):
    made = []

    def client(name):
        made.append(name)
        return s3

    return mock.patch.dict(sys.modules, {"boto3": types.SimpleNamespace(client=client, made=made)}), made


TEXTS = ["{}", '{"a":"é 漢 😀"}', '{"a":"\\ud800"}', "\ud800"]


class FolderStoreTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.store = FolderStore(Path(self.folder.name, "not", "there yet").as_uri())

    def test_keeps_texts_as_they_are(self):
        for text in TEXTS:
            uri = self.store.put("tasks/a b/é.json", text)
            self.assertEqual(self.store.get(uri), text)
            self.assertEqual(self.store.find("tasks/a b/é.json"), text)

    def test_names_files_as_the_other_runtimes_do(self):
        self.store.put("tasks/1.json", "{}")
        self.assertEqual(
            [each.name for each in Path(self.folder.name, "not", "there yet").iterdir()],
            [f"{hashlib.sha256(b'tasks/1.json').hexdigest()}.json"],
        )

    def test_says_what_is_not_there(self):
        self.assertIsNone(self.store.find("nowhere"))
        with self.assertRaisesRegex(ResultLost, '"local:nowhere" cannot be read: it is not kept any more'):
            self.store.get("local:nowhere")
        with self.assertRaisesRegex(ResultLost, "reads results only from local:"):
            self.store.get("s3://bucket/nowhere")


class BucketStoreTest(unittest.TestCase):
    def test_keeps_texts_as_they_are_with_a_checksum(self):
        s3 = S3()
        patch, made = boto3_with(s3)
        with patch:
            store = BucketStore("results")
            self.assertEqual(made, [])
            for text in TEXTS:
                self.assertEqual(store.put("tasks/1.json", text), "s3://results/tasks/1.json")
                self.assertEqual(store.get("s3://results/tasks/1.json"), text)
            self.assertEqual(made, ["s3"])
        given = {name: value for name, value in s3.calls[0].items() if name != "Body"}
        self.assertEqual(
            given, {"Bucket": "results", "Key": "tasks/1.json", "ContentType": "application/json", "ChecksumAlgorithm": "SHA256"}
        )

    def test_finds_nothing_where_s3_may_not_say_so(self):
        s3 = S3()
        patch, _ = boto3_with(s3)
        with patch:
            store = BucketStore("results")
            for code in ("NoSuchKey", "AccessDenied"):
                s3.refuses = code
                self.assertIsNone(store.find("nowhere"))
            s3.refuses = "SlowDown"
            with self.assertRaises(ClientError):
                store.find("nowhere")

    def test_says_what_is_not_there(self):
        patch, _ = boto3_with(S3())
        with patch:
            store = BucketStore("results")
            with self.assertRaisesRegex(ResultLost, '"s3://results/gone.json" cannot be read: it has expired'):
                store.get("s3://results/gone.json")
            with self.assertRaisesRegex(ResultLost, "reads results only from s3://results/"):
                store.get("s3://other/gone.json")

    def test_needs_boto3(self):
        with mock.patch.dict(sys.modules, {"boto3": None}), self.assertRaisesRegex(RuntimeError, '"boto3" is needed'):
            BucketStore("results").put("a", "{}")


class OpenStoreTest(unittest.TestCase):
    def test_is_what_the_environment_names(self):
        kinds = {"": type(None), "file:///tmp/results": FolderStore, "results": BucketStore}
        for named, kind in kinds.items():
            with mock.patch.dict(os.environ, {"TASKER_SFN_RESULTS_BUCKET": named}):
                self.assertIsInstance(open_store(), kind)


if __name__ == "__main__":
    unittest.main()
