"""Signs of personal data on pages and in attachments, masked in the moment they are made."""

from collections.abc import Iterator

from xunwang.inspector.model import SafetyKind, SafetySign
from xunwang.inspector.privacy import LABELS, Leak, leaks, mask


def signs(text: str, key: str) -> Iterator[SafetySign]:
    """One sign for each kind of data that a page or attachment with this key shows."""
    kinds: dict[str, list[Leak]] = {}
    for leak in leaks(text):
        kinds.setdefault(leak.rule, []).append(leak)
    for rule, found in kinds.items():
        shown = "、".join(dict.fromkeys(mask(text[one.start : one.end]) for one in found[:3]))
        yield SafetySign(
            kind=SafetyKind.PRIVACY,
            rule=rule,
            place=f"{key}#{rule}",
            found=shown,
            why=f"公开了{LABELS[rule]}{len(found)}处，未作遮挡",
            sure=any(one.sure for one in found),
            suggest="遮挡后公开或撤下",
        )
