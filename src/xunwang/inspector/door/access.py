"""What a register lays down about reaching one site: read from its cells, and laid over the settings of an inspection."""

import re
from collections.abc import Iterable
from itertools import chain

from msgspec import structs

from xunwang.inspector.door.settings import InspectSettings
from xunwang.inspector.fetch.urls import host_of
from xunwang.inspector.model import Access, Subject

_BETWEEN_HOSTS = re.compile(r"[\s,，;；、]+")
_BETWEEN_RATES = re.compile(r"[;；\n]+")


def read_access(home: str, *, hosts: str = "", robots_authorised: str = "", rates: str = "") -> Access:
    """The cells of a register's row: hosts side by side, rates parted by semicolons, `5x4:由谁、何时同意` for the host of `home`.

    Raises SettingsError with one sentence when a host or a rate cannot be read.
    """
    access = Access(
        hosts=hosts_in(hosts),
        robots_authorised=robots_authorised.strip() or None,
        rates=tuple(_with_place(part.strip(), home) for part in _BETWEEN_RATES.split(rates) if part.strip()),
    )
    settings_for(InspectSettings(), access).check()
    return access


def hosts_in(cell: str) -> tuple[str, ...]:
    """The hosts that stand side by side in a cell."""
    return tuple(part for part in _BETWEEN_HOSTS.split(cell) if part)


def _with_place(rate: str, home: str) -> str:
    """A rate that names no host is agreed for the site's own."""
    head = re.split("[:：]", rate, maxsplit=1)[0]
    return rate if "=" in head else f"{host_of(home)}={rate}"


def settings_for(settings: InspectSettings, access: Access) -> InspectSettings:
    """The settings under which this one site is looked at; they are kept with its run."""
    authorised = access.robots_authorised
    own = {"robots": "ignore", "robots_authorised": authorised} if authorised else {}
    return structs.replace(
        settings, also=(*settings.also, *access.hosts), **own, **_agreed(settings, [access])
    )


def settings_for_all(settings: InspectSettings, subjects: Iterable[Subject]) -> InspectSettings:
    """What the process that looks at all of them has to know: the hosts that may be asked, and the rates it must keep to."""
    every = [subject.access for subject in subjects]
    hosts = chain.from_iterable(access.hosts for access in every)
    return structs.replace(settings, also=(*settings.also, *hosts), **_agreed(settings, every))


def _agreed(settings: InspectSettings, every: Iterable[Access]) -> dict[str, tuple[str, ...]]:
    """What the operator gave in words comes last, and so wins over the register."""
    rates = chain.from_iterable(access.rates for access in every)
    return {"agreements": tuple(dict.fromkeys((*rates, *settings.agreements)))}
