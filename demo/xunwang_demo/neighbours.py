"""Hosts the sites link to but that nobody inspects: national services and old systems of the city."""

from __future__ import annotations

from collections.abc import Sequence

from xunwang_demo import assets, oddities, platform
from xunwang_demo.marks import ERROR_HOST, OLD_ERROR_HOST
from xunwang_demo.model import Resource, Site
from xunwang_demo.plan import Plan
from xunwang_demo.render import outward

SERVICES = (
    "www.gov.cn",
    "beian.miit.gov.cn",
    "www.beian.gov.cn",
    "bszs.conac.cn",
    "dcs.conac.cn",
    ERROR_HOST,
    OLD_ERROR_HOST,
    oddities.GAMBLING_HOST,
)


def neighbours(plans: Sequence[Plan]) -> tuple[Site, ...]:
    """One stand-in per host: it answers every address with a small page, save those planted as broken."""
    pages: dict[str, dict[str, Resource]] = {host: {} for host in SERVICES}
    for host, path, resource in (*outward(plans), *platform.pages(plans)):
        pages.setdefault(host, {})[path] = resource
    pages[ERROR_HOST]["/exposure/jiucuo.js"] = assets.file(b"/* error report entry */\n", "js")
    return tuple(_stand_in(host, known) for host, known in pages.items())


def _stand_in(host: str, pages: dict[str, Resource]) -> Site:
    title = "娱乐城" if host == oddities.GAMBLING_HOST else host
    body = f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><p>{title}</p></body></html>'.encode()
    found = assets.file(b"/* badge */\n", "js") if host == "dcs.conac.cn" else Resource(body)
    return Site(title, f"http://{host}/", "", "", "", "", "", "", "", (), {"/": found, **pages}, found)
