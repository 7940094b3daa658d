"""
Makes sdk-actions.br: every action of every AWS API with the members of its input, from the models of the AWS SDK as the Python
package botocore has them. A line for each service, and below it one for each action: its name, then its members. A member whose
value is a structure has a colon and the number of the structure behind it, which is a line of its own; `*` before the number
stands for a list of it, `%` for a map.

    python3 -m pip install botocore
    python3 lib/local/validate/resources/make-sdk-actions.py | node lib/local/validate/resources/compress.mjs

Names are those that Step Functions has: a service is the SDK's service id in small letters, without spaces, hyphens and the word
"Service" at its end; an action begins with a small letter. Developer guide: "Supported AWS SDK service integrations".
"""

import gzip
import json
import os
import re
import sys

import botocore

DATA = os.path.join(os.path.dirname(botocore.__file__), "data")


def read_model(folder):
    versions = sorted(name for name in os.listdir(folder) if os.path.isdir(os.path.join(folder, name)))
    for name in ("service-2.json.gz", "service-2.json"):
        path = os.path.join(folder, versions[-1], name) if versions else ""
        if os.path.exists(path):
            with (gzip.open if path.endswith("gz") else open)(path) as file:
                return json.load(file)
    return None


class Service:
    """The lines of a service, of one API or several."""

    def __init__(self):
        self.lines = {}
        self.numbers = {}

    def add(self, api, model):
        self.api, self.shapes = api, model["shapes"]
        for action, operation in model["operations"].items():
            shape = operation.get("input", {}).get("shape")
            self.lines[action[0].lower() + action[1:]] = self.members(shape) if shape else []

    def members(self, shape):
        found = sorted(self.shapes[shape].get("members", {}).items())
        return [member + self.structure(target["shape"]) for member, target in found]

    def structure(self, shape):
        """What stands behind a member: where its value is a structure, alone, in a list or in a map."""
        marks = ""
        kind = self.shapes[shape]
        while kind["type"] in ("list", "map"):
            marks += "*" if kind["type"] == "list" else "%"
            shape = kind["member" if kind["type"] == "list" else "value"]["shape"]
            kind = self.shapes[shape]
        # A document is any JSON; the values of DynamoDB have names of their own in each kind of integration.
        if kind["type"] != "structure" or kind.get("document") or shape == "AttributeValue":
            return ""
        key = (self.api, shape)
        if key not in self.numbers:
            number = self.numbers[key] = len(self.numbers) + 1
            self.lines[str(number)] = self.members(shape)
        return f":{marks}{self.numbers[key]}"


services = {}
sys.setrecursionlimit(10_000)
for name in sorted(os.listdir(DATA)):
    folder = os.path.join(DATA, name)
    model = read_model(folder) if os.path.isdir(folder) else None
    if model is None:
        continue
    service = re.sub(r"service$", "", re.sub(r"[ -]", "", model["metadata"].get("serviceId", name).lower()))
    services.setdefault(service, Service()).add(name, model)

for service in sorted(services):
    sys.stdout.write(service + "\n")
    for line, members in sorted(services[service].lines.items()):
        sys.stdout.write(" ".join(["", line, *members]) + "\n")
