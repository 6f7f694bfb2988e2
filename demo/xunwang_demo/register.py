"""The register of the city as a spreadsheet, the way an office would hand it in."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from xunwang_demo.model import City

SITES = ("网站名称", "首页地址", "网站标识码", "类型", "层级", "主办单位", "ICP备案号", "联系电话")
ACCOUNTS = ("名称", "平台", "类型", "账号标识", "主办单位", "备案日期")


def write(city: City, path: Path | str) -> None:
    """Sheet 网站, one row a site, and sheet 新媒体账号, one row an account; codes stay text."""
    book = Workbook()
    sites = book.active
    assert sites is not None
    sites.title = "网站"
    sites.append(SITES)
    for site in city.sites:
        sites.append(
            (site.name, site.home, site.code, site.kind, site.level, site.organiser, site.icp, site.phone)
        )
    accounts = book.create_sheet("新媒体账号")
    accounts.append(ACCOUNTS)
    for account in city.accounts:
        accounts.append(
            (account.name, account.platform, account.kind, account.handle, account.organiser, account.filed)
        )
    for sheet in (sites, accounts):
        sheet.freeze_panes = "A2"
        for letter in "ABCDEFGH":
            sheet.column_dimensions[letter].width = 24
    book.save(path)
