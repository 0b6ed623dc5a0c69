"""Reads reports with programs that others wrote: consume.py SCHEMA DIRECTORY.

For every DIRECTORY/*.json (the JSON report) there are the same report's .sarif, .xml and .gradescope. DIRECTORY/batch
is what `infragrade batch` wrote.
"""

import csv
import json
import sys
from pathlib import Path

import jsonschema
from junitparser import Error, Failure, JUnitXml, Skipped
from sarif import loader

JUNIT = {"pass": None, "fail": Failure, "blocked": Skipped, "error": Error}


def check_sarif(path: Path, report: dict, schema: dict) -> None:
    log = json.loads(path.read_text())
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    violations = [v for check in report["checks"] for v in check.get("violations", [])]
    read = loader.load_sarif_file(str(path))
    assert read.get_result_count() == len(violations), "a result for each violation"
    for record, violation in zip(read.get_records(), violations, strict=True):
        source = violation.get("source")
        if source:
            assert record["Line"] == source["line"], (record, source)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == [check["id"] for check in report["checks"]]
    fingerprints = [result["partialFingerprints"]["infragradeViolation/v1"] for result in run["results"]]
    assert len(set(fingerprints)) == len(fingerprints), "fingerprints tell results apart"
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]


def check_junit(path: Path, report: dict) -> None:
    cases = {case.classname: case for suite in JUnitXml.fromfile(str(path)) for case in suite}
    assert list(cases) == [check["id"] for check in report["checks"]]
    for check in report["checks"]:
        outcomes = [type(result) for result in cases[check["id"]].result]
        expected = JUNIT[check["status"]]
        assert outcomes == ([expected] if expected else []), (check["id"], outcomes)
    suites = JUnitXml.fromfile(str(path))
    assert suites.tests == len(cases)
    counted = (sum(s.failures for s in suites), sum(s.errors for s in suites), sum(s.skipped for s in suites))
    statuses = [check["status"] for check in report["checks"]]
    assert counted == tuple(statuses.count(status) for status in ("fail", "error", "blocked"))


def check_gradescope(path: Path, report: dict) -> None:
    results = json.loads(path.read_text())
    assert list(results) == ["tests"], "no top-level score"
    tests = results["tests"]
    assert sum(test["max_score"] for test in tests) == report["max_score"]
    assert sum(test["score"] for test in tests) == report["score"]
    assert {test["output_format"] for test in tests} == {"text"}
    assert all((test["status"] == "passed") == (test["score"] == test["max_score"]) for test in tests)


def check_batch(folder: Path) -> None:
    """The table and the JSON of a batch say the same, and so does each submission's own file."""
    batch = json.loads((folder / "results.json").read_text())
    with (folder / "results.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["submission"] for row in rows] == [submission["name"] for submission in batch["submissions"]]
    for row, submission in zip(rows, batch["submissions"], strict=True):
        kept = json.loads((folder / "submissions" / f"{submission['name']}.json").read_text())
        marks = submission.get("checks", {})
        assert (not marks) == bool(row["problem"]) == ("report" not in kept)
        for check in batch["checks"]:
            points = row[check["id"]]
            assert (float(points) if points else None) == marks.get(check["id"], {}).get("points")
        if marks:
            assert float(row["score"]) == submission["score"] == kept["report"]["score"]
            assert {check["id"]: check["points"] for check in kept["report"]["checks"]} == {
                id: mark["points"] for id, mark in marks.items()
            }
    for check in batch["checks"]:
        statuses = [s["checks"][check["id"]]["status"] for s in batch["submissions"] if "checks" in s]
        assert [statuses.count(word) for word in ("pass", "fail", "blocked", "error")] == [
            check[word] for word in ("pass", "fail", "blocked", "error")
        ]


def main() -> None:
    schema = json.loads(Path(sys.argv[1]).read_text())
    reports = sorted(Path(sys.argv[2]).glob("*.json"))
    assert reports, "nothing to read"
    for path in reports:
        report = json.loads(path.read_text())
        check_sarif(path.with_suffix(".sarif"), report, schema)
        check_junit(path.with_suffix(".xml"), report)
        check_gradescope(path.with_suffix(".gradescope"), report)
    check_batch(Path(sys.argv[2]) / "batch")
    print(f"{len(reports)} reports read: SARIF by its schema and sarif-tools, JUnit by junitparser, Gradescope")


main()
