"""Entrances that must be there and open: the words shared by consultation and service."""

from urllib.parse import urlsplit

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, met, unchecked
from xunwang.inspector.model import ChannelFact, ChannelPurpose


def entrance(book: FactBook, purpose: ChannelPurpose, name: str, *, needs_form: bool) -> Report:
    """Met when one entrance serves; that none does can only be said of a site that was read to its end."""
    if book.home_unread:
        return unchecked(book.home_unread)
    channels = [channel for channel in book.channels if channel.purpose is purpose]
    if any(_serves(channel, needs_form=needs_form) for channel in channels):
        return met(len(channels))
    unknown = next((channel for channel in channels if channel.opens is None), None)
    if unknown:
        return unchecked(f"{name}入口“{unknown.name}”未能访问：{unknown.reason or '原因不详'}")
    if book.gap:
        return unchecked(book.gap)
    abroad = next((channel for channel in channels if channel.opens and _is_abroad(channel, book)), None)
    if abroad:
        return unchecked(f"{name}入口“{abroad.name}”在其他系统上，只读了入口页，没有看到表单")
    return counted((_place(book, channels, purpose, name),))


def _serves(channel: ChannelFact, *, needs_form: bool) -> bool:
    return bool(channel.opens) and not channel.refers and (channel.form or not needs_form)


def _is_abroad(channel: ChannelFact, book: FactBook) -> bool:
    """Whether the entrance lies in another system, of which hardly more than its first page is read."""
    there, here = (urlsplit(url).hostname or "" for url in (channel.url, book.home_url))
    return there.removeprefix("www.") != here.removeprefix("www.")


def _place(book: FactBook, channels: list[ChannelFact], purpose: ChannelPurpose, name: str) -> Place:
    evidence = book.site.evidence if book.site else None
    locator = f"channel:{purpose}"
    if not channels:
        return Place(locator, book.home_url, f"全站没有找到{name}入口", evidence=evidence)
    opened = next((channel for channel in channels if channel.opens), None)
    if opened:
        lacks = "只有请到别处或尚未开通的说明" if opened.refers else "上没有找到可提交的表单"
        message = f"{name}入口“{opened.name}”的页面{lacks}"
        return Place(locator, opened.url, message, opened.parent, evidence=opened.evidence)
    first = channels[0]
    message = f"{name}入口“{first.name}”打不开：{first.reason or '原因不详'}"
    return Place(locator, first.url, message, first.parent, evidence=first.evidence)
