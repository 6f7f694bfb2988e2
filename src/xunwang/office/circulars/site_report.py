"""One website's inspection report: a single printable HTML page without scripts, for old browsers and for a sandbox.

Everything a website says about itself is escaped; addresses found there are printed, never made clickable.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from xunwang.inspector.model import (
    SHANGHAI,
    Decision,
    Finding,
    Judgement,
    Outcome,
    OutcomeKind,
    Record,
    Ruling,
)
from xunwang.office.circulars.data import KIND_NAMES, SAMPLE_NOTE, VERDICT_NAMES, Words, chinese_date
from xunwang.office.circulars.gather import indicator_name, is_veto
from xunwang.office.circulars.notes import notes_in_words

_OUTCOMES = {
    OutcomeKind.FOUND: "发现问题",
    OutcomeKind.UNCHECKED: "未能检查",
    OutcomeKind.MET: "符合要求",
    OutcomeKind.NOT_APPLICABLE: "不适用",
}
_KINDS = {"veto": "单项否决", "deduct": "扣分", "bonus": "加分", "advisory": "提示"}
_RULINGS = {Ruling.CONFIRMED: "核实属实", Ruling.DISMISSED: "核实排除"}
_BASE = Decimal(100)  # §P2: scoring starts from 100


class OutcomeRow(Record, frozen=True):
    indicator: str
    name: str
    kind: str
    verified: bool
    value: str
    reason: str
    text: str


class OutcomeGroup(Record, frozen=True):
    title: str
    rows: tuple[OutcomeRow, ...]


class ScoreRow(Record, frozen=True):
    """One line of the score sheet; points as text, `—` where nobody has confirmed them."""

    level1: str
    indicator: str
    name: str
    points: str
    lost: str
    outcome: str
    verified: bool
    formula: str = ""


class FindingView(Record, frozen=True):
    finding: Finding
    state: str
    ruling: str
    link: str | None


class FindingGroup(Record, frozen=True):
    indicator: str
    name: str
    kind: str
    findings: tuple[FindingView, ...]


def write_site_report(
    judgement: Judgement,
    path: Path,
    *,
    words: Mapping[str, Words] | None = None,
    decisions: Sequence[Decision] = (),
    played: bool = False,
    evidence_links: Mapping[str, str] | None = None,
) -> None:
    """Writes the report of one judgement as UTF-8 HTML; arguments as in `render_site_report`."""
    html = render_site_report(
        judgement, words=words, decisions=decisions, played=played, evidence_links=evidence_links
    )
    path.write_text(html, "utf-8")


def render_site_report(
    judgement: Judgement,
    *,
    words: Mapping[str, Words] | None = None,
    decisions: Sequence[Decision] = (),
    played: bool = False,
    evidence_links: Mapping[str, str] | None = None,
) -> str:
    """The report as HTML.

    `words` is the norm's wording by indicator, `decisions` who ruled what, `played` whether those rulings were played in
    by a demonstration, `evidence_links` an address for a finding's evidence by finding id.
    """
    body = _body(judgement, words or {}, decisions, evidence_links or {}, played=played)
    return _template("site_report.html").render(title=judgement.subject.name, bodies=[body])


def render_site_reports(
    judgements: Sequence[Judgement],
    *,
    words: Mapping[str, Words] | None = None,
    after: Sequence[Markup] = (),
) -> str:
    """The reports of several websites in one document, one after another; each starts a new page in print.

    `after` holds what follows each report, one piece for every judgement, or nothing.
    """
    bodies = [_body(judgement, words or {}, (), {}, played=False) for judgement in judgements]
    if after:
        bodies = [body + more for body, more in zip(bodies, after, strict=True)]
    return _template("site_report.html").render(title="网站", bodies=bodies)


def _body(
    judgement: Judgement,
    known: Mapping[str, Words],
    decisions: Sequence[Decision],
    links: Mapping[str, str],
    *,
    played: bool,
) -> Markup:
    html = _template("site_body.html").render(
        judgement=judgement,
        subject=judgement.subject,
        kind=KIND_NAMES[judgement.subject.site_kind],
        verdict=VERDICT_NAMES[judgement.verdict],
        as_of=chinese_date(judgement.as_of),
        score=_score(judgement),
        sample=SAMPLE_NOTE if judgement.sample_points else "",
        notes=notes_in_words(judgement.verdict_notes),
        played=played and bool(decisions),
        sheet=score_sheet(judgement, known),
        total=_total(judgement, known),
        formula=formula(judgement, known) if judgement.sheet is None else None,
        steps=judgement.sheet.steps if judgement.sheet else (),
        warnings=[(near, indicator_name(near.indicator, known)) for near in judgement.warnings],
        entries=[(one, indicator_name(one.entry.indicator, known)) for one in judgement.entries],
        outcomes=_OUTCOMES,
        groups=_outcome_groups(judgement, known),
        findings=_finding_groups(judgement, known, _by_finding(decisions), links),
        moment=_moment,
    )
    return Markup(html)  # noqa: S704  # what the escaping template has just made


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("xunwang.office.circulars"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _score(judgement: Judgement) -> str:
    if judgement.score is None:
        return "未评分"
    return _number(judgement.score) + ("" if judgement.score_complete else "（尚不完整）")


def score_sheet(judgement: Judgement, words: Mapping[str, Words]) -> tuple[ScoreRow, ...]:
    """The deduction indicators in the judgement's order; empty when none weighs on this website."""
    rows = [outcome for outcome in judgement.outcomes if _is_deduction(outcome, words)]
    if not any(outcome.points is not None for outcome in rows):
        return ()
    formulas = {row.indicator: row.formula for row in judgement.sheet.rows} if judgement.sheet else {}
    return tuple(_score_row(outcome, words, formulas.get(outcome.indicator, "")) for outcome in rows)


def _score_row(outcome: Outcome, words: Mapping[str, Words], formula: str) -> ScoreRow:
    known = words[outcome.indicator]
    return ScoreRow(
        level1=known.level1 or "",
        indicator=outcome.indicator,
        name=known.name,
        points=_number(known.points),
        lost=_number(outcome.points),
        outcome=_OUTCOMES[outcome.outcome],
        verified=known.verified,
        formula=formula,
    )


def _total(judgement: Judgement, words: Mapping[str, Words]) -> tuple[str, str]:
    """Points asked for and points lost over the whole sheet, as far as they are known."""
    rows = [outcome for outcome in judgement.outcomes if _is_deduction(outcome, words)]
    return _number(_caps(rows, words)), _number(sum((row.points or Decimal() for row in rows), Decimal()))


def _caps(rows: Sequence[Outcome], words: Mapping[str, Words]) -> Decimal:
    asked = (words[row.indicator].points for row in rows if row.outcome is not OutcomeKind.NOT_APPLICABLE)
    return sum((points for points in asked if points is not None), Decimal())


def formula(judgement: Judgement, words: Mapping[str, Words]) -> str | None:
    """How the score follows from the points lost; None where these points alone do not explain it.

    The two ways of rulebook 1.2: 100 less what was lost (§P2), or what is left of the applicable points times 4/3 (§P6).
    """
    rows = [outcome for outcome in judgement.outcomes if _is_deduction(outcome, words)]
    if judgement.score is None or not rows:
        return None
    lost = [outcome.points for outcome in rows if outcome.points]
    caps = _caps(rows, words)
    minus = "".join(f" − {_number(points)}" for points in lost)
    ways = {
        f"{_number(_BASE)}{minus}": _BASE - sum(lost, Decimal()),
        f"（{_number(caps)}{minus}）× 4 ÷ 3": (caps - sum(lost, Decimal())) * 4 / 3,
    }
    return next(
        (f"{way} = {_number(judgement.score)}" for way, sum_ in ways.items() if _equal(sum_, judgement)), None
    )


def _equal(number: Decimal, judgement: Judgement) -> bool:
    cent = Decimal("0.01")
    score = judgement.score or Decimal()
    return number.quantize(cent, ROUND_HALF_UP) == score.quantize(cent, ROUND_HALF_UP)


def _is_deduction(outcome: Outcome, words: Mapping[str, Words]) -> bool:
    known = words.get(outcome.indicator)
    return known is not None and known.kind == "deduct"


def _outcome_groups(judgement: Judgement, words: Mapping[str, Words]) -> tuple[OutcomeGroup, ...]:
    groups = (
        OutcomeGroup(
            title,
            tuple(_outcome_row(one, judgement, words) for one in judgement.outcomes if one.outcome is kind),
        )
        for kind, title in _OUTCOMES.items()
    )
    return tuple(group for group in groups if group.rows)


def _outcome_row(outcome: Outcome, judgement: Judgement, words: Mapping[str, Words]) -> OutcomeRow:
    known = words.get(outcome.indicator)
    waits = sum(one.waits for one in judgement.findings if one.indicator == outcome.indicator)
    return OutcomeRow(
        indicator=outcome.indicator,
        name=indicator_name(outcome.indicator, words),
        kind=_kind(outcome.indicator, words),
        verified=known.verified if known is not None else True,
        value=_against(outcome.value, outcome.threshold),
        reason="；".join(filter(None, (outcome.reason, f"{waits}处线索待人工核实" if waits else None))),
        text=(known.text if known is not None else None) or "",
    )


def _kind(indicator: str, words: Mapping[str, Words]) -> str:
    known = words.get(indicator)
    if known is None:
        return _KINDS["veto"] if is_veto(indicator, words) else ""
    return _KINDS.get(known.kind, "")


def _against(value: int | str | None, threshold: int | str | None) -> str:
    if value is None:
        return ""
    return f"{value}" if threshold is None else f"{value}（界限 {threshold}）"


def _finding_groups(
    judgement: Judgement,
    words: Mapping[str, Words],
    decisions: Mapping[str, Decision],
    links: Mapping[str, str],
) -> tuple[FindingGroup, ...]:
    order = dict.fromkeys(finding.indicator for finding in judgement.findings)
    return tuple(
        FindingGroup(
            indicator=key,
            name=indicator_name(key, words),
            kind=_kind(key, words),
            findings=tuple(
                _finding_view(finding, decisions.get(finding.id), links.get(finding.id))
                for finding in sorted(
                    judgement.findings, key=lambda finding: (not finding.counts, not finding.waits)
                )
                if finding.indicator == key
            ),
        )
        for key in order
    )


def _finding_view(finding: Finding, decision: Decision | None, link: str | None) -> FindingView:
    return FindingView(finding, _state(finding), _ruling(finding, decision), link if _is_safe(link) else None)


def _state(finding: Finding) -> str:
    if finding.waived:
        return f"已计入{finding.waived}，不重复扣分"
    if finding.short:
        return "属实，处数不足，不计入"
    if finding.waits:
        return "线索，待人工核实"
    return "计入" if finding.counts else "不计入"


def _ruling(finding: Finding, decision: Decision | None) -> str:
    if finding.ruling is None:
        return ""
    told = _RULINGS[finding.ruling]
    if decision is None:
        return told
    reason = f"：{decision.reason}" if decision.reason else ""
    return f"{told}（{decision.by}，{_moment(decision.at)}）{reason}"


def _is_safe(link: str | None) -> bool:
    """A relative path or a web address: nothing that could run."""
    if link is None:
        return False
    return link.startswith(("https://", "http://")) or ":" not in link


def _by_finding(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The last decision on each finding."""
    return {decision.finding: decision for decision in sorted(decisions, key=lambda one: one.at)}


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _number(number: Decimal | None) -> str:
    """Without the zeros that say nothing: 93.50 is 93.5, 100 stays 100."""
    if number is None:
        return "—"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
