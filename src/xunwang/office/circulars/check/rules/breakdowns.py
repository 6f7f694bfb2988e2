"""A total against its listed parts: 共53家，其中门户1家、部门52家; 22家、117个，共计139个; 218个（53个、165个）."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate, islice, pairwise, zip_longest

from xunwang.inspector.model import chinese_number
from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import ASIDE, MARK, Quantity, Sentence
from xunwang.office.circulars.check.reading import ParagraphReading, Reading
from xunwang.office.circulars.check.rules.common import (
    RATE_REMARK,
    counts_faults,
    family,
    in_text,
    printed,
    related,
    total_of,
)
from xunwang.office.circulars.check.rules.explained import paragraphs_before
from xunwang.office.circulars.check.rules.parts import Parts

_CUE = re.compile(
    r"(?P<subset>其中|(?<=账号|网站|媒体|单位|留言|问题)中(?=，)|(?<=[\ue000-\uf8ef])中(?=，))|(?P<whole>分为|分别为|分别是|具体为|具体是|构成为|按(?:照)?[^，：；。按\ue000-\uf8ff]{1,14}?分(?:类|布|析|别)?"
    r"|[从分][^，：；。\ue000-\uf8ff]{1,10}(?:看|来看|上看))|(?P<are>(?<=[\ue000-\uf8ef]，)(?:均?为|分别是|即)(?=[^，；。\ue000-\uf8ff]{2,12}[\ue000-\uf8ef][、和]))|(?P<some>包括|包含|涵盖)|(?P<colon>(?<=[\ue000-\uf8ef])：)"
)
_ATTACHED = re.compile(r"，(?:名单)?详?见附[件表]\s?\d{0,2}")
_NEXT_TO = re.compile("[^，；]{0,8}，?")
_FLOW = re.compile("净|[较比].*[增减升降]")
_BY = re.compile("按|从|分[^为别]")
_NOUN = r"[^，、；：。？！\ue000-\uf8ff]{0,24}"
_KINDS = re.compile(
    rf"(?P<whole>{MARK})[^，；。\ue000-\uf8ff]{{0,6}}分为(?P<parts>{_NOUN}{MARK}(?:、{_NOUN}{MARK})+)(?P<many>[两二三四五六七八九])(?:大?类|种)"
)
_JOIN = re.compile(rf"{_NOUN}{ASIDE}?(?:[、，；]|和|及|以及|与|，?另有|，?还有){{1,2}}{_NOUN}{ASIDE}?")
_LEAD = re.compile(rf"[：，、]?\s*(?:有|为|是)?{_NOUN}")
_BREAKS = re.compile("共|合计|总计|总数|其中|较|同比|环比|增|减|率|分别|比上|占|名单|得分|平均|要求|应当")
_FEW, _VERY_FEW = 20, 50
_REACH = 3  # paragraphs above, in which the whole of a breakdown may be told
_CROSSING = re.compile("交叉|同时存在|重复|两类以上|多类|多种")
_RUN_END = re.compile(rf"{_NOUN}{ASIDE}?[，、；—]*(?:两者|以上|上述|各项|{MARK})?")
_SUM_WORD = re.compile(
    rf"(?:(?:合计|共计|总计|总数)(?!分别|约?占)[^，、；：。分\ue000-\uf8ff]{{0,16}}|(?<=[，、；])共(?:检查|抽查|监测)?)(?P<sum>{MARK})"
)


def check(reading: Reading) -> Iterator[Contradiction]:
    """Totals in running text that their parts refute."""
    for paragraph, sentence in reading.sentences():
        for cue in _cues(sentence):
            yield from _after_cue(paragraph, sentence, cue, _told_above(reading, paragraph))
        yield from _kinds(sentence)
        yield from _trailing(sentence)
        for aside in sentence.asides:
            yield from _aside(sentence, aside)


def _cues(sentence: Sentence) -> Iterator[re.Match[str]]:
    """Cues that a number follows before the next cue does."""
    found = list(_CUE.finditer(sentence.template))
    for cue, following in zip_longest(found, found[1:]):
        if re.search(MARK, sentence.template[cue.end() : following.start() if following else None]):
            yield cue


def _told_above(reading: Reading, paragraph: ParagraphReading) -> list[Quantity]:
    """What the nearest paragraph above counts in all, of this time: a breakdown may open a paragraph of its own."""
    for above in islice(paragraphs_before(reading, paragraph), _REACH):
        counted = [q for one in above.sentences for q in one.quantities if q.counts]
        if told := [q for q in counted if _is_told_whole(q)]:
            return told + [q for q in counted if q not in told]
    return []


def _is_told_whole(one: Quantity) -> bool:
    whole = one.counts and one.roles & {"problem", "received", "sampled", "total"}
    return bool(whole) and not (one.part or one.period or "累计" in one.before)


def _kinds(sentence: Sentence) -> Iterator[Contradiction]:
    """285条分为内容无法访问203条、信息不准确44条、错别字38条三类: as many kinds as said, so that there is no other."""
    for match in _KINDS.finditer(sentence.template):
        whole, parts = sentence.at(match["whole"]), sentence.tokens(match["parts"])
        plain = all(q.counts and q.unit == whole.unit for q in (whole, *parts))
        if plain and chinese_number(match["many"]) == len(parts) and total_of(parts) != whole.value:
            yield _differs(sentence, whole.text, Parts(parts, tuple(q.before for q in parts)), sure=True)


def _after_cue(
    paragraph: ParagraphReading, sentence: Sentence, cue: re.Match[str], above: list[Quantity]
) -> Iterator[Contradiction]:
    listed = _list_from(sentence, cue.end())
    if listed is None:
        return
    wholes = _wholes(paragraph, sentence, cue, listed)
    opens = not paragraph.sentences.index(sentence) and not _has_own(sentence, cue)
    by = _BY.match(cue.group()) and not _has_own(sentence, cue)
    if by or (not wholes and opens and listed.full_period(_spoken(paragraph))):
        wholes += [q for q in above if q.unit == listed.parts[0].unit]
        wholes = sorted(filter(listed.may_make, wholes), key=lambda q: abs(q.value - listed.total))
    if (
        not wholes
        or any(_explains(sentence, listed, whole.value) for whole in wholes)
        or _sums_of(sentence, cue, listed)
    ):
        return
    whole = wholes[0]
    if listed.total > whole.value and listed.crosses(_spoken(paragraph)):
        return
    if len(listed.parts) == 1:
        largest = max(one.value for one in wholes)
        if listed.parts[0].value <= largest or not _follows(sentence, whole, cue):
            return
    by_kind = bool(cue["whole"]) and (bool(_BY.match(cue.group())) or listed.disjoint)
    exhaustive = (
        by_kind
        or (bool(cue["are"]) and listed.disjoint)
        or listed.full_period(_spoken(paragraph))
        or listed.all_bodies(q for q in sentence.quantities if q.position < cue.start() and q is not whole)
    )
    yield from _judge(sentence, whole, listed, exhaustive=exhaustive)


def _spoken(paragraph: ParagraphReading) -> str:
    return "".join(one.text for one in paragraph.sentences)


def _has_own(sentence: Sentence, cue: re.Match[str]) -> bool:
    """Whether the sentence tells a figure before it takes anything apart: 按平台分 …；按层级分 … has none."""
    first = next(_CUE.finditer(sentence.template), cue)
    return any(q.position < first.start() for q in sentence.quantities)


def _follows(sentence: Sentence, whole: Quantity, cue: re.Match[str]) -> bool:
    """Whether 其中 stands right behind its whole, so that one part alone can be held against it."""
    gap = sentence.template[whole.position + 1 : cue.start()]
    return bool(cue["subset"]) and whole in sentence.quantities and bool(_NEXT_TO.fullmatch(gap))


def _list_from(sentence: Sentence, start: int) -> Parts | None:
    quantities = [q for q in sentence.quantities if q.position >= start and q.unit != "%"]
    if not quantities or not quantities[0].counts:
        return None
    lead = sentence.template[start : quantities[0].position]
    if not _LEAD.fullmatch(lead) or _BREAKS.search(lead.replace("分别", "")):
        return None
    parts = [quantities[0]]
    for one in quantities[1:]:
        if not one.counts or one.unit != parts[0].unit or not _joined(sentence, parts, one):
            break
        parts.append(one)
    return _named(sentence, parts, start)


def _joined(sentence: Sentence, parts: list[Quantity], one: Quantity) -> bool:
    gap = _remarks_off(sentence.gap(parts[-1], one))
    if not _JOIN.fullmatch(gap) or _BREAKS.search(gap):
        return False
    semicolons = [";" if "；" in sentence.gap(a, b) else "," for a, b in pairwise(parts)]
    if semicolons and ("；" in gap) != (semicolons[-1] == ";"):
        return False
    return _same_role(parts, one)


def _remarks_off(gap: str) -> str:
    """The words between two parts without the share of the first and the attachment that lists it."""
    return _ATTACHED.sub("", RATE_REMARK.sub("", gap))


def _same_role(parts: list[Quantity], one: Quantity) -> bool:
    roles = {"passed", "failed"}
    if not one.roles or one.roles == parts[-1].roles:
        return True
    return bool(one.roles & roles) and all(q.roles & roles for q in parts)


def _named(sentence: Sentence, parts: list[Quantity], start: int) -> Parts:
    before = sentence.template[start : parts[0].position].strip("：，、 ")
    names_behind = not before and all(q.after for q in parts)
    nouns = tuple(q.after for q in parts) if names_behind else (before, *(q.before for q in parts[1:]))
    if not any(nouns[1:]) and before:
        split = tuple(re.split("[、和及与]", before))
        nouns = split if len(split) == len(parts) else nouns
    rest = sentence.template[parts[-1].position + 1 :]
    open_end = "其中" in rest or bool(re.match("[^，；]{0,8}等", rest)) or _goes_on(sentence, parts)
    return Parts(tuple(parts), nouns, open_end=open_end)


def _goes_on(sentence: Sentence, parts: list[Quantity]) -> bool:
    """Whether more of the kind follow, past a name that broke the list off."""
    last = parts[-1]
    rest = (q for q in sentence.quantities if q.position > last.position and q.unit == last.unit)
    return any(not q.roles and sentence.segment(q) == sentence.segment(last) for q in rest)


def _wholes(
    paragraph: ParagraphReading, sentence: Sentence, cue: re.Match[str], listed: Parts
) -> list[Quantity]:
    unit = listed.parts[0].unit
    before = [q for q in reversed(sentence.quantities) if q.position < cue.start() and q.unit == unit]
    if before and before[0].approx:
        return []
    own = [q for q in before if q.counts]
    if _BY.match(cue.group()):
        first = next(one for one in _CUE.finditer(sentence.template) if _BY.match(one.group()))
        own = [q for q in own if q.position < first.start()]
    if own and _FLOW.search(own[0].before):
        return []
    if cue["some"] and own and not _NEXT_TO.fullmatch(sentence.template[own[0].position + 1 : cue.start()]):
        return []
    if cue["subset"] and not cue.start():
        own = [q for q in paragraph.before(sentence) if q.counts and q.unit == unit]
    if not _BY.match(cue.group()):
        such = [q for q in own if related(q.subject, listed.parts[0].subject)]
        # What stands nearer and names nothing of its own may be the whole as well.
        return [] if not cue.start() and own and such[:1] != own[:1] and not own[0].subject else such
    own += [q for q in paragraph.before(sentence) if q.counts and q.unit == unit]
    return sorted(own, key=lambda q: q.value, reverse=True)


def _explains(sentence: Sentence, listed: Parts, whole: Decimal) -> bool:
    """Whether the list makes up ``whole``, or its beginning as far as one kind of comma goes."""
    parts = listed.parts
    enumerated = ["、" in sentence.gap(a, b) for a, b in pairwise(parts)]
    ends = [n for n in range(2, len(parts)) if all(enumerated[: n - 1]) and not enumerated[n - 1]]
    return whole == listed.total or any(whole == total_of(parts[:end]) for end in ends)


def _sums_of(sentence: Sentence, cue: re.Match[str], listed: Parts) -> bool:
    """网站53家、新媒体40个，其中市级50个、县级43个: the whole may be several numbers together."""
    before = [q.value for q in sentence.quantities if q.position < cue.start() and q.counts]
    sums = {sum(before[-size:], Decimal(0)) for size in range(2, len(before) + 1)}
    return listed.total in sums


def _judge(
    sentence: Sentence, whole: Quantity, listed: Parts, *, exhaustive: bool
) -> Iterator[Contradiction]:
    too_big = [q for q in listed.parts if q.value > whole.value and related(whole.subject, q.subject)]
    if too_big:
        yield _part_exceeds(sentence, whole, too_big[0])
        return
    if len(listed.parts) == 1 or not listed.may_be_of(whole) or listed.overlapping:
        return
    over = listed.total > whole.value
    complete = (exhaustive or listed.outcomes or listed.last_is_rest) and not listed.open_end
    one_each = _is_of_one_kind(sentence, whole, listed)
    if (over and (listed.disjoint or (complete and exhaustive))) or (not over and complete):
        yield _differs(sentence, whole.text, listed, sure=complete or listed.disjoint)
    elif over and (one_each or (listed.parted_by_kind and not listed.open_end)):
        yield _differs(sentence, whole.text, listed, sure=listed.last_is_rest)
    elif not over and not listed.open_end and _nearly_all(listed, whole.value, one_each=one_each):
        yield _differs(sentence, whole.text, listed, sure=False)


def _is_of_one_kind(sentence: Sentence, whole: Quantity, listed: Parts) -> bool:
    """Whether faults themselves are counted, each of which is of one kind; websites that show them may show several."""
    apart = len(set(listed.nouns)) == len(listed.nouns) > 1 and all(listed.nouns) and not listed.overlapping
    return counts_faults(whole) and apart and not _CROSSING.search(sentence.text) and not listed.open_end


def _nearly_all(listed: Parts, whole: Decimal, *, one_each: bool) -> bool:
    """A list of kinds that leaves a twentieth or less unsaid was meant to be complete; of two kinds, a fiftieth; of websites there are two kinds."""
    both = {family(q.subject) for q in listed.parts} == {"网站", "新媒体"}
    share = _FEW if both or len(listed.parts) >= 3 else _VERY_FEW
    few = (listed.disjoint or one_each) and (whole - listed.total) * share <= whole
    return few or listed.both_kinds_of_sites


def _differs(sentence: Sentence, stated: str, listed: Parts, *, sure: bool) -> Contradiction:
    summed = f"{printed(listed.parts)}={listed.total}"
    message = f"总数表述为{stated}，所列各项相加为{summed}"
    return in_text("sum", sentence, message, stated=stated, computed=str(listed.total), sure=sure)


def _part_exceeds(sentence: Sentence, whole: Quantity, part: Quantity) -> Contradiction:
    message = f"其中一项为{part.text}，大于总数{whole.text}"
    return in_text("impossible", sentence, message, stated=part.text, computed=f"不超过{whole.text}")


def _trailing(sentence: Sentence) -> Iterator[Contradiction]:
    """网站22家、新媒体117个，共计139个."""
    for match in _SUM_WORD.finditer(sentence.template):
        whole = sentence.at(match["sum"])
        parts = _run_before(sentence, whole, match.start())
        if len(parts) < 2 or not whole.counts or any(not related(whole.subject, q.subject) for q in parts):
            continue
        if whole.roles - {"total"} and parts[-1].roles - {"total"} and not whole.roles & parts[-1].roles:
            continue
        reached = _sums(parts) | _sums_back(sentence, parts)
        if whole.value not in reached and not any(q.value == whole.value for q in parts):
            listed = Parts(tuple(parts), tuple(q.before for q in parts))
            yield _differs(sentence, whole.text, listed, sure=True)


def _sums(parts: list[Quantity]) -> set[Decimal]:
    """The sums a trailing total may mean: of all, or of the last ones where the first count something else."""
    starts = (
        n for n in range(len(parts) - 1) if not n or family(parts[n - 1].subject) != family(parts[n].subject)
    )
    return {total_of(parts[start:]) for start in starts}


def _sums_back(sentence: Sentence, run: list[Quantity]) -> set[Decimal]:
    """7月份发现问题15个，8月份22个，9月份9个，合计46个: the list may begin where its things are named."""
    before = [q.value for q in sentence.quantities[: run[0].index] if q.unit == run[0].unit] if run else []
    return set(accumulate(reversed(before), initial=total_of(run)))


def _run_before(sentence: Sentence, whole: Quantity, end: int) -> list[Quantity]:
    """The list that ends where the words of its total begin."""
    earlier = [q for q in sentence.quantities if q.position < end - 1 and q.unit != "%"]
    if not earlier:
        return []
    gap = _remarks_off(sentence.template[earlier[-1].position + 1 : end])
    if not _RUN_END.fullmatch(gap):
        return []
    run: list[Quantity] = []
    for one in reversed(earlier):
        such = one.counts and one.unit == whole.unit and not one.before.endswith("各")
        if not such or (run and not _chained(sentence, one, run[0])):
            break
        run.insert(0, one)
    return run


def _chained(sentence: Sentence, left: Quantity, right: Quantity) -> bool:
    gap = _remarks_off(sentence.gap(left, right))
    if "发现" in right.before and "发现" not in left.before:  # 检测网站523家，发现高危漏洞17个、中危漏洞64个
        return False
    return (
        bool(_JOIN.fullmatch(gap))
        and not _BREAKS.search(gap)
        and (left.roles == right.roles or not left.roles)
    )


def _aside(sentence: Sentence, aside: Sentence) -> Iterator[Contradiction]:
    """218个（订阅号53个、服务号165个）: the bracket explains the number before it."""
    if aside.owner < 0:
        return
    whole = sentence.quantities[aside.owner]
    start = re.match("其中[：，]?|包括|含|分别为", aside.template)
    listed = _list_from(aside, start.end() if start else 0)
    if (
        listed is None
        or len(listed.parts) < 2
        or not whole.counts
        or whole.unit != listed.parts[0].unit
        or listed.total == whole.value
    ):
        return
    yield from _judge(sentence, whole, listed, exhaustive=start is None and listed.disjoint)
