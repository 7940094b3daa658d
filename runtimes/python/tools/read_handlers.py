"""Reads Python files for tasker-sfn: which handlers they hold, and what they import. Nothing of them is run.

One JSON document comes on standard input, one goes to standard output:
  {"find": [file, ...]}                        -> what each file declares
  {"close": [{"file", "roots"}, ...]}          -> what each file is made of: the files that it imports, and packages of others
"""

import json
import sys

if sys.version_info < (3, 10):
    json.dump({"version": list(sys.version_info[:3])}, sys.stdout)
    sys.exit(0)

import ast
import os
import tokenize

DECORATORS = ("step_handler", "decision_handler", "batch_analyzer", "batch_worker", "api_handler")
# The runtime, which is bundled by itself, and what Lambda has.
PROVIDED = {"tasker_core", "tasker_sfn", "boto3", "botocore"}


def read(path):
    with tokenize.open(path) as source:
        return ast.parse(source.read(), path)


def problem_of(error):
    if isinstance(error, SyntaxError):
        return {"reason": error.msg, "line": error.lineno or 1, "column": error.offset or 1}
    return {"reason": str(error), "line": 1, "column": 1}


def top_level(body):
    """The statements that run when the module is imported, those within `if` and `try` included."""
    for statement in body:
        yield statement
        for inner in ("body", "orelse", "finalbody"):
            if isinstance(statement, (ast.If, ast.Try, ast.With)):
                yield from top_level(getattr(statement, inner, []))
        for handler in getattr(statement, "handlers", []):
            yield from top_level(handler.body)


def text_of(node, constants):
    """A plain text, or a constant of the module that is one; None for any other expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name):
        return constants.get(node.id)
    return None


def assigned(statement):
    """The name and value of a simple assignment."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, value = statement.targets[0], statement.value
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target, value = statement.target, statement.value
    else:
        return None, None
    return (target.id, value) if isinstance(target, ast.Name) else (None, None)


def returned(function):
    """What a function returns that does nothing else."""
    statements = [each for each in function.body if isinstance(each, ast.Return)]
    return statements[0].value if len(statements) == 1 else None


def place(node):
    return {"line": node.lineno, "column": node.col_offset + 1}


def last_name(node):
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def is_nameless_handler(node):
    """A handler that templates name by its module and class."""
    methods = {each.name for each in node.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))}
    return "call" in methods and any(last_name(base).endswith("Handler") for base in node.bases)


def number_of(node):
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else None


def read_resolver(node, constants):
    """A class that finds handlers by callables, if it is one: what it says of itself."""
    members = {}
    for statement in node.body:
        name, value = assigned(statement)
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            name, value = statement.name, returned(statement)
        if name is not None:
            members[name] = value
    if "resolve_handler" not in members and not {"resolve", "can_resolve"} <= members.keys():
        return []
    told = members.get("name", members.get("_name"))
    pattern = text_of(members.get("pattern"), constants)
    return [{
        "kind": "resolver",
        "name": "custom_resolver" if not {"name", "_name"} & members.keys() else text_of(told, constants),
        # Python looks for a match at the beginning.
        "pattern": None if pattern is None else f"^(?:{pattern})",
        "prefix": text_of(members.get("prefix"), constants),
        "priority": number_of(members.get("priority", members.get("_priority"))),
        "export": node.name,
        **place(node),
    }]


def read_class(node, constants):
    found = read_resolver(node, constants)
    if is_nameless_handler(node) and not any(assigned(each)[0] == "handler_name" for each in node.body):
        found.append({"kind": "class", "name": "", "export": node.name, **place(node)})
    for statement in node.body:
        name, value = assigned(statement)
        if name == "handler_name" and node.bases:
            text = text_of(value, constants)
            if text != "":
                found.append({"kind": "class", "name": text, "export": node.name, **place(statement)})
        elif name == "publisher_name":
            found.append({"kind": "publisher", "name": text_of(value, constants), "export": node.name, **place(statement)})
        elif isinstance(statement, ast.FunctionDef) and statement.name == "publisher_name":
            value = returned(statement)
            if value is not None:
                found.append({"kind": "publisher", "name": text_of(value, constants), "export": node.name, **place(statement)})
        elif isinstance(statement, ast.FunctionDef) and statement.name == "subscribes_to":
            value = returned(statement)
            if isinstance(value, (ast.List, ast.Tuple)):
                patterns = [text_of(each, constants) for each in value.elts]
                known = None if None in patterns else patterns
                found.append({"kind": "subscriber", "patterns": known, "export": node.name, **place(statement)})
            elif value is not None:
                found.append({"kind": "subscriber", "patterns": None, "export": node.name, **place(statement)})
    return found


def read_function(node, constants, aliases):
    for decorator in node.decorator_list:
        if not isinstance(decorator, ast.Call):
            continue
        name = last_name(decorator.func)
        if aliases.get(name, name) not in DECORATORS:
            continue
        named = [each.value for each in decorator.keywords if each.arg == "name"]
        given = (decorator.args + named)[:1]
        text = text_of(given[0], constants) if given else None
        return [{"kind": "function", "name": text, "export": node.name, **place(node)}]
    return []


def find(path):
    try:
        tree = read(path)
    except (SyntaxError, UnicodeDecodeError, ValueError) as error:
        return {"problem": problem_of(error)}
    statements = list(top_level(tree.body))
    constants, aliases, found, is_function = {}, {}, [], False
    for statement in statements:
        name, value = assigned(statement)
        if name is not None and isinstance(value, ast.Constant) and isinstance(value.value, str):
            constants[name] = value.value
        if isinstance(statement, ast.ImportFrom):
            aliases.update({each.asname: each.name for each in statement.names if each.asname})
    for statement in statements:
        if isinstance(statement, ast.ClassDef):
            found += read_class(statement, constants)
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            handlers = read_function(statement, constants, aliases)
            found += handlers
            if not handlers and statement.name == "handler" and isinstance(statement, ast.FunctionDef):
                is_function = True
    return {"found": found, "function": is_function}


def module_file(root, name):
    """The file of a module, or of a package: its `__init__`, and "" where it has none."""
    path = os.path.join(root, *name.split("."))
    if os.path.isfile(path + ".py"):
        return path + ".py"
    if os.path.isfile(os.path.join(path, "__init__.py")):
        return os.path.join(path, "__init__.py")
    return "" if os.path.isdir(path) else None


def find_module(name, roots):
    for root in roots:
        file = module_file(root, name)
        if file is not None:
            return root, file
    return None, None


def imports_of(tree, package):
    """The names of modules that may be imported: `from a import b` may mean the module a.b. Each with its line and column."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                yield each.name, [], place(node)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".") if package else []
                kept = parents[: len(parents) - node.level + 1]
                base = ".".join(kept + ([node.module] if node.module else []))
            if base:
                yield base, [f"{base}.{each.name}" for each in node.names if each.name != "*"], place(node)


def close(request):
    roots = request["roots"]
    sources, packages, problem = {}, {}, None
    open_files = []

    def take(name):
        """Takes a module with the packages that it is in."""
        root, file = find_module(name, roots)
        if file is None:
            return False
        parts = name.split(".")
        for count in range(1, len(parts) + 1):
            parent = module_file(root, ".".join(parts[:count]))
            if parent and parent not in sources:
                sources[parent] = root
                is_package = os.path.basename(parent) == "__init__.py"
                open_files.append((parent, ".".join(parts[: count if is_package else count - 1])))
        return True

    take(request["module"])
    while open_files and problem is None:
        file, package = open_files.pop()
        try:
            tree = read(file)
        except (SyntaxError, UnicodeDecodeError, ValueError) as error:
            problem = {"file": file, **problem_of(error)}
            break
        for name, members, where in imports_of(tree, package):
            top = name.split(".")[0]
            if top in PROVIDED or top in sys.stdlib_module_names:
                continue
            if take(name):
                for member in members:
                    take(member)
            else:
                packages.setdefault(top, {"name": top, "file": file, **where})
    return {"sources": sorted(sources), "packages": sorted(packages.values(), key=lambda each: each["name"]), "problem": problem}


def main():
    request = json.load(sys.stdin)
    answer = {"version": list(sys.version_info[:3]), "executable": sys.executable}
    if "find" in request:
        answer["files"] = [find(path) for path in request["find"]]
    if "close" in request:
        answer["closed"] = [close(each) for each in request["close"]]
    json.dump(answer, sys.stdout)


main()
