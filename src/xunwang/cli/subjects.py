"""Who is inspected without an office: addresses given on the command line, or the rows of a register."""

import uuid
from collections.abc import Sequence
from pathlib import Path

import click

from xunwang.cli.refusal import Refusal
from xunwang.inspector.door import host_of, key_of, read_access, resolve
from xunwang.inspector.model import Subject
from xunwang.office.registry.fields import ACCESS_FIELDS
from xunwang.office.registry.sheet import RegisterRow, read_register


def subjects_from_urls(urls: Sequence[str]) -> list[Subject]:
    """One subject per address, in order; the same address twice is one."""
    homes = {key_of(home): home for home in map(_home, urls)}
    return [Subject(id=_id(home), name=host_of(home), home=home) for home in homes.values()]


def _home(url: str) -> str:
    home = resolve(url, url) if "://" in url else resolve(f"http://{url}", f"http://{url}")
    if home is None:
        raise Refusal(f"“{url}”不是网址，应写作 http://www.example.gov.cn/ 这样的形式")
    return home


def _id(home: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, key_of(home)))


def subjects_from_register(path: Path) -> list[Subject]:
    """The usable rows of a register; what is wrong with the others is told on standard error."""
    register = read_register(path, kind="website")
    if register.unusable:
        raise Refusal(f"名录 {path.name}：{register.unusable}")
    for problem in register.problems:
        click.echo(f"{path.name} {problem}", err=True)
    if not register.rows:
        raise Refusal(f"名录 {path.name} 中没有可以检查的网站；应有“网站名称”和“首页地址”两列")
    return [_subject(row) for row in register.rows]


def _subject(row: RegisterRow) -> Subject:
    assert row.home is not None, "a website's row has an address"
    return Subject(
        id=_id(row.home),
        name=row.name,
        home=row.home,
        site_kind=row.site_kind,
        level=row.level,
        code=row.code,
        organiser=row.organiser,
        icp=row.icp,
        phone=row.phone,
        access=read_access(row.home, **{field: getattr(row, field) or "" for field in ACCESS_FIELDS}),
    )
