"""The handbook of indicators, written from the rule sets: `python -m xunwang.inspector.norms.handbook [--check] [FOLDER]`."""

import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from xunwang.inspector.model import Record
from xunwang.inspector.norms.kinds import kinds
from xunwang.inspector.norms.loading import available, load
from xunwang.inspector.norms.model import Check, Level1, Norm, Rule, RuleKind, RuleObject

BASE = "cn-2019"
FOLDER = "docs/handbook"
MARK = "<!-- 由规则集生成，不要手工修改：python -m xunwang.inspector.norms.handbook -->\n\n"
CHECKS = {Check.AUTO: "自动", Check.ASSISTED: "机器初查、人工确认", Check.MANUAL: "人工"}
CLASSES = {Check.AUTO: "F", Check.ASSISTED: "A", Check.MANUAL: "H"}
KINDS = {
    RuleKind.VETO: "单项否决",
    RuleKind.DEDUCT: "扣分",
    RuleKind.BONUS: "加分",
    RuleKind.ADVISORY: "提示",
}
OBJECTS = {
    RuleObject.PORTAL: "门户网站",
    RuleObject.DEPARTMENT: "部门网站",
    RuleObject.SPECIAL: "专业系统等其它网站",
    RuleObject.ACCOUNT: "政务新媒体账号",
    RuleObject.APP: "移动客户端",
    RuleObject.SUPERVISOR: "监管单位",
}
CONFIDENCE = {
    "V": "见于公开材料",
    "Vx": "见于转抄、改写的材料，待核对",
    "I": "由已知数字推算或自行拟定，待核对",
    "M+": "未见原文、比较有把握，待核对",
    "M?": "未见原文、没有把握，待核对",
}
SAMPLES = {"policy_files": "政策文件", "interpretations": "解读稿件", "guides": "办事指南"}
NO_SERVICE = {
    "scale_4_3": "不检查办事服务，其余75分的得分乘以4/3",
    "spread": "不检查办事服务，其分值按比例摊到其它指标",
    "none": "照常检查",
}


class Chapter(Record, frozen=True):
    file: str
    title: str
    rules: tuple[Rule, ...]


def render() -> dict[str, str]:
    """The pages of the handbook: file name to Markdown."""
    norm = load(BASE)
    chapters = list(_chapters(norm))
    pages = {f"{chapter.file}.md": _page(chapter, norm) for chapter in chapters}
    return {
        "index.md": _index(norm, chapters),
        "indicators.md": _table(norm),
        **pages,
        "scoring.md": _scoring(norm),
        "overlays.md": _overlays(norm),
    }


def write(folder: str | Path) -> None:
    """Write every page; what lies in the folder and is no page of today's handbook is taken away."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    pages = render()
    for name, text in pages.items():
        (target / name).write_text(text, encoding="utf-8")
    for old in target.glob("*.md"):
        if old.name not in pages:
            old.unlink()


def stale(folder: str | Path) -> list[str]:
    """The names of pages that are missing, outdated or no longer part of the handbook."""
    pages, target = render(), Path(folder)
    there = {page.name: page.read_text(encoding="utf-8") for page in target.glob("*.md")}
    return sorted(name for name in pages.keys() | there.keys() if pages.get(name) != there.get(name))


# ── chapters ─────────────────────────────────────────────────────────────────────────────────────


def _chapters(norm: Norm) -> Iterator[Chapter]:
    def rules(prefix: str) -> tuple[Rule, ...]:
        return tuple(rule for rule in norm.rules if rule.id.startswith(prefix))

    yield Chapter("website-vetoes", "网站：单项否决", rules("W-V"))
    yield Chapter("account-vetoes", "政务新媒体：单项否决", rules("N-V"))
    files = {
        Level1.RELEASE: "release",
        Level1.SERVICE: "service",
        Level1.INTERACTION: "interaction",
        Level1.DESIGN: "design",
    }
    for number, (level, file) in enumerate(files.items(), 1):
        own = tuple(rule for rule in norm.rules if rule.level1 is level or rule.id.startswith(f"D-{number}."))
        yield Chapter(file, f"扣分：{level}", own)
    yield Chapter("bonus", "加分指标", rules("B-"))
    yield Chapter("guide", "网站开设、名称、域名", rules("G-"))
    yield Chapter("page-design", "网页设计与内容", rules("L-"))
    yield Chapter("safety", "安全线索", (*rules("S-"), *rules("P-")))
    yield Chapter("new-media", "政务新媒体管理", rules("M-"))
    yield Chapter("supervision", "监管单位考核", rules("A-"))


def _page(chapter: Chapter, norm: Norm) -> str:
    sections = "\n".join(_section(rule, norm) for rule in chapter.rules)
    return f"{MARK}# {chapter.title}\n\n[返回目录](index.md)\n\n{sections}"


def _section(rule: Rule, norm: Norm) -> str:
    rows = [
        ("依据", rule.basis),
        ("类别", KINDS[rule.kind] + (f"（{rule.level1}）" if rule.level1 else "")),
        ("适用对象", "、".join(OBJECTS[one] for one in rule.objects)),
        ("检查方式", _how(rule)),
        *(("参数", one) for one in _params(rule)),
        *(("抽查", one) for one in _sample(rule)),
        *_points_row(rule, norm),
        ("可信程度", CONFIDENCE[rule.confidence]),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return f"## {rule.id} {rule.name}\n\n{rule.text}\n\n| 项目 | 内容 |\n| --- | --- |\n{table}\n"


def _how(rule: Rule) -> str:
    if rule.how:
        return f"{CHECKS[rule.check]}：{kinds()[rule.how].title}"
    if rule.unbuilt:
        return f"{CHECKS[rule.check]}（{rule.unbuilt}）"
    if rule.check is Check.MANUAL or rule.kind is RuleKind.ADVISORY:
        return CHECKS[rule.check]
    return f"{CHECKS[rule.check]}（本版本尚未实现）"


def _sample(rule: Rule) -> Iterator[str]:
    if rule.sample:
        yield f"{SAMPLES.get(rule.sample.of, rule.sample.of)}{rule.sample.n}个"


def _params(rule: Rule) -> Iterator[str]:
    specs = kinds()[rule.how].params if rule.how else {}
    for name, value in rule.params.items():
        yield f"{specs[name].label}：{specs[name].words(value)}"


def _points_row(rule: Rule, norm: Norm) -> Iterator[tuple[str, str]]:
    if points := "；".join(_points(rule, norm)):
        yield "分值", points


def _points(rule: Rule, norm: Norm) -> Iterator[str]:
    if rule.kind not in {RuleKind.DEDUCT, RuleKind.BONUS}:
        return
    label = f"（{norm.points_label}）" if norm.points_label else ""
    yield f"{rule.points}分{label}" if rule.points is not None else "未确认（待核对）"
    if rule.points_each is not None:
        yield f"每处{rule.points_each}分{label}"
    if rule.points_at_least is not None:
        yield f"已知不低于{rule.points_at_least}分"


# ── index, scoring, overlays ─────────────────────────────────────────────────────────────────────


def _index(norm: Norm, chapters: Iterable[Chapter]) -> str:
    parts = [
        f"{MARK}# 指标手册\n",
        f"规则集 `{norm.id}`：{norm.title}，依据{norm.basis}。标有“待核对”的内容尚未与正式文本核对。\n",
        "[指标一览](indicators.md) · [计分办法](scoring.md) · [各地规则](overlays.md)\n",
    ]
    for chapter in chapters:
        parts.append(f"## [{chapter.title}]({chapter.file}.md)\n")
        parts.append("| 编号 | 指标 | 检查方式 | 核对 |\n| --- | --- | --- | --- |")
        parts += [_line(rule, norm) for rule in chapter.rules]
        parts.append("")
    return "\n".join(parts)


def _line(rule: Rule, norm: Norm) -> str:
    how = CHECKS[rule.check] + ("" if rule.how or rule.check is Check.MANUAL else "（由人录入）")
    return f"| {rule.id} | {_told_apart(rule, norm)} | {how} | {'已核对' if rule.verified else '待核对'} |"


def _told_apart(rule: Rule, norm: Norm) -> str:
    """The name of the rule, with what it says where a neighbour of its series bears the same name."""
    series = rule.id.partition(".")[0]
    shared = any(
        one.name == rule.name and one.id.partition(".")[0] == series
        for one in norm.rules
        if one.id != rule.id
    )
    return f"{rule.name}：{rule.text.removesuffix('。')}" if shared else rule.name


def _table(norm: Norm) -> str:
    """Every indicator with its class (F the machine alone, A the machine with a person, H only people) and what checks it."""
    rows = "\n".join(
        f"| {rule.id} | {_told_apart(rule, norm)} | {KINDS[rule.kind]} | {CLASSES[rule.check]} | {_checked_by(rule)} |"
        for rule in norm.rules
    )
    built = sum(rule.how is not None for rule in norm.rules)
    return f"""{MARK}# 指标一览

[返回目录](index.md)

F：机器自动判定；A：机器初查，由人确认；H：由人判断。共{len(norm.rules)}项，其中{built}项机器能查，写明用什么检查、看什么；其余写明为什么不能，\
由人录入（网页界面的“人工录入”，或 `xunwang judge --entries`）。

| 编号 | 指标 | 类别 | 分类 | 检查方式，或没有的原因 |
| --- | --- | --- | --- | --- |
{rows}
"""


def _checked_by(rule: Rule) -> str:
    if rule.how:
        return f"`{rule.how}` {kinds()[rule.how].title}"
    return rule.unbuilt or "尚未实现"


def _scoring(norm: Norm) -> str:
    score = norm.score
    levels = "\n".join(
        f"| {level} | {one.points} | {CONFIDENCE[one.confidence]} |" for level, one in norm.levels.items()
    )
    return f"""{MARK}# 计分办法

[返回目录](index.md)

1. 出现任一单项否决情形的，判为不合格，不再评分。
2. 没有单项否决的，扣分指标从{score.base}分起扣；一项指标内扣分之和不超过该指标分值。
3. 低于{score.pass_line}分的，判为不合格。
4. 高于{score.bonus_line}分的，加计加分指标，加分不超过{score.bonus_cap}分；{score.pass_line}分至{score.bonus_line}分的，合格，不计加分。
5. 没有对外服务职能的：{NO_SERVICE[score.no_service]}。
6. 得分保留{score.decimals}位小数，四舍五入，再与合格线、加分线比较。
7. 分值未确认的，只列出发现的问题和已知的扣分，不给总分。
8. 机器初查的问题由人工确认后才计入；自动否决指标未能检查、或有否决线索待核实的，暂不作结论，不进入合格率。
9. 同一问题已在其它指标扣分或否决的，下列指标不重复扣分（括号内是已扣分或否决的指标）：{_waivers(norm)}。
10. 由人录入的结果用于机器未能判定的指标；自动检查已有结果的，录入只列出、不采用。加分须附证明。

尚未超过界限而接近的，列为预警，不影响结论和得分：栏目更新期限已过{_percents(norm)}；打不开的次数占{norm.near.outage_percent}%；\
未更新栏目{norm.near.stale_columns}个；长期未更新栏目{norm.near.long_stale_columns}个；空白栏目{norm.near.blank_columns}个；\
留言超过{norm.near.message_months}个月未答复。各地规则可以另定这些界限（规则文件里的 `near`）。

| 一级指标 | 分值 | 可信程度 |
| --- | --- | --- |
{levels}
"""


def _waivers(norm: Norm) -> str:
    return "；".join(f"{rule.id}（{'、'.join(rule.waived_by)}）" for rule in norm.rules if rule.waived_by)


def _percents(norm: Norm) -> str:
    return "、".join(f"{one}%" for one in norm.near.period_percent)


def _overlays(base: Norm) -> str:
    norms = [load(head.id) for head in available() if head.id != base.id]
    sections = "\n".join(_overlay(norm, base) for norm in norms)
    return f"{MARK}# 各地规则\n\n[返回目录](index.md)\n\n未列出的内容与 `{base.id}` 相同。\n\n{sections}"


def _overlay(norm: Norm, base: Norm) -> str:
    lines = [
        *norm.notes,
        *_score_differences(norm, base),
        *_level_differences(norm, base),
        *_object_differences(norm, base),
        *_rule_differences(norm, base),
        *_media(norm),
    ]
    return f"## `{norm.id}` {norm.title}\n\n依据：{norm.basis}\n\n" + "".join(f"- {line}\n" for line in lines)


def _score_differences(norm: Norm, base: Norm) -> Iterator[str]:
    if norm.score.no_service != base.score.no_service:
        yield f"没有对外服务职能的：{NO_SERVICE[norm.score.no_service]}。"
    if norm.score.bonus_cap != base.score.bonus_cap:
        yield f"加分不超过{norm.score.bonus_cap}分。"
    if norm.score.account_veto_score is not None:
        levels = "、".join(norm.score.account_veto_levels)
        yield f"{levels}政府的政务新媒体被单项否决的，其门户网站按{norm.score.account_veto_score}分计。"


def _level_differences(norm: Norm, base: Norm) -> Iterator[str]:
    for level, one in norm.levels.items():
        if one.points != base.levels[level].points:
            yield f"{level}：{_points_words(one.points)}。"


def _points_words(points: Decimal | None) -> str:
    return "分值未确认（待核对）" if points is None else f"{points}分"


def _object_differences(norm: Norm, base: Norm) -> Iterator[str]:
    for kind in (RuleKind.DEDUCT, RuleKind.BONUS):
        changed = [one for one in norm.rules if one.kind is kind and _is_changed(one, base, "objects")]
        if changed:
            yield f"{KINDS[kind]}指标适用于：{'、'.join(OBJECTS[one] for one in changed[0].objects)}。"


def _is_changed(rule: Rule, base: Norm, field: str) -> bool:
    before = next((one for one in base.rules if one.id == rule.id), None)
    return before is not None and bool(getattr(before, field) != getattr(rule, field))


def _rule_differences(norm: Norm, base: Norm) -> Iterator[str]:
    known = {rule.id for rule in base.rules}
    for rule in norm.rules:
        if rule.id not in known:
            yield f"{rule.id} {rule.name}：{rule.text}"
        elif _is_changed(rule, base, "points") or _is_changed(rule, base, "points_each"):
            yield f"{rule.id} {rule.name}：{'，'.join(_points(rule, norm))}。"
        elif _is_changed(rule, base, "params"):
            yield f"{rule.id} {rule.name}：{'，'.join(_params(rule))}。"


def _media(norm: Norm) -> Iterator[str]:
    if norm.new_media is None:
        return
    if norm.new_media.base_score is not None:
        yield f"政务新媒体账号从{norm.new_media.base_score}分起扣。"


def main(arguments: list[str]) -> int:
    """Writes the handbook into a folder; with `--check` only says which pages are no longer what the norms say (exit 2)."""
    is_check = "--check" in arguments
    folder = next((argument for argument in arguments if not argument.startswith("-")), FOLDER)
    if not is_check:
        write(folder)
        return 0
    outdated = stale(folder)
    if outdated:
        sys.stderr.write(
            f"指标手册已过时：{'、'.join(outdated)}，请运行 python -m xunwang.inspector.norms.handbook\n"
        )
    return 2 if outdated else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
