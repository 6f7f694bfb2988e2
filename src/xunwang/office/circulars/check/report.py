"""What was found, as lines for a reader."""

from collections.abc import Sequence

from xunwang.office.circulars.check.model import Contradiction

_SEVERITIES = {"certain": "矛盾", "suspected": "存疑"}


def format_text(contradictions: Sequence[Contradiction]) -> str:
    """One numbered entry per contradiction: where, what, and the words it stands in; ends with a newline."""
    if not contradictions:
        return "未发现数字、比例、合计或表述之间的矛盾。\n"
    certain = sum(1 for one in contradictions if one.severity == "certain")
    lines = [f"发现矛盾{certain}处，存疑{len(contradictions) - certain}处："]
    for number, one in enumerate(contradictions, start=1):
        lines.append(f"{number}. 【{_SEVERITIES[one.severity]}】{one.where}：{one.message}")
        lines.append(f"   原文：{one.excerpt}")
    return "\n".join(lines) + "\n"
