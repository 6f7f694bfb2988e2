"""The registered totals of a campaign: those of the register at its monitoring point, kept when the point is closed."""

from collections import Counter

import msgspec

from xunwang.inspector import door
from xunwang.inspector.model import Record, SiteKind
from xunwang.office.campaigns.models import Campaign
from xunwang.office.campaigns.regions import in_regions, region_of
from xunwang.office.circulars.data import LEVEL_UNKNOWN, AccountTotal, level_rank
from xunwang.office.registry.fields import ON_PLATFORMS
from xunwang.office.registry.history import Counts, counts, with_rest
from xunwang.office.registry.models import SubjectVersion


class Registered(Record, frozen=True):
    """Websites by kind (None: one that the norm does not know; JSON has no such key, hence the pairs), level and region, accounts by platform, level and region."""

    by_kind: tuple[tuple[SiteKind | None, int], ...]
    by_level: dict[str, int]
    by_region: dict[str, int]
    accounts: tuple[AccountTotal, ...]


def registered(campaign: Campaign) -> Registered:
    """What was kept; before the point is closed what the register says now. A unit that moves later takes nothing along."""
    if campaign.registered:
        kept = msgspec.convert(campaign.registered, Registered, strict=False)
        return msgspec.structs.replace(kept, by_region=in_regions(campaign, kept.by_region))
    websites = counts(campaign.unit, campaign.as_of, kind="website")
    levels = with_rest(websites.by_level, websites.total, LEVEL_UNKNOWN)
    return Registered(tuple(_by_kind(websites).items()), levels, _by_region(campaign), _accounts(campaign))


def keep_registered(campaign: Campaign) -> None:
    campaign.registered = {}
    campaign.registered = msgspec.to_builtins(registered(campaign))


def _by_kind(websites: Counts) -> dict[SiteKind | None, int]:
    """Websites of a kind that the norm does not know stand under None."""
    known: dict[SiteKind | None, int] = {
        SiteKind(kind): number for kind, number in websites.by_site_kind.items()
    }
    others = websites.total - sum(known.values())
    return {**known, None: others} if others else known


def _by_region(campaign: Campaign) -> dict[str, int]:
    rows = SubjectVersion.objects.held(campaign.unit, campaign.as_of).filter(subject__kind="website")
    name = region_of(campaign)
    units = rows.order_by("unit__path").values_list("unit", "unit__path")
    return dict(Counter(name(unit, path) for unit, path in units))


def _accounts(campaign: Campaign) -> tuple[AccountTotal, ...]:
    rows = SubjectVersion.objects.held(campaign.unit, campaign.as_of).filter(kind__in=ON_PLATFORMS)
    written = Counter(rows.values_list("platform", "type_name", "level", "unit", "unit__path"))
    name = region_of(campaign)
    totals: Counter[tuple[str, str, str]] = Counter()
    for (platform, type_name, level, unit, path), number in written.items():
        known = door.account_platform(platform, type_name)
        totals[known.name if known else "其他", level, name(unit, path)] += number
    return tuple(
        AccountTotal(platform=platform, registered=number, level=level or None, region=region)
        for (platform, level, region), number in sorted(totals.items(), key=_by_platform)
    )


def _by_platform(one: tuple[tuple[str, str, str], int]) -> tuple[str, tuple[int, str], str]:
    """The database gives no order, and numbers may be equal."""
    (platform, level, region), _ = one
    return platform, level_rank(level or LEVEL_UNKNOWN), region
