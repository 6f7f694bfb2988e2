"""The reports of the judged websites, one after another in one HTML document."""

from collections.abc import Sequence

from xunwang.cli.formats.report import SiteReport
from xunwang.office.circulars.gather import words_of
from xunwang.office.circulars.site_report import render_site_reports


def html(reports: Sequence[SiteReport]) -> str:
    words = words_of(reports[0].rules.values()) if reports else {}
    return render_site_reports([report.judgement for report in reports], words=words)
