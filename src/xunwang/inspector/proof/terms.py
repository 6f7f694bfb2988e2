"""What the user keeps: who holds which office from when to when, words that are right here, and decisions once made."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from xunwang.inspector.model import Record
from xunwang.inspector.proof.suspicion import Kind, Suspicion, Tier
from xunwang.inspector.tables import TableError, records_of, text_of


class TermsError(Exception):
    """A table of the user cannot be used: which file, which row, what would be right."""


class Office(Record, frozen=True):
    """`name` held `title` from `since` to `until`, both days included; None: from ever, or still."""

    name: str
    title: str
    since: dt.date | None = None
    until: dt.date | None = None

    def held_on(self, day: dt.date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Ignored(Record, frozen=True):
    """A decision that `found` is right: everywhere, or only where `right` was suggested for it."""

    found: str
    reason: str
    person: str
    until: dt.date
    right: str | None = None

    def covers(self, suspicion: Suspicion, day: dt.date) -> bool:
        return (
            day <= self.until
            and suspicion.found == self.found
            and (self.right is None or self.right in suspicion.suggest)
        )


class Terms(Record, frozen=True):
    offices: tuple[Office, ...] = ()
    words: tuple[str, ...] = ()  # names and terms in which nothing is ever suggested
    ignored: tuple[Ignored, ...] = ()


OFFICE_COLUMNS = ("姓名", "职务", "任职日期", "离任日期")
IGNORED_COLUMNS = ("文字", "建议", "理由", "经办人", "有效期至")


def read_offices(path: Path) -> tuple[Office, ...]:
    """A table (csv or xlsx) with the columns 姓名, 职务, 任职日期, 离任日期; the last two may be empty. Raises TermsError."""
    rows = _rows(path, OFFICE_COLUMNS, needed=("姓名", "职务"))
    return tuple(
        Office(
            row["姓名"], row["职务"], _day(path, number, row["任职日期"]), _day(path, number, row["离任日期"])
        )
        for number, row in rows
    )


def read_ignored(path: Path) -> tuple[Ignored, ...]:
    """A table (csv or xlsx) with the columns 文字, 建议, 理由, 经办人, 有效期至; only 建议 may be empty. Raises TermsError."""
    ignored = []
    for number, row in _rows(path, IGNORED_COLUMNS, needed=("文字", "理由", "经办人", "有效期至")):
        until = _day(path, number, row["有效期至"])
        assert until is not None
        ignored.append(Ignored(row["文字"], row["理由"], row["经办人"], until, row["建议"] or None))
    return tuple(ignored)


def read_words(path: Path) -> tuple[str, ...]:
    """One word a line; what follows # is a remark. Raises TermsError."""
    lines = _text(path).splitlines()
    return tuple(word for line in lines if (word := line.partition("#")[0].strip()))


def _rows(
    path: Path, columns: tuple[str, ...], needed: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        records = records_of(path)
        _, header = next(records)
        missing = [column for column in columns if column not in header]
        if missing:
            raise TermsError(f"{path} 缺少列“{'、'.join(missing)}”；第一行应为 {','.join(columns)}")
        for number, row in records:
            plain = {column: text_of(row[column]) or "" for column in columns}
            empty = [column for column in needed if not plain[column]]
            if empty:
                raise TermsError(f"{path} 第{number}行的“{empty[0]}”是空的，应当填写")
            yield number, plain
    except TableError as error:
        raise TermsError(str(error)) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TermsError(f"{path} 不是 UTF-8 编码的文本，请另存为 UTF-8 后再试") from error


def _day(path: Path, number: int, text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return msgspec.convert(text, dt.date)
    except msgspec.ValidationError as error:
        raise TermsError(f"{path} 第{number}行的日期“{text}”无效，应写作 2026-03-31 这样的形式") from error


_GAP = "[ \u3000]"
_NO_LONGER = ("原", "前", "时任", "曾任", "历任", "拟任", "代")
_AFTER_A_NAME = frozenset(
    "同主出在讲到指强参表作率带会调深和与及等一对就为向要说先签听陪宣致介检督走慰看还也将已于的任分是兼"
)


def _beside(titles: Mapping[str, Sequence[Office]]) -> re.Pattern[str]:
    """A name of the table right beside a title of the table, as they are also set: with blanks, with a colon."""
    kinds = {office.title for row in titles.values() for office in row}
    ordered = "|".join(map(re.escape, sorted(kinds, key=len, reverse=True)))
    title = f"(?:常务副|副)?(?:{ordered})"
    names = "|".join(f"{_GAP}*".join(map(re.escape, name)) for name in sorted(titles, key=len, reverse=True))
    return re.compile(
        rf"(?P<before>{title})(?:[：:]|{_GAP}){{0,2}}(?P<one>{names})|(?P<two>{names}){_GAP}{{0,2}}(?P<after>{title})(?!助理|办公|候选)"
    )


def _is_of_another(line: str, match: re.Match[str]) -> bool:
    """Somebody of the past or to come, or a longer name that begins with the one of the table (王伟, 王伟民)."""
    after = line[match.end() : match.end() + 1]
    longer = bool(match["one"]) and "\u4e00" <= after <= "\u9fff" and after not in _AFTER_A_NAME
    return longer or line[: match.start()].endswith(_NO_LONGER)


def wrong_titles(lines: list[str], offices: Iterable[Office], day: dt.date) -> Iterator[Suspicion]:
    """A person of the table beside a title of the table that is not theirs on that day."""
    titles: dict[str, list[Office]] = {}
    for office in offices:
        titles.setdefault(office.name, []).append(office)
    if not titles:
        return
    form = _beside(titles)
    for number, line in enumerate(lines, 1):
        for match in form.finditer(line):
            if _is_of_another(line, match):
                continue
            name, group = match["one"] or match["two"], "before" if match["before"] else "after"
            name = re.sub(_GAP, "", name)
            held = [office.title for office in titles[name] if office.held_on(day)]
            if match[group].removeprefix("常务") not in held:
                now = "、".join(held) or "不在所列职务上"
                why = f"职务表中{name}在{day.isoformat()}的职务是：{now}"
                start, end = match.span(group)
                yield Suspicion(
                    number, start, end, match[group], tuple(held), Kind.TITLE, Tier.SURE, "title.职务", why
                )
