"""Runs the steps of a composite GitHub action on this machine: action.py ACTION NAME=VALUE …

The inputs are NAME=VALUE, the working directory is the repository that uses the action. What the steps print is shown, then
the outputs and the summary. Exit status: that of the first step that fails.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    action = yaml.safe_load((folder / "action.yml").read_text())
    given = dict(argument.split("=", 1) for argument in sys.argv[2:])
    unknown = given.keys() - action["inputs"].keys()
    if unknown:
        sys.exit(f"action.py: there is no input {', '.join(sorted(unknown))}")
    known = {f"inputs.{name}": given.get(name, i["default"]) for name, i in action["inputs"].items()}
    known |= {"github.action_path": str(folder), "github.action_repository": "", "github.action_ref": "", "github.token": ""}
    with tempfile.TemporaryDirectory() as temporary:
        status = run(action["runs"]["steps"], known, pathlib.Path(temporary))
    for name, output in action["outputs"].items():
        print(f"{name}: {filled(output['value'], known)}")
    sys.exit(status)


def run(steps, known, temporary):
    files = {name: temporary / name for name in ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    environment = os.environ | {name: str(path) for name, path in files.items()} | {"RUNNER_TEMP": str(temporary)}
    status = 0
    for step in steps:
        for path in files.values():
            path.write_text("")
        own = {name: filled(value, known) for name, value in step.get("env", {}).items()}
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", filled(step["run"], known)]
        status = subprocess.run(shell, env=environment | own).returncode
        environment |= assignments(files["GITHUB_ENV"])
        for name, value in assignments(files["GITHUB_OUTPUT"]).items():
            known[f"steps.{step.get('id')}.outputs.{name}"] = value
        if summary := files["GITHUB_STEP_SUMMARY"].read_text():
            print("summary:", summary, sep="\n")
        if status:
            break
    return status


def assignments(file):
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


def filled(text, known):
    return EXPRESSION.sub(lambda match: known.get(match[1], ""), text)


main()
