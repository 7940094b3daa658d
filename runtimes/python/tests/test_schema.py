"""The judge of payloads, with the standard library alone. The tests of the package hold it against the one of the compiler."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tasker_sfn.schema import patterns_here, problem_in  # noqa: E402

patterns_here.update({"^a+$": r"\Aa{1,}(?!.|\n)"})

TREE = {"$ref": "#/$defs/node", "$defs": {"node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}, "n": {"type": "integer"}}}}}

CASES = [
    # A schema, what keeps to it, and what does not, with what is said.
    ({"type": "integer"}, [1, 1.0], [(1.5, "it must be integer"), (True, "it must be integer"), ("1", "it must be integer")]),
    ({"type": ["string", "null"]}, ["", None], [(0, "it must be string,null")]),
    ({"enum": [1, "a", [1]]}, [1, 1.0, "a", [1]], [(True, "it must be equal to one of the allowed values")]),
    ({"const": {"a": 1}}, [{"a": 1.0}], [({"a": True}, "it must be equal to constant")]),
    ({"minLength": 2, "maxLength": 3}, ["ab", 5], [("a", "fewer than 2"), ("abcd", "more than 3")]),
    ({"pattern": "^a+$"}, ["aa", 7], [("ab", 'must match pattern "^a+$"'), ("a\n", "must match")]),
    ({"minimum": 1, "exclusiveMaximum": 3}, [1, 2.9], [(0, "must be >= 1"), (3, "must be < 3")]),
    ({"multipleOf": 2}, [4, -2, 0], [(3, "must be multiple of 2")]),
    ({"minItems": 1, "uniqueItems": True}, [[1, "1"]], [([], "fewer than 1"), ([1, 1.0], "duplicate")]),
    ({"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}, [["a", 1]], [([1], "/0 must be string"), (["a", "b"], "/1 must be integer")]),
    ({"contains": {"const": 1}}, [[0, 1]], [([0], "must contain at least 1 valid item(s)")]),
    ({"required": ["a"]}, [{"a": None}, 3], [({}, "must have required property 'a'")]),
    ({"properties": {"a": {"type": "string"}}, "additionalProperties": False}, [{"a": ""}], [({"b": 1}, "additional properties"), ({"a": 1}, "/a must be string")]),
    ({"patternProperties": {"^x": {"type": "integer"}}}, [{"x1": 1, "y": ""}], [({"x1": ""}, "/x1 must be integer")]),
    ({"propertyNames": {"maxLength": 1}}, [{"a": 1}], [({"ab": 1}, "property name must be valid")]),
    ({"dependentRequired": {"a": ["b"]}}, [{"b": 1}], [({"a": 1}, "when property a is present")]),
    ({"anyOf": [{"type": "string"}, {"minimum": 5}]}, ["", 6], [(1, "must match a schema in anyOf")]),
    ({"oneOf": [{"type": "integer"}, {"minimum": 5}]}, [1, 5.5], [(6, "exactly one schema in oneOf")]),
    ({"not": {"type": "null"}}, [1], [(None, "must NOT be valid")]),
    ({"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"minimum": 1}}, ["a", 1], [("", "fewer"), (0, ">= 1")]),
    (TREE, [{"next": {"next": {"n": 1}}}], [({"next": {"next": {"n": ""}}}, "/next/next/n must be integer")]),
    (False, [], [(1, "it must not be there")]),
    ({"format": "email"}, ["no address"], []),
]


class SchemaTest(unittest.TestCase):
    def test_judges(self):
        for schema, good, bad in CASES:
            for value in good:
                with self.subTest(schema=schema, value=value):
                    self.assertIsNone(problem_in(value, schema))
            for value, said in bad:
                with self.subTest(schema=schema, value=value):
                    self.assertIn(said, problem_in(value, schema) or "")


if __name__ == "__main__":
    unittest.main()
