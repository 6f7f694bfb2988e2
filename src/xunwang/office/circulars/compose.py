"""Layout + rows + figures -> the blocks of the document, each piece of wording still knowing its slots."""

from collections.abc import Iterator, Mapping, Sequence

from xunwang.inspector.model import Record, Verdict, in_chinese
from xunwang.office.circulars.account_figures import filled_rows, total_row
from xunwang.office.circulars.aggregates import BANDS, Figures, group_of
from xunwang.office.circulars.attachments import account_problems, account_type, attachments_of
from xunwang.office.circulars.blocks import Block, Cell, Piece, Table
from xunwang.office.circulars.breakdowns import BREAKDOWNS, CROSSES, Cross
from xunwang.office.circulars.columns import choosable, key_of, on_offer
from xunwang.office.circulars.data import (
    CircularData,
    CircularHeader,
    Column,
    GivenTable,
    Problem,
    SiteResult,
    chinese_date,
)
from xunwang.office.circulars.edits import edited
from xunwang.office.circulars.layout import SLOT, Group, Layout, LayoutBlock, Names, Role, Sentence

TOTAL = "合计"
BLANK = "—"
FORM_HEAD = ("项目", "类别", "数据")


def compose(layout: Layout, data: CircularData, figures: Figures) -> tuple[Block | Table, ...]:
    """What will be printed, in order. `figures` may come from `aggregates` (to write) or `recount` (to check)."""
    return tuple(edited(_Composer(layout, data, figures).blocks(), data.edits))


def header_slots(data: CircularData) -> dict[str, str]:
    """Slots that are given, not counted: names, dates, documents."""
    header = data.header
    start, end = header.window
    return {
        "issuer": header.issuer,
        "region": header.region,
        "period": data.period_name,
        "number": header.number or "",
        "addressees": "，".join(header.addressees),
        "basis": "、".join(
            f"《{document.title}》" + (f"（{document.number}）" if document.number else "")
            for document in header.basis.documents
        ),
        "window": chinese_date(start) if start == end else f"{chinese_date(start)}至{chinese_date(end)}",
        "as_of": chinese_date(header.as_of),
        "issued": chinese_date(header.issued),
        "closing": chinese_date(header.closing) if header.closing else "",
        "deadline": chinese_date(header.deadline) if header.deadline else "",
        "report_to": header.report_to or "",
        "contact": header.contact or "",
        "copied_to": "，".join(header.copied_to),
        "highlights": "是" if header.highlights else "",
        "sample_points": "是" if header.basis.sample_points else "",
        "played": "是" if header.played else "",
        "activity": header.activity,
        "year": str(header.year),
        **_year_slots(header),
    }


def _year_slots(header: CircularHeader) -> dict[str, str]:
    """What part of the year the figures of a yearly form tell of: all of it only when the monitoring point is its last day."""
    first, last = header.as_of.replace(month=1, day=1), header.as_of.replace(month=12, day=31)
    is_over = header.as_of == last
    span = f"{chinese_date(first)}至{chinese_date(header.as_of)}"
    counted_on = header.notices and header.notices.on
    return {
        "year_span": span,
        "in_year": "全年" if is_over else span,
        "year_open": "" if is_over else "是",
        "notices_on": chinese_date(counted_on or header.issued),
    }


class _Composer:
    def __init__(self, layout: Layout, data: CircularData, figures: Figures) -> None:
        self.layout = layout
        self.data = data
        filled = {field.slot: data.header.filled.get(field.slot, "") for field in layout.fields}
        self.slots = {**filled, **figures, **header_slots(data)}
        self.level1 = 0
        self.level2 = 0

    def blocks(self) -> Iterator[Block | Table]:
        for block in self.layout.blocks:
            if self._stands(block.when, block.unless):
                yield from self._expand(block)

    def _expand(self, block: LayoutBlock) -> Iterator[Block | Table]:
        if block.repeat == "points":
            yield from self._points()
        elif block.repeat == "highlights":
            yield from (
                Block("highlight", (Piece("{text}", {"text": one}),)) for one in self.data.header.highlights
            )
        elif block.repeat == "requirements":
            yield from self._requirements(block)
        elif block.table is not None:
            yield from self._table(block)
        else:
            yield from self._paragraph(block)

    def _paragraph(self, block: LayoutBlock) -> Iterator[Block]:
        pieces = [*self._sentences(block.say, self.slots), *self._items(block.items)]
        if not pieces:
            return
        if block.role in {"h1", "h2"}:
            pieces.insert(0, self._number(block.role))
        yield Block(block.role, tuple(pieces))

    def _number(self, role: Role) -> Piece:
        if role == "h1":
            self.level1, self.level2 = self.level1 + 1, 0
            return Piece(f"{in_chinese(self.level1)}、")
        self.level2 += 1
        return Piece(f"（{in_chinese(self.level2)}）")

    def _sentences(self, say: Sequence[str | Sentence], slots: Mapping[str, str]) -> Iterator[Piece]:
        for sentence in say:
            if isinstance(sentence, str):
                yield _piece(sentence, slots)
            elif self._stands(sentence.when, sentence.unless):
                yield _piece(sentence.say, slots)

    def _stands(self, when: Names, unless: Names) -> bool:
        return all(map(self._tells, _names(when))) and not any(map(self._tells, _names(unless)))

    def _tells(self, slot: str) -> bool:
        return self.slots.get(slot, "") not in {"", "0"}

    def _items(self, kind: str | None) -> Iterator[Piece]:
        if kind == "undecided":
            yield from self._undecided()
        elif kind == "account_problems":
            yield from self._account_problems()
        elif kind == "attachments":
            for attachment in attachments_of(self.data, self.layout):
                yield Piece(
                    "{ordinal}. {title}", {"ordinal": str(attachment.number), "title": attachment.title}
                )

    def _undecided(self) -> Iterator[Piece]:
        sites = [site for site in self.data.sites if site.verdict is Verdict.UNDECIDED]
        most = self.layout.named_at_most
        yield from _enumerated([_undecided(site) for site in sites[:most]])
        if len(sites) > most:
            rest = int(self.slots["sites_undecided"]) - most
            yield Piece("其余{rest}家详见附件。", {"rest": str(rest)})

    def _account_problems(self) -> Iterator[Piece]:
        troubled = [account for account in self.data.accounts if account.problems]
        most = self.layout.named_at_most
        yield from _enumerated(
            [
                f"{account.name}（{account_type(account)}）{account_problems(account)}"
                for account in troubled[:most]
            ]
        )
        if len(troubled) > most:
            rest = int(self.slots["accounts_troubled"]) - most
            yield Piece("其余{rest}个账号的问题详见附件。", {"rest": str(rest)})

    def _points(self) -> Iterator[Block]:
        for group in self.layout.groups:
            slots = {
                **self.slots,
                "group_sites": self.slots[f"group:{group.key}_sites"],
                "group_share": self.slots[f"group:{group.key}_share"],
            }
            if slots["group_sites"] != "0":
                yield Block("h2", (self._number("h2"), Piece(group.heading)))
                yield Block("body", (_piece(group.general, slots), *self._named(group, slots["group_sites"])))

    def _named(self, group: Group, hit: str) -> Iterator[Piece]:
        """The faults with their websites, as many of each as a reader can take; the rest stands in the attachment."""
        most = self.layout.named_at_most
        faults = faults_of(group, self.layout, self.data)
        yield from _enumerated([_fault_item(fault, most) for fault in faults[:most]])
        named = {name for fault in faults[:most] for name, _ in fault.sites[:most]}
        rest = int(hit) - len(named)
        if len(faults) > most or rest > 0:
            tail = "其余{rest}家网站及" if rest > 0 else "其余"
            yield Piece(f"{tail}问题详见附件。", {"rest": str(rest)})

    def _requirements(self, block: LayoutBlock) -> Iterator[Block]:
        given = self.data.header.requirements
        for requirement in given:
            yield Block("h2", (self._number("h2"), Piece("{heading}", {"heading": requirement.heading})))
            yield Block("body", (Piece("{text}", {"text": requirement.text}),))
        for default in () if given else block.default:
            yield Block("h2", (self._number("h2"), Piece(default.heading)))
            yield Block("body", tuple(self._sentences(default.say, self.slots)))

    def _table(self, block: LayoutBlock) -> Iterator[Table]:
        if block.table == "given":
            yield from self._given(block)
            return
        if block.table == "form":
            yield self._form(block)
            return
        if block.table in CROSSES:
            rows, head = self._cross(CROSSES[block.table], block.first)
            if rows:
                yield Table(_piece(block.caption, self.slots), head, rows)
            return
        yield from self._broken_down(block)

    def _form(self, block: LayoutBlock) -> Table:
        lines = tuple(
            (Cell(_piece(row.item, self.slots).text), Cell(row.part), Cell(self.slots.get(row.slot) or BLANK))
            for row in block.form
        )
        return Table(_piece(block.caption, self.slots), FORM_HEAD, lines)

    def _broken_down(self, block: LayoutBlock) -> Iterator[Table]:
        """A table of figures row by row; none where there is nothing to break down."""
        rows = self._rows(block.table or "")
        if not rows:
            return
        key, caption = key_of(block), _piece(block.caption, self.slots)
        columns = self.data.columns.get(key) or block.columns or self.layout.columns
        head = (block.first, *(column.head for column in columns))
        offered = on_offer((row for _, row in rows), self.slots)
        cells = tuple(self._row(*row, columns) for row in rows)
        yield Table(caption, head, cells, choosable(key, caption.text, offered, columns))

    def _rows(self, table: str) -> list[tuple[str, str]]:
        """What each row is called and the key of its figures, the total last."""
        if table == "bands":
            bands = [(band.label, f"band:{band.label}") for band in BANDS]
            return [band for band in bands if self._tells(f"{band[1]}_sites")]
        breakdown = BREAKDOWNS[table]
        rows = [(name, f"{breakdown.prefix}:{name}") for name in breakdown.names(self.data)]
        return [*rows, (TOTAL, breakdown.total)] if rows else []

    def _row(self, label: str, key: str, columns: Sequence[Column]) -> tuple[Cell, ...]:
        return (Cell(label), *(self._cell(f"{key}_{column.figure}") for column in columns))

    def _cell(self, figure: str) -> Cell:
        return Cell(self.slots[figure] or BLANK, figure)

    def _cross(self, cross: Cross, first: str) -> tuple[tuple[tuple[Cell, ...], ...], tuple[str, ...]]:
        rows, columns = cross.rows(self.data), cross.columns(self.data)
        if len(rows) < 2 or len(columns) < 2:
            return (), ()
        made = [
            (Cell(row), *(self._cell(f"{cross.prefix}:{row}×{column}") for column in columns)) for row in rows
        ]
        return tuple(made), (first, *columns)

    def _given(self, block: LayoutBlock) -> Iterator[Table]:
        table = next((one for one in self.data.tables if one.key == block.given), None)
        if table is not None and table.rows:
            yield Table(Piece("{title}", {"title": table.title}), table.columns, self._given_rows(table))

    def _given_rows(self, table: GivenTable) -> tuple[tuple[Cell, ...], ...]:
        decimals = self.data.header.decimals
        rows = [tuple(Cell(_shown(value)) for value in row) for row in filled_rows(table, decimals)]
        total = total_row(table, decimals)
        if total is not None:
            cells = [Cell(_shown(value)) for value in total]
            rows.append((Cell(TOTAL), *cells[1:]))
        return tuple(rows)


def _shown(value: object) -> str:
    return BLANK if value is None else str(value)


class Fault(Record, frozen=True):
    """One fault of a point: its words and the websites that show it with the number of places each (1 is not told)."""

    text: str
    sites: tuple[tuple[str, int], ...]


def faults_of(group: Group, layout: Layout, data: CircularData) -> list[Fault]:
    """The faults of one point with the websites that show them: vetoes first, then those of most websites, then by the register's first.

    Websites share an entry where the norm's wording is the same for all of them; wording that is filled in for each
    website is shared by those for which it reads the same.
    """
    vetoes = [(site.name, problem) for site in data.sites for problem in site.vetoes]
    faults = [(site.name, problem) for site in data.sites for problem in site.faults]
    found: dict[str, list[tuple[str, int]]] = {}
    for name, problem in vetoes + faults:
        if group_of(problem.indicator, layout.prefixes) == group.key:
            places = 1 if _is_filled(problem) else problem.count
            found.setdefault(_shared(problem), []).append((name, places))
    grave = {_shared(problem) for _, problem in vetoes}
    texts = sorted(found, key=lambda text: (text not in grave, -len(found[text])))
    return [Fault(text, tuple(found[text])) for text in texts]


def _is_filled(problem: Problem) -> bool:
    return SLOT.search(problem.wording) is not None


def _shared(problem: Problem) -> str:
    """The words that a fault has in common with those of other websites."""
    return problem.text if _is_filled(problem) else problem.wording


def _fault_item(fault: Fault, most: int) -> str:
    """`甲网站（3处）、乙网站等2家网站链接打不开`; a single website has its count behind the fault."""
    if len(fault.sites) == 1:
        ((name, places),) = fault.sites
        return f"{name}{fault.text}{_places(places)}"
    names = "、".join(f"{name}{_places(places)}" for name, places in fault.sites[:most])
    return f"{names}等{len(fault.sites)}家网站{fault.text}"


def _places(count: int) -> str:
    return f"（{count}处）" if count > 1 else ""


def _undecided(site: SiteResult) -> str:
    return f"{site.name}（{'；'.join(site.undecided_because)}）" if site.undecided_because else site.name


def _enumerated(texts: Sequence[str]) -> Iterator[Piece]:
    for index, text in enumerate(texts, 1):
        yield Piece("{item}。" if index == len(texts) else "{item}；", {"item": text})


def _piece(wording: str, slots: Mapping[str, str]) -> Piece:
    return Piece(wording, {name: slots[name] for name in SLOT.findall(wording)})


def _names(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names
