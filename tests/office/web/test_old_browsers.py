"""What the office sends runs in browsers of five years ago: nothing newer stands in its style sheet, script or templates."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from xunwang.office import web

WEB = Path(web.__file__).parent
STYLE = WEB / "static" / "web" / "office.css"
SCRIPTS = sorted((WEB / "static" / "web").glob("*.js"))
TOO_NEW = {
    ":has() (2022)": r":has\(",
    "nesting (2023)": r"(^|[{;])\s*&",
    "container queries (2022)": r"@container|container-type",
    "cascade layers (2022)": r"@layer",
    "scopes (2023)": r"@scope",
    "color-mix (2023)": r"color-mix\(|oklch\(|lab\(",
    "gaps of flex boxes (2021)": r"\bgap\s*:",
    "aspect-ratio (2021)": r"aspect-ratio\s*:",
    "viewport units of 2022": r"\d(?:dvh|svh|lvh)\b",
    "accent-color (2021)": r"accent-color\s*:",
    ":is() and :where() (2021)": r":(?:is|where)\(",
    "inset (2021)": r"[;{]\s*inset\s*:",
    "text-wrap (2023)": r"text-wrap\s*:",
    "media ranges (2022)": r"@media[^{]*[<>]",
}
TOO_NEW_SCRIPT = {
    "arrow functions, let and const are not what the script is written in": r"=>|\b(?:let|const)\s",
    "?. and ?? (2020)": r"\?\.\w|\?\?",
    "replaceAll (2020)": r"\.replaceAll\(",
    ".at() (2021)": r"\.at\(",
    "structuredClone (2022)": r"structuredClone",
    "private fields (2021)": r"this\.#",
}
TOO_NEW_MARKUP = {
    "dialog (2022)": r"<dialog\b",
    "popover (2023)": r"\bpopover(?:target)?\b",
    "inert (2022)": r"<[^>{%]+\sinert[\s>]",
    "search (2023)": r"<search\b",
    "details that shut each other (2023)": r"<details[^>]*\sname=",
}
TOO_NEW_VENDORED = {
    "??=, ||= and &&= (2020)": r"\?\?=|\|\|=|&&=",
    ".at() (2021)": r"\.at\(",
    "Object.hasOwn (2021)": r"Object\.hasOwn\(",
    "structuredClone (2022)": r"structuredClone",
    "private fields (2021)": r"this\.#",
    "blocks of classes (2021)": r"[;{}]static\s*\{",
    "findLast, toSorted and their like (2022)": r"\.(?:findLast|findLastIndex|toSorted|toReversed|toSpliced)\(",
}
"""What others made may be of 2020: Chromium 86, on which the browsers of that year in China stand, runs it."""
VENDORED = ("django_htmx/htmx-2.min.js", "vendor/echarts/echarts.common.min.js")
TEMPLATES = sorted(WEB.glob("templates/**/*.html"))


def _found(text: str, too_new: dict[str, str]) -> list[str]:
    return [why for why, pattern in too_new.items() if re.search(pattern, text, re.MULTILINE)]


def test_the_style_sheet_uses_nothing_newer():
    text = re.sub(r"/\*.*?\*/", "", STYLE.read_text("utf-8"), flags=re.DOTALL)
    assert text.count("{") == text.count("}")
    assert _found(text, TOO_NEW) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_the_scripts_use_nothing_newer(script):
    text = re.sub(r"//[^\n]*", "", script.read_text("utf-8"))
    assert _found(text, TOO_NEW_SCRIPT) == []


@pytest.mark.parametrize("script", VENDORED)
def test_the_scripts_of_others_run_in_browsers_of_2020(script):
    assert _found(Path(finders.find(script)).read_text("utf-8"), TOO_NEW_VENDORED) == []


def test_pages_load_no_scripts_that_are_not_looked_at_here_and_hold_none_themselves():
    loaded = {
        name
        for template in TEMPLATES
        for name in re.findall(r'asset "([^"]+\.js)"', template.read_text("utf-8"))
    }
    inline = [
        template.name
        for template in TEMPLATES
        if re.search(r"<script(?![^>]*(?:\bsrc=|application/json))", template.read_text("utf-8"))
    ]

    assert loaded <= {*VENDORED, *(f"web/{script.name}" for script in SCRIPTS)}
    assert inline == []


@pytest.mark.parametrize(
    ("sample", "too_new"),
    [
        ("a { &:hover { color: red } }", TOO_NEW),
        ("li:has(b) { top: 0 }", TOO_NEW),
        (".x { display: flex; gap: 4px }", TOO_NEW),
        ("@media (width >= 300px) { a { top: 0 } }", TOO_NEW),
        ("var a = b?.c;", TOO_NEW_SCRIPT),
        ('<details name="one">', TOO_NEW_MARKUP),
        ("a??=b", TOO_NEW_VENDORED),
        ("class A{static{b()}}", TOO_NEW_VENDORED),
    ],
)
def test_what_is_too_new_is_seen(sample, too_new):
    assert _found(sample, too_new)


def test_the_pages_use_nothing_newer_and_load_nothing_from_elsewhere():
    assert len(TEMPLATES) > 80
    for template in TEMPLATES:
        text = template.read_text("utf-8")
        assert _found(text, TOO_NEW_MARKUP) == [], template.name
        loaded = re.findall(r'<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)="(https?:)?//', text)
        assert loaded == [], template.name
        assert not re.search(r"<\w[^>]*\son(?:click|load|submit|change)=", text), template.name


def test_every_focus_is_seen_and_paper_carries_no_menus():
    text = STYLE.read_text("utf-8")
    paper = text.split("@media print", 1)[1]
    for place in (".bar", ".menu", ".filter", ".pages", ".noprint"):
        assert place in paper.split("}", 1)[0], place
    assert not re.search(r":focus[^{]*\{[^}]*outline:\s*(?:0|none)", text)
    for what in ("a", "button", "input", "select", "summary", "textarea"):
        assert re.search(rf"(?:^|[\s,]){what}:focus", text, re.MULTILINE), what
