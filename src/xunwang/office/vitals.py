"""How the office fares: what `xunwang doctor` and `/healthz` ask. Looking changes nothing and makes nothing."""

import datetime as dt
import os
import shutil
import stat
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils import timezone

from xunwang.inspector.model import Record, reason
from xunwang.office import environment, steps
from xunwang.office.errors import OfficeError

LEAST_FREE = 2_000_000_000  # bytes; a run stops at the first write that the disk refuses
LATE = dt.timedelta(minutes=5)
"""Work that is due for longer means that no worker is at it."""
_APART = dt.timedelta(seconds=10)
_GIGABYTE = 1_000_000_000
_DATABASE, _FILE, _STEPS = "数据库", "数据库文件", "数据库结构"
_NEEDED = frozenset({_DATABASE, _FILE, _STEPS})
"""While one of these is not well, nothing behind it can be asked."""


class Vital(Record, frozen=True):
    """One thing looked at: whether it is well, what was seen, and what to do when it is not."""

    name: str
    well: bool
    detail: str
    advice: str | None = None


def look() -> list[Vital]:
    """Everything about an office that is there. Django must be set up."""
    vitals = [_folder(), _disk(), _key()]
    for ask in (_database, _kept, _steps, _clock, _queue, _failed, _browser):
        vitals.append(ask())
        if vitals[-1].name in _NEEDED and not vitals[-1].well:
            break
    return vitals


def waiting(place: Path) -> Vital:
    """A place without an office, which is well."""
    return Vital("数据目录", well=True, detail=f"{place} 还没有数据；第一次运行 xunwang serve 时建立")


def closed(place: Path, error: OSError) -> Vital:
    """A place into which whoever asks may not look."""
    advice = "请用数据目录的所有者执行，例如 runuser -u xunwang -- xunwang doctor"
    return Vital("数据目录", well=False, detail=f"{place} 不能读取（{reason(error)}）", advice=advice)


def require_an_office() -> None:
    """Raises OfficeError where there is no office, or one whose database has not the form that this version needs."""
    vital = _database()
    vital = _folder() if vital.well else vital
    vital = _steps() if vital.well else vital
    if not vital.well:
        raise OfficeError(f"{vital.name}：{vital.detail}；{vital.advice}。")


def serves() -> bool:
    """Whether pages can be answered: the database is there and has the form that this version needs."""
    return _database().well and _steps().well


def _folder() -> Vital:
    home = Path(settings.HOME)
    well = os.access(home, os.W_OK | os.X_OK)
    detail = str(home) if well else f"{home} 不存在或不能写入"
    return Vital("数据目录", well, detail, "请检查目录的权限，或用 --home 或 XUNWANG_HOME 指定另一个目录")


def _made(place: Path) -> Path:
    """The folder, or the one above it in which it would be made."""
    return next(one for one in (place, *place.absolute().parents) if one.is_dir())


def _disk() -> Vital:
    places = {Path(settings.HOME), Path(settings.RUNS_FOLDER)}
    usage = min((shutil.disk_usage(_made(place)) for place in places), key=lambda one: one.free)
    detail = f"剩余 {usage.free / _GIGABYTE:.1f} GB，共 {usage.total / _GIGABYTE:.1f} GB"
    return Vital(
        "磁盘空间", usage.free >= LEAST_FREE, detail, "请清理磁盘或换到更大的磁盘；写满后检查会停下来"
    )


def _key() -> Vital:
    if environment.secret("XUNWANG_SECRET_KEY"):
        return Vital("密钥", well=True, detail="由环境变量给出")
    file = Path(settings.HOME) / environment.SECRET_FILE
    if not file.is_file():
        return Vital(
            "密钥", well=False, detail=f"没有 {file}", advice="请从备份恢复；重新生成会使保存的渠道地址失效"
        )
    open_to_others = bool(stat.S_IMODE(file.stat().st_mode) & 0o077)
    detail = "其他用户也能读取" if open_to_others else "只有本人可读"
    return Vital("密钥", not open_to_others, detail, f"请执行 chmod 600 {file}")


def _database() -> Vital:
    file = Path(settings.DATABASES["default"]["NAME"])
    if connection.vendor == "sqlite" and not connection.in_atomic_block and not file.is_file():
        return Vital(
            _DATABASE,
            well=False,
            detail=f"没有 {file}",
            advice="请核对 --home 或 XUNWANG_HOME 指的是不是数据目录，或用 xunwang restore 恢复备份，或启动 xunwang serve 新建",
        )
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        said = " ".join(str(error).split())
        return Vital(
            _DATABASE,
            well=False,
            detail=f"打不开（{said}）",
            advice="请检查数据库是否在运行、文件是否完好、磁盘是否已满",
        )
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)
    return Vital(_DATABASE, well=True, detail=kind)


def _kept() -> Vital:
    """Whether the database gives back what it was given."""
    return _whole() if connection.vendor == "sqlite" else _lasting()


def _whole() -> Vital:
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            (found,) = cursor.fetchone()
    except DatabaseError as error:
        found = " ".join(str(error).split())
    detail = "完好" if found == "ok" else f"有损坏（{found}）"
    return Vital(_FILE, found == "ok", detail, "请停止服务，从最近的备份恢复到空目录")


def _lasting() -> Vital:
    """Whether PostgreSQL writes a commit to the disk before it says that it is done: what people were told is kept must survive a crash."""
    off = []
    with connection.cursor() as cursor:
        for name in ("fsync", "synchronous_commit"):
            cursor.execute("SELECT current_setting(%s)", [name])
            off += [f"{name}=off"] if cursor.fetchone() == ("off",) else []
    detail = (
        f"{'、'.join(off)}，断电或数据库崩溃会丢失刚刚确认过的操作" if off else "确认过的操作断电也不丢失"
    )
    advice = "请在数据库服务器的设置（或该用户、该库、连接地址的设置）里改为 on，再重新加载"
    return Vital("数据库写盘", not off, detail, advice)


def _steps() -> Vital:
    if told := steps.database_too_old():
        return Vital(_STEPS, well=False, detail=told, advice=steps.ADVICE)
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not executor.loader.applied_migrations:
        advice = "第一次运行 xunwang serve 时建立；应当已有数据的，请核对所用的数据库"
        return Vital(_STEPS, well=False, detail="数据库是空的", advice=advice)
    detail = f"有 {len(waiting)} 步升级还没有执行" if waiting else "与程序版本一致"
    advice = "请先用原来的版本备份，再启动 xunwang serve，它会自动升级"
    return Vital(_STEPS, not waiting, detail, advice)


def _clock() -> Vital:
    """A clock that was set back would put what happens next before what happened already."""
    from xunwang.office.alerts.clocks import CLOCK  # noqa: PLC0415  # Django must be set up first
    from xunwang.office.alerts.models import Alert  # noqa: PLC0415
    from xunwang.office.people.models import AuditEntry  # noqa: PLC0415

    last = AuditEntry.objects.aggregate(last=Max("at"))["last"]
    now = timezone.now()
    apart = abs(now - _database_clock())
    if apart > _APART:
        detail = f"与数据库服务器相差 {apart.total_seconds():.0f} 秒"
        return Vital(
            "时钟", well=False, detail=detail, advice="请在各台机器上启用 NTP；相差太多时任务会被误认为中断"
        )
    jumped = Alert.objects.filter(kind=CLOCK, ended_at=None, acked_at=None).first()
    if jumped:
        advice = "处理后请在“报警”里确认；不确认的，一天后不再提示"
        return Vital("时钟", well=False, detail=jumped.text, advice=advice)
    back = last is not None and last > now + dt.timedelta(minutes=1)
    shown = f"{timezone.localtime(now):%Y-%m-%d %H:%M}"
    detail = f"{shown}，早于最后一条操作记录" if back else f"{shown}（北京时间）"
    return Vital("时钟", not back, detail, "请校准系统时间（建议启用 NTP）")


def _database_clock() -> dt.datetime:
    """The clock of the database's machine; SQLite has ours."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    assert isinstance(moment, dt.datetime)
    return moment


def _queue() -> Vital:
    from xunwang.office.jobs.models import Job, JobState  # noqa: PLC0415  # Django must be set up first

    now = timezone.now()
    late = Job.objects.filter(state=JobState.QUEUED, due_at__lt=now - LATE)
    lost = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now - LATE)
    count = late.count() + lost.count()
    detail = f"有 {count} 项任务到时间 5 分钟以上还没有开始" if count else "没有积压"
    return Vital(
        "后台任务", not count, detail, "请确认 xunwang serve 或 xunwang worker 正在运行，必要时增加工作进程"
    )


def _browser() -> Vital:
    """Whether the browsers of the workers did their work of late; whether one starts at all here is told elsewhere."""
    from xunwang.office.alerts import browsers  # noqa: PLC0415  # Django must be set up first

    counted = browsers.of_late(timezone.now())
    detail = f"最近一天{browsers.in_words(counted)}" if counted else "最近一天没有失灵"
    return Vital("浏览器运行", not browsers.fails(counted), detail, browsers.ADVICE)


def limps() -> bool:
    """Whether pages are answered but what only a script fills is not read."""
    from xunwang.office.alerts import browsers  # noqa: PLC0415  # Django must be set up first

    return browsers.fails(browsers.of_late(timezone.now()))


def _failed() -> Vital:
    from xunwang.office.jobs.models import Job, JobState  # noqa: PLC0415  # Django must be set up first

    day_ago = timezone.now() - dt.timedelta(days=1)
    failed = Job.objects.filter(state=JobState.FAILED, finished_at__gte=day_ago)
    last, count = failed.last(), failed.count()
    detail = f"最近一天有 {count} 项没有完成，最后一项：{last.problem}" if last else "最近一天没有失败"
    return Vital("失败的任务", not count, detail, "请按原因处理后在页面上重新发起；详情见运行日志")
