"""The original package as an oracle: the same handlers, contexts and results give the same outcome.

`TASKER_PY` names a Python in which it is installed (`pip install tasker-py`). Without it the tests are skipped.
"""

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ORACLE = os.environ.get("TASKER_PY", "")


def outcomes(python, path):
    environment = {**os.environ, "PYTHONPATH": path, "RUST_LOG": "off"}
    run = subprocess.run([python, str(HERE / "oracle" / "run.py")], env=environment, capture_output=True, text=True)
    if run.returncode != 0:
        raise AssertionError(run.stderr[-3000:])
    return json.loads(run.stdout.rpartition("@@outcomes@@")[2])


def settled(message):
    """Messages of pydantic end with an address that has its version."""
    return message if message is None else message.split("\n    For further information")[0]


@unittest.skipUnless(ORACLE, "TASKER_PY names no Python with the original package")
class Oracle(unittest.TestCase):
    maxDiff = None

    def test_outcomes(self):
        original = outcomes(ORACLE, "")
        # The same interpreter, so that it has pydantic, too; ours comes first.
        ours = outcomes(ORACLE, str(HERE.parent))
        self.assertEqual(list(ours), list(original))
        self.assertGreater(len(ours), 200)
        mismatches = [name for name, each in original.items() if ours[name]["outcome"] != each["outcome"]]
        print(f"The oracle: {len(ours)} cases, {len(mismatches)} mismatches", file=sys.stderr)
        for name in mismatches:
            with self.subTest(case=name):
                self.assertEqual(ours[name]["outcome"], original[name]["outcome"])

    def test_names(self):
        """Every name of the package is there."""
        told = subprocess.run(
            [ORACLE, "-c", "import json, tasker_core; print('@@names@@' + json.dumps(tasker_core.__all__))"],
            capture_output=True,
            text=True,
            check=True,
        )
        sys.path.insert(0, str(HERE.parent))
        import tasker_core

        names = json.loads(told.stdout.rpartition("@@names@@")[2])
        missing = [name for name in names if not hasattr(tasker_core, name)]
        print(f"tasker_core: {len(names)} names, {len(missing)} missing", file=sys.stderr)
        self.assertEqual(missing, [])


if __name__ == "__main__":
    unittest.main()
