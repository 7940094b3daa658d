"""Runs the tests of handlers: "python3 test/run.py". pytest runs them, too; pyproject.toml tells it where the handlers are."""

import sys
import unittest
from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
sys.path[:0] = [str(ROOT / "lambdas"), str(ROOT / "node_modules" / "tasker-sfn" / "runtimes" / "python")]

suite = unittest.TestSuite()
for folder in sorted({file.parent for file in TESTS.rglob("test_*.py")}):
    suite.addTests(unittest.TestLoader().discover(str(folder), top_level_dir=str(folder)))
# The log of handlers would stand between the results.
passed = unittest.TextTestRunner(buffer=True).run(suite).wasSuccessful()
sys.exit(0 if passed else 1)
