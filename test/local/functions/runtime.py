# A custom runtime in Python: it asks for events, and answers with what they ask for.
import json
import os
import sys
from urllib.request import Request, urlopen

api = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime/invocation"
while True:
    with urlopen(f"{api}/next") as response:
        request_id, event = response.headers["Lambda-Runtime-Aws-Request-Id"], json.load(response)
    if event.get("do") == "hoard":
        hoard = [bytearray(64 * 1024 * 1024) for _ in range(32)]
        sys.stdout.write(str(len(hoard)))
    answer = b"x" * 7_000_000 if event.get("do") == "flood" else json.dumps({"echo": event}).encode()
    try:
        urlopen(Request(f"{api}/{request_id}/response", answer)).read()
    except OSError as error:
        print(error, flush=True)
