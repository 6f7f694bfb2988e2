"""One file for each platform whose interface is asked with credentials. A file says what it needs (`FIELDS`) and leads the talk.

What platforms answer is read by `ways/`; here stand only the order of the questions, paging, and what to do about refusals.
"""

from collections.abc import Mapping
from types import ModuleType

from xunwang.inspector.media.interfaces import douyin, wechat_platform, weibo
from xunwang.inspector.media.interfaces.talk import Access, Answer, Ask, Field, Talk
from xunwang.inspector.media.platforms import platforms

__all__ = ["INTERFACES", "Access", "Answer", "Ask", "Field", "Talk", "fields_for", "interface_for", "lacking"]

INTERFACES: dict[str, ModuleType] = {"wechat_platform": wechat_platform, "weibo": weibo, "douyin": douyin}


def interface_for(platform: str | None) -> str | None:
    """The interface that accounts of the platform are asked through; None where there is none."""
    known = platforms().get(platform or "")
    return next((way for way in known.ways if way in INTERFACES), None) if known else None


def fields_for(way: str) -> tuple[Field, ...]:
    """What an interface wants to be given."""
    fields: tuple[Field, ...] = INTERFACES[way].FIELDS
    return fields


def lacking(way: str, given: Mapping[str, str]) -> list[str]:
    """The labels of needed fields that are empty."""
    return [field.label for field in fields_for(way) if field.needed and not given.get(field.name)]
