"""Formats that other programs read: JSON, JSON lines, SARIF 2.1.0 and JUnit XML."""

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

import msgspec

from xunwang import __version__
from xunwang.cli.formats.report import SiteReport, place_of, site_object
from xunwang.inspector.model import Certainty, Finding, Outcome, OutcomeKind

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def _pretty(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def json(reports: Sequence[SiteReport]) -> str:
    return _pretty({"sites": [site_object(report) for report in reports]})


def jsonl(reports: Sequence[SiteReport]) -> str:
    return "".join(msgspec.json.encode(site_object(report)).decode() + "\n" for report in reports)


def sarif(reports: Sequence[SiteReport]) -> str:
    rules = {rule.id: rule for report in reports for rule in report.rules.values()}
    driver = {
        "name": "xunwang",
        "version": __version__,
        "rules": [{"id": rule.id, "shortDescription": {"text": rule.name}} for rule in rules.values()],
    }
    results = [_sarif_result(report, finding) for report in reports for finding in report.judgement.findings]
    return _pretty(
        {
            "$schema": _SARIF_SCHEMA,
            "version": "2.1.0",
            "runs": [{"tool": {"driver": driver}, "results": results}],
        }
    )


def _sarif_result(report: SiteReport, finding: Finding) -> dict[str, Any]:
    severe = report.is_veto(finding.indicator) and finding.certainty is Certainty.AUTOMATIC
    return {
        "ruleId": finding.indicator,
        "level": "error" if severe else "warning",
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": finding.url}}}],
        "partialFingerprints": {"findingId/v1": finding.id},
    }


def junit(reports: Sequence[SiteReport]) -> str:
    root = ET.Element("testsuites", name="xunwang")
    for report in reports:
        _junit_suite(root, report)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _junit_suite(root: ET.Element, report: SiteReport) -> None:
    rows = report.judgement.outcomes
    suite = ET.SubElement(root, "testsuite", name=report.judgement.subject.name, tests=str(len(rows)))
    failures = [_junit_case(suite, report, row) for row in rows]
    suite.set("failures", str(failures.count(OutcomeKind.FOUND)))
    suite.set(
        "skipped", str(failures.count(OutcomeKind.UNCHECKED) + failures.count(OutcomeKind.NOT_APPLICABLE))
    )


def _junit_case(suite: ET.Element, report: SiteReport, row: Outcome) -> OutcomeKind:
    name = f"{row.indicator} {report.rule_name(row.indicator)}"
    case = ET.SubElement(suite, "testcase", classname=report.judgement.subject.home, name=name)
    if row.outcome is OutcomeKind.FOUND:
        findings = [finding for finding in report.judgement.findings if finding.indicator == row.indicator]
        failure = ET.SubElement(case, "failure", message=row.reason or f"发现{len(findings)}处")
        failure.text = "\n".join(f"{finding.message} {place_of(finding)}" for finding in findings)
    elif row.outcome is not OutcomeKind.MET:
        ET.SubElement(case, "skipped", message=row.reason or row.outcome.value)
    return row.outcome
