"""Reads a poetry.lock for tasker-sfn: prints the packages that a project runs with as requirements that pip reads, with their hashes.

The path is the argument. What cannot be said in requirements ends it with a sentence on standard error, and status 3.
"""

import sys

try:
    import tomllib
except ImportError:
    sys.stderr.write("Python 3.11 or later is needed to read it\n")
    sys.exit(3)


def is_wanted(package):
    """Whether it belongs to the main group. Old files do not say so: all that is not optional does."""
    groups = package.get("groups") or [package.get("category", "main")]
    return "main" in groups and not package.get("optional", False)


def line_of(package):
    name, version, source = package["name"], package["version"], package.get("source", {})
    if source.get("type") not in (None, "legacy"):
        sys.stderr.write(f'"{name}" is locked to a {source["type"]}: only packages of an index can be installed\n')
        sys.exit(3)
    markers = package.get("markers")
    if isinstance(markers, dict):
        markers = markers.get("main")
    hashes = "".join(f" \\\n    --hash={each['hash']}" for each in package.get("files", []))
    return f"{name}=={version}{f' ; {markers}' if markers else ''}{hashes}"


with open(sys.argv[1], "rb") as file:
    locked = tomllib.load(file)
print("\n".join(line_of(each) for each in locked.get("package", []) if is_wanted(each)))
