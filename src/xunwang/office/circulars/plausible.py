"""What cannot be true whatever the counting: more checked than registered, more closed than received, two totals."""

from collections.abc import Iterator

from xunwang.office.circulars.data import KIND_NAMES, LEVEL_UNKNOWN, CircularData

Contradiction = tuple[str, str, str, str]  # figure, where, stated, what it would have to be
_WHERE = "通报数据"


def contradictions(data: CircularData) -> Iterator[Contradiction]:
    """Each figure that cannot stand beside another, where it stands, and what it would have to be."""
    yield from _registers(data)
    yield from _accounts(data)
    yield from _tables(data)
    header = data.header
    if header.notices is not None:
        yield from _at_most("整改通知办结数", header.notices.closed, header.notices.sent)
        yield from _at_most("收到整改通知的单位数", header.notices.units, header.notices.sent)
    if header.previous is not None:
        yield from _at_most("上期问题整改数", header.previous.mended, header.previous.told)


def _registers(data: CircularData) -> Iterator[Contradiction]:
    kinds, levels = data.header.registered_by_kind, data.header.registered_by_level
    if kinds and levels and sum(kinds.values()) != sum(levels.values()):
        yield (
            "按层级登记数合计",
            _WHERE,
            f"{sum(levels.values())}",
            f"{sum(kinds.values())}（按类型登记数合计）",
        )
    for kind, name in KIND_NAMES.items() if kinds else ():
        checked = sum(site.site_kind == kind for site in data.sites)
        yield from _at_most(f"{name}检查数", checked, kinds.get(kind, 0))
    for level in (
        dict.fromkeys([*levels, *(site.level or LEVEL_UNKNOWN for site in data.sites)]) if levels else ()
    ):
        checked = sum((site.level or LEVEL_UNKNOWN) == level for site in data.sites)
        yield from _at_most(f"{level}检查数", checked, levels.get(level, 0))


def _accounts(data: CircularData) -> Iterator[Contradiction]:
    if data.accounts and any(row.inspected is not None for row in data.header.accounts):
        yield ("政务新媒体检查数", _WHERE, "既有汇总数又有逐个账号的结果", "二者取一")
    for platform in (
        dict.fromkeys(account.platform for account in data.accounts) if data.header.accounts else ()
    ):
        checked = sum(account.platform == platform for account in data.accounts)
        registered = sum(row.registered for row in data.header.accounts if row.platform == platform)
        yield from _at_most(f"{platform}检查数", checked, registered)
    for row in data.header.accounts:
        name = f"{row.level or ''}{row.platform}"
        inspected = row.inspected or 0
        yield from _at_most(f"{name}检查数", inspected, row.registered)
        yield from _at_most(f"{name}不合格与暂不作结论数", row.failed + row.undecided, inspected)


def _tables(data: CircularData) -> Iterator[Contradiction]:
    """A part may not be more than its whole, and every row has a cell for every column."""
    for table in data.tables:
        if any(len(row) != len(table.columns) for row in table.rows):
            yield (table.title, _WHERE, "有的行缺少单元格", f"每行{len(table.columns)}格")
            return
        for column, part, whole in table.rates:
            for row in (dict(zip(table.columns, row, strict=True)) for row in table.rows):
                up, down = row[part], row[whole]
                if isinstance(up, int) and isinstance(down, int):
                    yield from _at_most(f"{table.title}·{column}·{part}", up, down)


def _at_most(figure: str, part: int, whole: int) -> Iterator[Contradiction]:
    if not 0 <= part <= whole:
        yield (figure, _WHERE, str(part), f"不多于{whole}")
