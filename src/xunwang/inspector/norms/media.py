"""The deductions that a province applies to accounts, as rules like any other."""

from collections.abc import Iterator
from typing import Any

from xunwang.inspector.norms.model import Check, MediaDeduction, Norm, Rule, RuleKind, RuleObject

_QUARTER = 3  # months looked at: what a circular of a quarter covers


def media_rules(norm: Norm) -> Iterator[Rule]:
    """The rules in `new_media.deduct`; none of them can cost more than the account's base score."""
    media = norm.new_media
    if media is None or media.base_score is None:
        return
    for one in media.deduct:
        yield Rule(
            id=one.id,
            name=one.name,
            kind=RuleKind.DEDUCT,
            objects=(RuleObject.ACCOUNT,),
            check=Check.AUTO,
            text=one.text,
            basis=one.basis or norm.basis,
            confidence="V",
            points=media.base_score,
            points_each=one.points_each,
            points_confirmed=True,
            **_check(one),
        )


def _check(one: MediaDeduction) -> dict[str, Any]:
    """How it is checked. “Fewer than two” and “at most one” are the same number of posts."""
    limit = int(one.when.value)
    platforms = {"platforms": list(one.applies_to)} if one.applies_to else {}
    if one.when.metric == "posts_per_week":
        least = limit + 1 if one.when.op == "<=" else limit
        return {"how": "post_frequency", "params": {"per_week": least, "months": _QUARTER, **platforms}}
    days = limit - 1 if one.when.op == ">=" else limit
    return {"how": "account_freshness", "params": {"days": days, **platforms}}
