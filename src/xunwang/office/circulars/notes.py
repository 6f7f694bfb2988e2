"""The notes of a verdict in the words users read."""

import re
from collections.abc import Iterable

_NAMES = {"availability not judged": "未附连续探测记录，可访问性未作判定"}
_FOR_A_REASON = re.compile(r"(未能检查|结论不含未核查的否决指标)：(.+?)（(.+)）")


def note_in_words(note: str) -> str:
    return _NAMES.get(note, note)


def notes_in_words(notes: Iterable[str]) -> list[str]:
    """All notes of one verdict; indicators of which one reason says the same stand in one sentence."""
    labels: dict[tuple[str, str], list[str]] = {}
    for note in map(note_in_words, notes):
        opening, label, reason = (
            found.groups() if (found := _FOR_A_REASON.fullmatch(note)) else (note, "", "")
        )
        labels.setdefault((opening, reason), []).append(label)
    return [
        f"{opening}：{'、'.join(same)}（{reason}）" if reason else opening
        for (opening, reason), same in labels.items()
    ]
