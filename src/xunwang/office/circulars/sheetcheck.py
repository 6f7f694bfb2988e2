"""The written attachments held against the rows of the circular, cell by cell and by their own totals."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from xunwang.inspector.model import Verdict
from xunwang.office.circulars.data import KIND_NAMES, AccountResult, CircularData, GivenTable, SiteResult
from xunwang.office.circulars.formcheck import FORM_CHECKS
from xunwang.office.circulars.layout import Layout, load_layout
from xunwang.office.circulars.readback import CellValue, ReadSheet
from xunwang.office.circulars.recount import Row, rows_of_data
from xunwang.office.circulars.recount_accounts import column_sum, rate_of

Difference = tuple[str, str, str, str]  # figure, where, stated, computed
Expected = tuple[str, list[dict[str, CellValue]]]  # how the title ends, rows by column
_BLANK, _TOTAL, _NOTHING = "—", "合计", "（无）"
_VERDICTS = {"合格": Verdict.PASS, "不合格": Verdict.FAIL, "暂不作结论": Verdict.UNDECIDED}
_NAMES = {verdict: name for name, verdict in _VERDICTS.items()}
_HOME, _RESULTS = "首页地址", "政府网站检查结果"
_KEYS = (_HOME, "指标编号", "名称", "网站名称", "网站")
_LABEL_ROWS = 3
_PLACES = "问题处数"


class _Sheet:
    """A sheet taken apart: label, title, note, header, rows by column name, total."""

    def __init__(self, sheet: ReadSheet) -> None:
        self.file = sheet.file
        self.formulas = sheet.formulas
        self.labels = [str(row[0] or "") for row in sheet.rows[:_LABEL_ROWS]]
        self.head = [str(cell or "") for cell in (sheet.rows[_LABEL_ROWS] if len(sheet.rows) > 3 else ())]
        body = [dict(zip(self.head, row, strict=False)) for row in sheet.rows[_LABEL_ROWS + 1 :]]
        self.rows = [row for row in body if row.get("序号") != _TOTAL]
        self.total = next((row for row in body if row.get("序号") == _TOTAL), None)

    def column(self, name: str) -> str | None:
        return next((head for head in self.head if name in {head, head.split("（")[0]}), None)


def rows_of_sheet(data: CircularData, sheets: Sequence[ReadSheet]) -> list[Row]:
    """The websites as the results attachment has them, for the recount."""
    known = {(row.name, row.home): row for row in rows_of_data(data)}
    results = _find([_Sheet(sheet) for sheet in sheets], _RESULTS)
    found = []
    for cells in results.rows if results else ():
        row = known.get((str(cells.get("网站名称")), str(cells.get(_HOME))))
        if row is not None and results is not None:
            score = cells.get(results.column("得分") or "")
            found.append(_reread(row, cells, score))
    return found


def _reread(row: Row, cells: dict[str, CellValue], score: CellValue) -> Row:
    return Row(
        name=str(cells.get("网站名称")),
        home=row.home,
        verdict=_VERDICTS.get(str(cells.get("检查结果")), Verdict.UNDECIDED),
        kind=str(cells.get("网站类型")),
        level=_known(cells.get("层级")),
        score=Decimal(str(score)) if isinstance(score, int | float) else None,
        score_complete=row.score_complete,
        indicators=row.indicators,
        verdict_now=row.verdict_now,
        region=_known(cells.get("地区")),
        places=_whole(cells.get(_PLACES)),
        lost=row.lost,
    )


def _whole(value: CellValue) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _known(value: CellValue) -> str | None:
    return None if value in {None, _BLANK} else str(value)


def check_sheets(
    data: CircularData, sheets: Sequence[ReadSheet], layout: Layout | None = None
) -> Iterator[Difference]:
    """Every attachment that should be there, its rows, cells and totals; and none beside them."""
    read = [_Sheet(sheet) for sheet in sheets]
    wanted = _expected(data, layout or load_layout())
    if len(read) != len(wanted):
        yield ("附件数", "附件", str(len(read)), str(len(wanted)))
    for number, (title, rows) in enumerate(wanted.items(), 1):
        sheet = _find(read, title)
        if sheet is None:
            yield ("附件", f"附件{number}", _NOTHING, title)
            continue
        yield from _check_labels(sheet, number, data)
        yield from _check_rows(sheet, rows)
    yield from _check_totals(data, read)
    for table in data.tables:
        sheet = _find(read, table.title)
        if sheet is not None and table.sums:
            yield from _check_total(sheet, _sums(table, data))


def _find(sheets: Iterable[_Sheet], title: str) -> _Sheet | None:
    return next((sheet for sheet in sheets if sheet.labels[1:2] and title in sheet.labels[1]), None)


def _expected(data: CircularData, layout: Layout) -> dict[str, list[dict[str, CellValue]]]:
    """Title ending -> rows by column, built here on its own from the results."""
    made: dict[str, list[dict[str, CellValue]]] = {}
    for key in layout.attachments:
        if key == "given":
            made |= {t.title: _handed_in(t, data) for t in data.tables if t.key not in layout.in_text}
        else:
            title, rows = _EXPECTED[key](data)
            made[title] = rows
    return {title: rows for title, rows in made.items() if rows}


def _of_verdict(data: CircularData, verdict: Verdict) -> list[SiteResult]:
    return [site for site in data.sites if site.verdict is verdict]


def _failed(data: CircularData) -> Expected:
    return "不合格政府网站", [
        {"填报单位": site.organiser or site.name, _HOME: site.home, "结果": "不合格",
         "抽查发现的突出问题": "；".join(p.text for p in (site.vetoes or site.faults))}
        for site in _of_verdict(data, Verdict.FAIL)
    ]  # fmt: skip


def _undecided(data: CircularData) -> Expected:
    return "暂不作结论的政府网站", [
        {"网站名称": site.name, "主办单位": site.organiser or _BLANK, _HOME: site.home,
         "暂不作结论的原因": "；".join(site.undecided_because) or "检查尚未完成"}
        for site in _of_verdict(data, Verdict.UNDECIDED)
    ]  # fmt: skip


def _briefs(data: CircularData) -> Expected:
    return "网站问题清单", [
        {"地区": site.region or _BLANK, "网站": site.name, "问题": "；".join(p.text for p in site.problems)}
        for site in data.sites
        if site.vetoes or site.faults
    ]


def _ranking(data: CircularData) -> Expected:
    scored = [site for site in data.sites if site.score is not None and site.score_complete]
    ranks: list[dict[str, CellValue]] = [
        {"名次": 1 + sum(float(other.score or 0) > float(site.score or 0) for other in scored),
         "网站名称": site.name, "主办单位": site.organiser or _BLANK, "得分": float(site.score or 0)}
        for site in scored
    ]  # fmt: skip
    return "政府网站得分排名", sorted(ranks, key=lambda row: int(row["名次"] or 0))


def _accounts(title: str, wanted: Callable[[AccountResult], bool]) -> Callable[[CircularData], Expected]:
    def expected(data: CircularData) -> Expected:
        return title, [_account(account) for account in data.accounts if wanted(account)]

    return expected


def _account(account: AccountResult) -> dict[str, CellValue]:
    told = "；".join(problem.text for problem in account.problems)
    waits = "；".join(account.undecided_because) or "检查尚未完成"
    nothing = waits if account.verdict is Verdict.UNDECIDED else "未发现问题"
    return {
        "名称": account.name,
        "类型": account.platform + (f"（{account.type}）" if account.type else ""),
        "分数": _BLANK if account.score is None else float(account.score),
        "检查结果": _NAMES[account.verdict],
        "存在问题": told or nothing,
    }


def _handed_in(table: GivenTable, data: CircularData) -> list[dict[str, CellValue]]:
    rates = {column: (part, whole) for column, part, whole in table.rates}
    made = []
    for row in table.rows:
        cells = dict(zip(table.columns, row, strict=True))
        for column, (part, whole) in rates.items():
            up, down = cells[part], cells[whole]
            if not isinstance(up, str | None) and not isinstance(down, str | None):
                cells[column] = rate_of(Decimal(up), Decimal(down), data.header.decimals) or None
        made.append({name: _cell(value) for name, value in cells.items()})
    return made


def _sums(table: GivenTable, data: CircularData) -> dict[str, CellValue]:
    """What must stand in the last row: the sums, and the rates of the sums."""
    sums = {column: column_sum(table, column) for column in table.sums}
    wanted: dict[str, CellValue] = {column: float(number) for column, number in sums.items()}
    for column, part, whole in table.rates:
        if part in sums and whole in sums:
            wanted[column] = rate_of(sums[part], sums[whole], data.header.decimals) or _BLANK
    return wanted


def _cell(value: str | int | Decimal | None) -> CellValue:
    if value is None:
        return _BLANK
    return value if isinstance(value, str) else float(value)


_EXPECTED: dict[str, Callable[[CircularData], Expected]] = {
    "results": lambda data: (_RESULTS, [_result(site, data) for site in data.sites]),
    "failed": _failed,
    "undecided": _undecided,
    "indicators": lambda data: ("问题指标统计", _statistics(data)),
    **FORM_CHECKS,
    "briefs": _briefs,
    "ranking": _ranking,
    "account_faults": _accounts("存在问题的政务新媒体", lambda account: bool(account.problems)),
    "account_results": _accounts("政务新媒体检查结果", lambda _: True),
    "account_failed": _accounts("不合格政务新媒体", lambda account: account.verdict is Verdict.FAIL),
    "account_undecided": _accounts(
        "暂不作结论的政务新媒体", lambda account: account.verdict is Verdict.UNDECIDED
    ),
}


def _result(site: SiteResult, data: CircularData) -> dict[str, CellValue]:
    row: dict[str, CellValue] = {
        "网站名称": site.name,
        "主办单位": site.organiser or _BLANK,
        _HOME: site.home,
        "网站类型": KIND_NAMES[site.site_kind],
        "层级": site.level or _BLANK,
        "地区": site.region or _BLANK,
        "检查结果": _NAMES[site.verdict],
        "得分": _BLANK if site.score is None else float(site.score),
        "存在问题": "；".join(problem.text for problem in site.problems) or _no_problem(site),
        _PLACES: sum(problem.count for problem in (*site.vetoes, *site.faults)),
    }
    if data.header.closing:
        row[f"截至{_day(data)}结论"] = _NAMES[site.verdict_now or site.verdict]
    return row


def _no_problem(site: SiteResult) -> str:
    if site.verdict is Verdict.UNDECIDED:
        return "检查尚未完成"
    return f"未发现问题（{len(site.unchecked)}项指标未能检查）" if site.unchecked else "未发现问题"


def _day(data: CircularData) -> str:
    day = data.header.closing or data.header.as_of
    return f"{day:%Y}年{day.month}月{day.day}日"


def _statistics(data: CircularData) -> list[dict[str, CellValue]]:
    places: dict[str, set[str]] = defaultdict(set)
    count, veto, names = Counter[str](), set[str](), dict[str, str]()
    for site in data.sites:
        for problem in (*site.vetoes, *site.faults):
            places[problem.indicator].add(site.subject)
            count[problem.indicator] += problem.count
            names.setdefault(problem.indicator, problem.name)
        veto |= {problem.indicator for problem in site.vetoes}
    return [
        {"指标编号": key, "指标名称": names[key], "类别": "单项否决" if key in veto else "扣分指标",
         "涉及网站数": len(places[key]), "问题数": count[key]}
        for key in [*sorted(veto), *sorted(set(names) - veto)]
    ]  # fmt: skip


def _check_labels(sheet: _Sheet, number: int, data: CircularData) -> Iterator[Difference]:
    if sheet.labels[0] != f"附件{number}":
        yield ("附件序号", sheet.file, sheet.labels[0], f"附件{number}")
    year = f"{data.header.year}年"
    whole_year = (table.title for table in data.tables if table.title.startswith(year))
    if not sheet.labels[1].startswith((data.period_name, *whole_year)):
        yield ("附件标题", sheet.file, sheet.labels[1], data.period_name)
    day = data.header.as_of
    if f"{day:%Y}年{day.month}月{day.day}日" not in sheet.labels[2]:
        yield ("监测时间点", sheet.file, sheet.labels[2], f"{day:%Y}年{day.month}月{day.day}日")
    if data.header.basis.sample_points and "示例分值" not in sheet.labels[2]:
        yield ("示例分值标注", sheet.file, sheet.labels[2], "示例分值")
    for cell in sheet.formulas:
        yield ("单元格", f"{sheet.file} {cell}", "公式", "固定的值")


def _check_rows(sheet: _Sheet, expected: Sequence[dict[str, CellValue]]) -> Iterator[Difference]:
    key = next((name for name in _KEYS if name in expected[0]), next(iter(expected[0])))
    stated = Counter(str(row.get(key)) for row in sheet.rows)
    computed = Counter(str(row[key]) for row in expected)
    for name in (stated - computed) + (computed - stated):
        yield ("行数", f"{sheet.file}“{name}”", f"{stated[name]}行", f"{computed[name]}行")
    if stated != computed:
        return
    if [row.get("序号") for row in sheet.rows] != list(range(1, len(expected) + 1)):
        yield ("序号", sheet.file, "不连续", f"1至{len(expected)}")
    for row, wanted in zip(sheet.rows, expected, strict=True):
        for head, value in wanted.items():
            cell = row.get(sheet.column(head) or "")
            if cell != value:
                yield (head, f"{sheet.file}“{wanted[key]}”行", str(cell), str(value))


def _check_totals(data: CircularData, sheets: Sequence[_Sheet]) -> Iterator[Difference]:
    """Totals recomputed from the rows of the same sheet."""
    results = _find(sheets, _RESULTS)
    if results is not None and data.sites:
        count = Counter(str(row.get("检查结果")) for row in results.rows)
        wanted: dict[str, CellValue] = {
            "网站名称": f"{len(results.rows)}家",
            "存在问题": "，".join(f"{name}{count[name]}家" for name in _VERDICTS),
            _PLACES: sum(_whole(row.get(_PLACES)) for row in results.rows),
        }
        yield from _check_total(results, wanted)
    statistics = _find(sheets, "问题指标统计")
    if statistics is not None:
        numbers = [row.get("问题数") for row in statistics.rows]
        total = sum(number for number in numbers if isinstance(number, int | float))
        yield from _check_total(statistics, {"问题数": total})


def _check_total(sheet: _Sheet, wanted: dict[str, CellValue]) -> Iterator[Difference]:
    for head, value in wanted.items():
        stated = (sheet.total or {}).get(head)
        if stated != value:
            yield (f"合计·{head}", sheet.file, str(stated), str(value))
    stray = [
        str(value)
        for head, value in (sheet.total or {}).items()
        if head not in {*wanted, "序号"} and re.search(r"\d", str(value))
    ]
    for value in stray:
        yield ("合计行", sheet.file, value, _BLANK)
