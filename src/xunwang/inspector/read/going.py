"""A page in the frame of its site whose script leads its visitors on at once: what they see stands at another address."""

from xunwang.inspector.fetch.forwarding import gone_to
from xunwang.inspector.fetch.urls import host_of, registered_domain, resolve
from xunwang.inspector.model import Link
from xunwang.inspector.read.dom import Dom

_LONGEST = 600  # characters of a script that only leads on


def goes_on(dom: Dom) -> str | None:
    """The address, as written, to which a script leads that does nothing else; None without one."""
    codes = (one.code for one in dom.scripts if len(one.code) <= _LONGEST and "location" in one.code)
    led = (gone_to(code.encode("utf-8", "replace")) for code in codes)
    return next((target for target in led if target and not target.startswith("#")), None)


def gone_links(dom: Dom, base: str) -> tuple[Link, ...]:
    """The way there, within the own domain, as a link that nobody sees."""
    written = goes_on(dom)
    target = resolve(written, base) if written else None
    if target is None or registered_domain(host_of(target)) != registered_domain(host_of(base)):
        return ()
    return (Link(url=target, href=written or "", text=""),)
