"""
Makes sdk-actions.br: every action of every AWS API with the members of its input, from the models of the AWS SDK as the Python
package botocore has them. A line for each service, and below it one for each action: its name, then its members.

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


services = {}
for name in sorted(os.listdir(DATA)):
    folder = os.path.join(DATA, name)
    model = read_model(folder) if os.path.isdir(folder) else None
    if model is None:
        continue
    service = re.sub(r"service$", "", re.sub(r"[ -]", "", model["metadata"].get("serviceId", name).lower()))
    actions = services.setdefault(service, {})
    for action, operation in model["operations"].items():
        shape = operation.get("input", {}).get("shape")
        members = sorted(model["shapes"][shape].get("members", {})) if shape else []
        actions[action[0].lower() + action[1:]] = members

for service in sorted(services):
    sys.stdout.write(service + "\n")
    for action, members in sorted(services[service].items()):
        sys.stdout.write(" ".join(["", action, *members]) + "\n")
