"""The reports of the judged websites, one after another in one HTML document."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from xunwang.cli.formats.report import VERDICTS, SiteReport, WhatIf
from xunwang.office.circulars.gather import words_of
from xunwang.office.circulars.site_report import render_site_reports

_ROW = Markup("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>")
_TABLE = Markup(
    '<div class="page"><h2>如按规则 {}：{}，{}</h2><table><thead><tr><th>指标</th><th>项目</th><th>原结果</th>'
    "<th>比较结果</th></tr></thead><tbody>{}</tbody></table></div>"
)


def html(reports: Sequence[SiteReport]) -> str:
    words = words_of(reports[0].rules.values()) if reports else {}
    after = [Markup("").join(map(_what_if, report.what_if)) for report in reports]
    return render_site_reports(
        [report.judgement for report in reports], words=words, after=after if any(after) else ()
    )


def _what_if(other: WhatIf) -> Markup:
    judgement = other.judgement
    score = "未评分" if judgement.score is None else f"{judgement.score}分"
    label = "（示例分值）" if judgement.sample_points and judgement.score is not None else ""
    rows = Markup("").join(
        _ROW.format(one.indicator or "", one.what, one.before, one.after) for one in other.differences
    )
    return _TABLE.format(
        judgement.norm, VERDICTS[judgement.verdict], score + label, rows or escape("没有不同")
    )
