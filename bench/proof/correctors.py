"""Who corrects: xunwang in its two tiers, a fixed list of wrong words, and the peers in an environment of their own."""

import datetime as dt
import json
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from bench.proof.measuring import Pair, Said
from xunwang.inspector.proof import Kind, Proofreader, Suspicion, Tier
from xunwang.inspector.proof.rules import Rule, RuleBook, shipped_rules
from xunwang.inspector.proof.rules.shapes import Check

DAY = dt.date(2026, 3, 31)
WORDING = frozenset({Kind.SPELLING, Kind.WORD, Kind.SET_PHRASE})
HERE = Path(__file__).parent
Corrector = Callable[[Sequence[Pair]], Said]

# The commonest confusions of an input method, put down from general knowledge: what a unit keeps in a spreadsheet.
FIXED = {
    "布署": "部署", "按装": "安装", "部份": "部分", "竟争": "竞争", "己经": "已经", "自已": "自己", "气侯": "气候",
    "侯选": "候选", "复盖": "覆盖", "帐号": "账号", "截止目前": "截至目前", "既使": "即使", "做为": "作为", "登陆网站": "登录网站",
    "必竟": "毕竟", "防碍": "妨碍", "渡假": "度假", "震憾": "震撼", "松驰": "松弛", "一如继往": "一如既往", "再接再励": "再接再厉",
    "迫不急待": "迫不及待", "走头无路": "走投无路", "实是求是": "实事求是", "座谈回": "座谈会", "贯彻落时": "贯彻落实", "国藉": "国籍",
    "脉博": "脉搏", "幅射": "辐射", "泄秘": "泄密", "重迭": "重叠", "树立典形": "树立典型", "法制政府": "法治政府",
}  # fmt: skip


def xunwang(tier: Tier) -> Corrector:
    """Pairs of wrong and right that the shipped lists share with the sentences measured are left out: they would be known beforehand."""

    def correct(pairs: Sequence[Pair]) -> Said:
        reader = Proofreader(rules=blind_rules(pairs))
        lines = [source for source, _ in pairs]
        start = time.process_time()
        reader.suspicions("\n".join(lines), day=DAY)
        seconds = time.process_time() - start
        found = [_wanted(reader.suspicions(line, day=DAY), tier) for line in lines]
        answers = [_applied(line, some) for line, some in zip(lines, found, strict=True)]
        return Said(answers, sum(map(len, found)), seconds)

    return correct


def blind_rules(pairs: Sequence[Pair]) -> RuleBook:
    sources = "\n".join(source for source, _ in pairs)
    targets = "\n".join(target for _, target in pairs)
    return RuleBook(_blind(rule, sources, targets) for rule in shipped_rules().rules)


def _blind(rule: Rule, sources: str, targets: str) -> Rule:
    if rule.check is not Check.REPLACE:
        return rule
    known = {wrong for wrong in rule.pairs if sources.count(wrong) > targets.count(wrong)}
    kept = {wrong: right for wrong, right in rule.pairs.items() if wrong not in known}
    return rule if kept == rule.pairs else _with_pairs(rule, kept)


def _with_pairs(rule: Rule, pairs: dict[str, str]) -> Rule:

    return msgspec.structs.replace(rule, pairs=pairs)


def _wanted(found: Sequence[Suspicion], tier: Tier) -> list[Suspicion]:
    return [
        one
        for one in found
        if one.kind in WORDING and one.suggest and (tier is Tier.SUSPECTED or one.tier is Tier.SURE)
    ]


def _applied(line: str, found: Sequence[Suspicion]) -> str:
    for one in sorted(found, key=lambda one: -one.start):
        line = line[: one.start] + one.suggest[0] + line[one.end :]
    return line


def fixed_list(pairs: Sequence[Pair]) -> Said:
    start = time.process_time()
    answers, flags = [], 0
    for line, _ in pairs:
        answer = line
        for wrong, right in FIXED.items():
            flags += answer.count(wrong)
            answer = answer.replace(wrong, right)
        answers.append(answer)
    return Said(answers, flags, time.process_time() - start)


def python_peer(python: Path, name: str) -> Corrector:
    """A peer that runs in the Python of another environment."""
    return _process([str(python), str(HERE / "peer.py"), name])


def zhlint(folder: Path) -> Corrector:
    return _process(["node", str(HERE / "zhlint_peer.mjs"), str(folder.resolve())])


def _process(command: list[str]) -> Corrector:
    def correct(pairs: Sequence[Pair]) -> Said:
        order = json.dumps({"lines": [source for source, _ in pairs], "list": FIXED}, ensure_ascii=False)
        run = subprocess.run(command, input=order, capture_output=True, text=True, check=True)
        answer = json.loads(run.stdout)
        return Said(answer["answers"], answer["flags"], answer["seconds"])

    return correct
