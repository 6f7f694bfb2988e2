"""What each kind of rule does with a line."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules import (
    abbreviated,
    across,
    amounts,
    averages,
    breakdowns,
    calendar,
    clock,
    closings,
    conversions,
    counted,
    differences,
    doubling,
    enclosing,
    forms,
    growth,
    headed,
    headings,
    hotlines,
    laws,
    measures,
    multiplied,
    names,
    numbering,
    ordering,
    phrases,
    places,
    population,
    portions,
    rates,
    remains,
    signed,
    spans,
    stages,
    sums,
    trends,
    twofold,
    variants,
    within,
)
from xunwang.inspector.proof.rules.shapes import Check, Hit, Rule

_DIGITS = "0123456789０１２３４５６７８９"
Look = Callable[[str, dt.date | None], Iterator[Hit]]


class Ready(NamedTuple):
    """A rule that can run: only on lines that hold one of `triggers`."""

    rule: Rule
    triggers: tuple[str, ...]
    look: Look


def prepare(rule: Rule) -> list[Ready]:
    """The parts of a rule, each with its own triggers."""
    return [] if rule.check in WHOLE else _MAKERS[rule.check](rule)


def _replace(rule: Rule) -> list[Ready]:
    finder = late("|".join(map(re.escape, sorted(rule.pairs, key=len, reverse=True))))

    def look(line: str, _published: dt.date | None) -> Iterator[Hit]:
        for match in finder.finditer(line):
            if not _inside(line, match, rule.unless.get(match[0], ())):
                yield Hit(*match.span(), (rule.pairs[match[0]],))

    return [Ready(rule, tuple(rule.pairs), look)]


def _inside(line: str, match: re.Match[str], words: tuple[str, ...]) -> bool:
    """Whether the match is part of one of the words that hold it."""
    start, end = match.span()
    for word in words:
        at = line.find(word, max(0, end - len(word)), start + len(word))
        if at != -1 and at <= start and end <= at + len(word):
            return True
    return False


def _pattern(rule: Rule) -> list[Ready]:
    finder = late(rule.pattern or "")
    silent = late(rule.silent or "(?!)")

    def look(line: str, _published: dt.date | None) -> Iterator[Hit]:
        for match in finder.finditer(line) if not silent.search(line) else ():
            yield Hit(*match.span(), (match.expand(rule.suggest),) if rule.suggest is not None else ())

    return [Ready(rule, tuple(_spelt_out(rule.triggers)), look)]


def _spelt_out(triggers: Iterable[str]) -> Iterator[str]:
    """`#` stands for any digit."""
    for trigger in triggers:
        yield from (trigger.replace("#", digit) for digit in _DIGITS) if "#" in trigger else (trigger,)


def _renamed(rule: Rule) -> list[Ready]:
    finder = late("|".join(re.escape(rename.old) for rename in rule.renames))
    by_name = {rename.old: rename for rename in rule.renames}

    def look(line: str, published: dt.date | None) -> Iterator[Hit]:
        for match in finder.finditer(line):
            rename = by_name[match[0]]
            if published is None or published < rename.since or _is_another(line, match):
                continue
            if _inside(line, match, rule.unless.get(match[0], ())):
                continue
            if not _of_the_past(line, match, rename.since.year):
                told = f"已改为“{rename.new}”" if rename.new else "已经取消"
                why = f"{rename.since.year}年{rename.since.month}月起，“{rename.old}”{told}"
                why += "" if rename.confirmed else "，日期待核对"
                yield Hit(*match.span(), (rename.new,) if rename.new else (), why)

    return [Ready(rule, tuple(by_name), look)]


# The end of the one word and the beginning of the next: 环保局面, 安监局部调整; a bureau of another country.
_NO_OFFICE = re.compile(r"(?:门|(?<=局)(?:面|限|势|促|域|部(?![门署委])))")
_ABROAD = (
    "美国",
    "英国",
    "法国",
    "德国",
    "日本",
    "韩国",
    "俄罗斯",
    "加拿大",
    "澳大利亚",
    "新加坡",
    "香港",
    "澳门",
    "台湾",
    "欧盟",
    "联邦",
)


_OTHERS = (*_ABROAD, *(f"{place}特区{of}" for place in ("香港", "澳门") for of in ("", "政府")), "国家矿山")
_REACH = 8  # characters of the longest of them


def _is_another(line: str, match: re.Match[str]) -> bool:
    before = line[max(0, match.start() - _REACH) : match.start()]
    return _NO_OFFICE.match(line, match.end()) is not None or before.endswith(_OTHERS)


_PAST = re.compile(
    r"[原曾旧]|时任|时为|当时|时期|(?<![提目面日时月底末分天\d])前(?![往来去台期列行进景])|撤销|撤并|更名|改名|改为|改称|改设|设立|组建|合并|历史|档案|废止|第.{1,3}号|（现|取消|停止|不再|无[须需]|已转|博物|陈列|展品|老照片"
    r"|一九[〇○零一二三四五六七八九]{2}年|二[〇○零]{2}[〇○零一二三四五六七八九]年"
)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?=年|〕)")


def _of_the_past(line: str, match: re.Match[str], since: int) -> bool:
    """An old name is right where the text speaks of its time, cites a document or tells of the change itself."""
    before, after = line[: match.start()], line[match.end() : match.end() + 24]
    around = f"{before[-24:]}|{after}"
    cited = before.count("《") > before.count("》")
    return cited or bool(_PAST.search(around)) or any(int(year) <= since for year in _YEAR.findall(around))


def _simple(triggers: tuple[str, ...], look: Look) -> Callable[[Rule], list[Ready]]:
    return lambda rule: [Ready(rule, triggers, look)]


def _idioms(rule: Rule) -> list[Ready]:
    right = frozenset(rule.phrases).union(*rule.unless.values())
    swapped = phrases.swapped(rule.phrases, right)
    return [
        *(Ready(rule, phrases.halves(phrase), phrases.idiom(phrase, right)) for phrase in rule.phrases),
        Ready(rule, tuple(swapped), phrases.crossed(swapped)),
    ]


_MAKERS: dict[Check, Callable[[Rule], list[Ready]]] = {
    Check.REPLACE: _replace,
    Check.PATTERN: _pattern,
    Check.RENAMED: _renamed,
    Check.SEQUENCE: lambda rule: [
        Ready(rule, phrases.joints(row), phrases.sequence(row)) for row in rule.items
    ],
    Check.SHUFFLED: lambda rule: [
        Ready(rule, phrases.other_joints(row), phrases.shuffled(row)) for row in rule.items
    ],
    Check.PHRASE: lambda rule: [
        Ready(rule, phrases.halves(phrase), phrases.near(phrase, rule.unless.get(phrase, ())))
        for phrase in rule.phrases
    ],
    Check.SAYING: lambda rule: [
        Ready(
            rule,
            phrases.halves(phrase),
            phrases.near(phrase, rule.unless.get(phrase, ()), is_saying=True),
        )
        for phrase in rule.phrases
    ],
    Check.IDIOM: _idioms,
    Check.COINED: lambda rule: [Ready(rule, phrases.COINED_TRIGGERS, phrases.coined(rule.phrases))],
    Check.CALENDAR: _simple(calendar.IMPOSSIBLE_TRIGGERS, calendar.impossible),
    Check.WEEKDAY: _simple(calendar.WEEKDAY_TRIGGERS, calendar.weekdays),
    Check.WEEKDAY_NEAR: _simple(calendar.WEEKDAY_TRIGGERS, calendar.weekdays_near),
    Check.RANGE: _simple(calendar.RANGE_TRIGGERS, calendar.backwards),
    Check.FUTURE: _simple(("将于", "将在", "拟于"), calendar.still_to_come),
    Check.AHEAD: _simple(("截至", "截止"), calendar.gone_by_too_soon),
    Check.AMOUNT: _simple(("大写", "人民币", "元整", "圆整"), amounts.differing),
    Check.MEASURE: _simple(measures.MEASURE_TRIGGERS, measures.unfit),
    Check.CHANGED: _simple(measures.CHANGED_TRIGGERS, measures.changed_in_kind),
    Check.MULTIPLIED: _simple(multiplied.MULTIPLIED_TRIGGERS, multiplied.not_multiplied),
    Check.VITAL: _simple(population.VITAL_TRIGGERS, population.not_so_born),
    Check.PARTED: _simple(counted.PARTED_TRIGGERS, counted.other_parts),
    Check.RATE: _simple(rates.RATE_TRIGGERS, rates.contradicted),
    Check.MOST: _simple(rates.MOST_TRIGGERS, rates.more_than_all),
    Check.TREND: _simple(trends.TREND_TRIGGERS, trends.contrary),
    Check.MEAN: _simple(averages.EACH_TRIGGERS, averages.not_the_mean),
    Check.POINTS: _simple(averages.POINTS_TRIGGERS, averages.no_points),
    Check.PORTION: lambda rule: [
        Ready(rule, portions.PORTION_TRIGGERS, portions.not_the_portion),
        Ready(rule, portions.NAMED_TRIGGERS, portions.not_that_of_the_named),
    ],
    Check.REST: lambda rule: [
        Ready(rule, remains.REST_TRIGGERS, remains.not_what_is_left),
        Ready(rule, remains.PRICE_TRIGGERS, remains.not_the_price),
    ],
    Check.BREAKDOWN: _simple(breakdowns.BREAKDOWN_TRIGGERS, breakdowns.not_broken_down),
    Check.GROWTH: lambda rule: [
        Ready(rule, growth.GROWTH_TRIGGERS, growth.not_grown_so),
        Ready(rule, growth.CUT_TRIGGERS, growth.not_cut_so),
    ],
    Check.DIFFERENCE: _simple(differences.DIFFERENCE_TRIGGERS, differences.not_apart_by_that),
    Check.WITHIN: _simple(within.WITHIN_TRIGGERS, within.not_within),
    Check.STAGES: _simple(stages.STAGED_TRIGGERS, stages.not_in_stages),
    Check.LISTED: _simple(counted.LISTED_TRIGGERS, counted.not_so_many),
    Check.CLOCK: _simple(clock.CLOCK_TRIGGERS, clock.impossible_hours),
    Check.HOTLINE: _simple(hotlines.HOTLINE_TRIGGERS, hotlines.other_numbers),
    Check.BORN: _simple(calendar.BORN_TRIGGERS, calendar.born_otherwise),
    Check.BY: _simple(averages.BY_TRIGGERS, averages.not_by_so_much),
    Check.LAW: lambda rule: [Ready(rule, laws.LAW_TRIGGERS, laws.cited(rule.phrases, rule.renames))],
    Check.IN_FORCE: lambda rule: [Ready(rule, laws.IN_FORCE_TRIGGERS, laws.in_force_since(rule.renames))],
    Check.JUMBLED: lambda rule: [Ready(rule, names.TRIGGERS, names.jumbled(rule.phrases))],
    Check.LIMITS: _simple(calendar.LIMITS_TRIGGERS, calendar.from_high_to_low),
    Check.SPAN: _simple(spans.SPAN_TRIGGERS, spans.not_so_long),
    Check.PLACE: _simple(places.PLACE_TRIGGERS, places.misplaced),
    Check.CONVERSION: _simple(conversions.CONVERSION_TRIGGERS, conversions.contradicted),
    Check.SUM: _simple(sums.SUM_TRIGGERS, sums.not_adding_up),
    Check.ORDER: lambda rule: [Ready(rule, heads, look) for heads, look in ordering.out_of_order()],
    Check.NESTED: _simple(enclosing.NESTED_TRIGGERS, enclosing.nested),
    Check.COUNTED: _simple(counted.COUNTED_TRIGGERS, counted.miscounted),
    Check.ORDINAL: _simple(counted.ORDINAL_TRIGGERS, counted.ordinals),
    Check.TOLD_TWICE: _simple(counted.LABEL_TRIGGERS, counted.told_twice),
    Check.PAIRED: _simple(tuple("（）“”《》〔〕【】()"), enclosing.unpaired),
    Check.FORM: lambda rule: [Ready(rule, tuple(forms.standard_forms()), forms.odd)],
    Check.DOUBLED: lambda rule: [
        Ready(rule, enclosing.STAMMERS, enclosing.stammered),
        Ready(rule, enclosing.SENTENCE_ENDS, enclosing.repeated),
    ],
}

# What looks at all lines of a text at once: (number of the line, hit).
WHOLE: dict[Check, Callable[[Sequence[str]], Iterator[tuple[int, Hit]]]] = {
    Check.AGAIN: enclosing.paragraphs_again,
    Check.HEADINGS: headings.out_of_order,
    Check.ATTACHED: across.missing_attachments,
    Check.TOTALS: across.wrong_totals,
    Check.YEAR: across.other_years,
    Check.DEADLINE: across.other_deadlines,
    Check.PADDED: signed.padded_days,
    Check.NUMBER_YEAR: signed.other_number_years,
    Check.OVERDUE: signed.due_before_signed,
    Check.HEADED: headed.other_names,
    Check.ANNOUNCED: numbering.miscounted_headings,
    Check.CAPTIONS: numbering.captions,
    Check.VARIANT: variants.written_twice,
    Check.CLOSING: closings.not_its_closing,
    Check.UNCLOSED: enclosing.unclosed,
    Check.WORDS_TWICE: doubling.words_twice,
    Check.THINGS: variants.things_written_twice,
    Check.TOO_SOON: abbreviated.used_too_soon,
    Check.TWOFOLD: twofold.other_values,
}
