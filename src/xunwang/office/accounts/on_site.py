"""Whether an account is named on its unit's website, as the last inspection of that website read its home page."""

from collections.abc import Iterator

from xunwang.inspector import door
from xunwang.inspector.model import Link, Record
from xunwang.office.campaigns.models import CampaignSubject
from xunwang.office.places import run_at
from xunwang.office.registry.models import SubjectVersion


class OnSite(Record, frozen=True):
    """`link` leads to the account; without one `checked` says whether any home page could be looked at. Codes to scan are not read."""

    checked: bool
    link: str | None = None
    site: str | None = None


def on_site(version: SubjectVersion) -> OnSite:
    """The first link on the home pages of the unit's websites that leads to the account's platform and names it."""
    checked = False
    for site, links in _home_pages(version):
        checked = True
        found = next((link for link in links if _leads_to(link, version)), None)
        if found:
            return OnSite(True, found.url, site)
    return OnSite(checked)


def _home_pages(version: SubjectVersion) -> Iterator[tuple[str, tuple[Link, ...]]]:
    looked = CampaignSubject.objects.filter(subject__kind="website", subject__unit=version.unit_id)
    last = {row.subject_id: row for row in looked.exclude(run_path="").order_by("pk")}
    for row in last.values():
        try:
            links = door.home_links_of_run(run_at(row.run_path))
        except door.RunError:
            continue
        if links is not None:
            yield row.name, links


def _leads_to(link: Link, version: SubjectVersion) -> bool:
    platform = door.account_platform(version.platform, version.type_name)
    if platform is None or not link.url.startswith(("http://", "https://")):
        return False
    host = door.host_of(link.url)
    if not any(host == one or host.endswith(f".{one}") for one in platform.hosts):
        return False
    return version.name in link.text or bool(
        version.handle and version.handle.casefold() in link.url.casefold()
    )
