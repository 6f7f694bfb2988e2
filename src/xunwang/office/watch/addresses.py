"""What is watched beside home pages: business systems and key columns of websites."""

from django.db import transaction

from xunwang.inspector import door
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.registry.models import Subject
from xunwang.office.registry.values import RowError, parse_address
from xunwang.office.watch.models import WatchedAddress

MOST = 20


@transaction.atomic
def add_address(subject: Subject, kind: str, name: str, written: str, *, by: User) -> WatchedAddress:
    """Watches one more address of the website. Raises OfficeError."""
    name = name.strip()
    if kind not in WatchedAddress.Kind.values:
        raise OfficeError("请选择类别：业务系统或重点栏目。")
    if not name or len(name) > 100:
        raise OfficeError("请填写名称，例如“网上办事大厅”，不超过 100 个字。")
    try:
        url, _ = parse_address(written)
    except RowError:
        raise OfficeError(f"网址“{written}”不对，应类似 http://www.example.gov.cn/bsdt/。") from None
    if subject.watched_addresses.filter(active=True).count() >= MOST:
        raise OfficeError(f"一个网站最多另外监测 {MOST} 个网址，请先停掉不再需要的。")
    home = subject.versions.filter(valid_to=None).values_list("home", flat=True).first()
    if home and door.key_of(home) == door.key_of(url):
        raise OfficeError("首页已经在监测，不必另外添加。")
    address, _ = WatchedAddress.objects.update_or_create(
        subject=subject, url=url, defaults={"kind": kind, "name": name, "active": True}
    )
    log_action("watch.address_added", subject, user=by, unit=subject.unit, data={"text": f"{name} {url}"})
    return address


@transaction.atomic
def stop_address(address: WatchedAddress, *, by: User) -> None:
    """It is visited no more; what was seen stays."""
    address.active = False
    address.save(update_fields=["active"])
    said = {"text": f"{address.name} {address.url}"}
    log_action("watch.address_stopped", address.subject, user=by, unit=address.subject.unit, data=said)
