"""Writes down where an AWS CDK app makes its constructs, for `infragrade check`.

Put in front of PYTHONPATH as `sitecustomize.py`, it runs before a CDK app without touching it. It watches the calls that
Python passes to jsii, and at the end leaves `infragrade.trace.json` in the folder that CDK_OUTDIR names. Whatever fails in
here is passed over in silence: the app must run as it would without.

Lines and columns count from 1, columns in characters; the end is exclusive.
"""

import atexit
import functools
import importlib.machinery
import importlib.util
import itertools
import json
import os
import sys

SCHEMA = "infragrade/trace/v1"
FILE = "infragrade.trace.json"
WATCHED = "jsii._kernel"
MOST_RECORDS = 20_000
MOST_FRAMES = 8
MOST_BYTES_OF_A_FILE = 2 << 20
FOREIGN = ("site-packages", "dist-packages", "node_modules", ".venv", "venv")


def quietly(record):
    """A fault of the tracer's is never one of the app's."""

    @functools.wraps(record)
    def guarded(*args):
        try:
            return record(*args)
        except Exception:
            return None

    return guarded


class Tracer:
    """What was seen of one app whose files lie below `root`."""

    def __init__(self, root):
        self.root = os.path.realpath(root) + os.sep
        self.constructs = []
        self.calls = []
        self.paths = {}
        self.kept = []
        self.files = {}

    # What jsii is asked to do.

    @quietly
    def created(self, kernel, instance, args):
        scope, name = (list(args or ()) + [None, None])[:2]
        if not hasattr(type(instance), "node"):
            return
        if scope is None:
            self.remember(instance, "")
            return
        parent = self.path(kernel, scope)
        if parent is None or not isinstance(name, str):
            return
        path = f"{parent}/{name}" if parent else name
        self.remember(instance, path)
        self.record(self.constructs, {"path": path, "class": str(type(instance).__jsii_type__)})

    @quietly
    def invoked(self, kernel, instance, method, args):
        frames = self.frames()
        path = self.path(kernel, instance) if frames else None
        if path is None:
            return
        entry = {"path": path, "method": method}
        if args and isinstance(args[0], str):
            entry["id"] = args[0]
        self.record(self.calls, entry, frames)

    def remember(self, instance, path):
        # Kept alive, so that no other object gets its identity.
        self.kept.append(instance)
        self.paths[id(instance)] = path

    def path(self, kernel, instance):
        known = self.paths.get(id(instance))
        if known is None and hasattr(type(instance), "node"):
            self.asking = True
            try:
                known = kernel.get(kernel.get(instance, "node"), "path")
            finally:
                    self.remember(instance, known)
        return known

    def record(self, records, entry, frames=None):
        frames = frames or self.frames()
        if not frames or len(self.constructs) + len(self.calls) >= MOST_RECORDS:
            return
        arguments = self.arguments(frames[0])
        entry["frames"] = frames
        if arguments:
            entry["arguments"] = arguments
        records.append(entry)

    # Where in the app's files that was.

    def frames(self):
        """The app's own frames, innermost first."""
        found = []
        frame = sys._getframe(1)
        while frame is not None and len(found) < MOST_FRAMES:
            file = self.own(frame.f_code.co_filename)
            place = file and self.place(file, frame)
            if place:
                found.append(place)
            frame = frame.f_back
        return found

    def own(self, filename):
        """The file relative to the app's folder; None for what others wrote."""
        if filename.startswith("<"):
            return None
        path = os.path.realpath(filename)
        if not path.startswith(self.root):
            return None
        parts = path[len(self.root) :].split(os.sep)
        return None if any(part in FOREIGN for part in parts) else "/".join(parts)

    def place(self, file, frame):
        if not hasattr(frame.f_code, "co_positions"):
            return {"file": file, "line": frame.f_lineno}
        positions = frame.f_code.co_positions()
        position = next(itertools.islice(positions, frame.f_lasti // 2, None))
        if None in position:
            return {"file": file, "line": frame.f_lineno}
        line, end_line, column, end_column = position
        return {"file": file, **self.span(file, line, column, end_line, end_column)}

    def span(self, file, line, column, end_line, end_column):
        lines = self.source(file)[0]
        return {
            "line": line,
            "column": self.character(lines, line, column),
            "end_line": end_line,
            "end_column": self.character(lines, end_line, end_column),
        }

    @staticmethod
    def character(lines, line, offset):
        return len(lines[line - 1].encode()[:offset].decode(errors="replace")) + 1

    def arguments(self, place):
        """The keyword arguments that stand in the call at a place."""
        if "column" not in place:
            return []
        file = place["file"]
        here = tuple(place[key] for key in ("line", "column", "end_line", "end_column"))
        found = self.source(file)[1].get(here)
        return found or []

    def source(self, file):
        """A file's lines, and the keyword arguments of each call in it."""
        if file not in self.files:
            self.files[file] = ([], {})
            with open(self.root + file, encoding="utf-8") as opened:
                text = opened.read(MOST_BYTES_OF_A_FILE)
            self.files[file] = (text.split("\n"), {})
            self.files[file][1].update(self.keyword_arguments(file, text))
        return self.files[file]

    def keyword_arguments(self, file, text):
        import ast

        def span(node):
            place = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
            return self.span(file, *place)

        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call):
                named = [keyword for keyword in node.keywords if keyword.arg]
                arguments = [{"name": keyword.arg, **span(keyword)} for keyword in named]
                yield tuple(span(node).values()), arguments

    # What is left of it.

    def document(self):
        document = {"schema": SCHEMA, "constructs": self.constructs, "calls": self.calls}
        return json.dumps(document, ensure_ascii=True, separators=(",", ":")) + "\n"

    @quietly
    def write(self, directory):
        if not self.constructs or not os.path.isdir(directory):
            return
        target = os.path.join(directory, FILE)
        with open(target + ".part", "w", encoding="ascii") as file:
            file.write(self.document())
        os.replace(target + ".part", target)


def watch(kernel_class, tracer_of):
    """Lets `tracer_of()` see what is created and invoked from now on."""
    create, invoke = kernel_class.create, kernel_class.invoke

    @functools.wraps(create)
    def watched_create(self, klass, obj, args=None):
        reference = create(self, klass, obj, args)
        tracer_of().created(self, obj, args)
        return reference

    @functools.wraps(invoke)
    def watched_invoke(self, obj, method, args=None):
        tracer_of().invoked(self, obj, method, args)
        return invoke(self, obj, method, args)

    kernel_class.create, kernel_class.invoke = watched_create, watched_invoke


class Finder:
    """Finds jsii's kernel as Python would, and lets `tracer_of()` watch it from when it is loaded."""

    def __init__(self, tracer_of):
        self.tracer_of = tracer_of

    def find_spec(self, name, path=None, target=None):
        if name != WATCHED:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def exec_module(module):
                load(module)
                quietly(watch)(module.Kernel, self.tracer_of)

            spec.loader.exec_module = exec_module
        return spec


@quietly
def start():
    directory = os.environ.get("CDK_OUTDIR")
    if directory:
        tracer = Tracer(os.getcwd())
        sys.meta_path.insert(0, Finder(lambda: tracer))
        atexit.register(tracer.write, os.path.abspath(directory))


def run_the_sites_own():
    """This file stands in the way of a `sitecustomize` that the machine has; it is run as if this one were not here."""
    here = os.path.dirname(os.path.realpath(__file__))
    others = [entry for entry in sys.path if os.path.realpath(entry or ".") != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec is not None and spec.loader is not None:
        module = importlib.util.module_from_spec(spec)
        sys.modules["sitecustomize"] = module
        spec.loader.exec_module(module)


if __name__ == "sitecustomize":
    start()
    run_the_sites_own()
