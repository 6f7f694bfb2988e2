"""Starts the office: its data folder, its database, its web server. Django is set up here and nowhere else."""

import gc
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError

from xunwang.inspector.model import is_full, reason
from xunwang.office import environment, lasting
from xunwang.office.errors import OfficeError, WrongSettingError
from xunwang.office.jobs.worker import beside

if TYPE_CHECKING:
    from xunwang.office.people.models import Unit, User
    from xunwang.office.vitals import Vital

BEFORE_UPGRADE = "office.before-upgrade.sqlite3"
_YOUNG = 10_000
"""Objects made since the last walk that start the next one: a page makes tens of thousands, of which next to none stays."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def place_of(home: Path | None) -> Path:
    """The data folder that is meant: the one given, else the one of the environment."""
    return environment.home() if home is None else home.absolute()


def setup(home: Path | None = None) -> None:
    """Prepares the data folder (made when absent), Django and the database. Models can be imported after this call."""
    _prepare_home(place_of(home))
    load(home)
    _migrate()


def on_postgres() -> bool:
    """Whether the environment names a database outside the data folder."""
    return bool(environment.secret("XUNWANG_DATABASE"))


def has_key(home: Path | None) -> bool:
    """Whether the office's key is given, by the environment or in the data folder."""
    return (
        bool(environment.secret("XUNWANG_SECRET_KEY")) or (place_of(home) / environment.SECRET_FILE).is_file()
    )


def take_key(home: Path) -> None:
    """The key of an office that was laid out after Django had read its settings, as a restoring into PostgreSQL does."""
    settings.SECRET_KEY = environment.secret_key(home)


def load(home: Path | None) -> None:
    """Sets Django up for the data folder, without making or changing anything. Raises OfficeError."""
    os.environ["XUNWANG_HOME"] = str(place_of(home))
    os.environ["DJANGO_SETTINGS_MODULE"] = "xunwang.office.settings"
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise WrongSettingError(str(error)) from None


def setup_existing(home: Path | None = None) -> None:
    """As `setup` for an office that has to be there and up to date; nothing is made or changed. Raises OfficeError."""
    load(home)
    from xunwang.office import vitals  # noqa: PLC0415  # Django must be set up first

    vitals.require_an_office()


def examine(home: Path | None = None) -> "list[Vital]":
    """How the office in the data folder fares; nothing is made or changed.

    An empty place is well, unless a database elsewhere is named. Raises OfficeError.
    """
    from xunwang.office import vitals  # noqa: PLC0415  # loads Django

    place = place_of(home)
    try:
        filled = bool(environment.contents(place))
    except OSError as error:
        return [vitals.closed(place, error)]
    if not (filled or on_postgres()):
        return [vitals.waiting(place)]
    load(home)
    return vitals.look()


def _prepare_home(folder: Path) -> None:
    try:
        lasting.folder_at(folder, 0o700)
        environment.create_secret_key(folder)
    except OSError as error:
        raise OfficeError(
            f"数据目录 {folder} 不能写入（{reason(error)}），请用 --home 或 XUNWANG_HOME 指定可写的目录。"
        ) from None


def _migrate() -> None:
    from django.db import DatabaseError  # noqa: PLC0415  # Django must be set up first

    from xunwang.office.turns import one_at_a_time  # noqa: PLC0415

    try:
        with one_at_a_time("upgrade"):  # several machines may start at once
            if _upgrade_waits():
                _upgrade()
    except (DatabaseError, OSError) as error:
        if is_full(error):
            raise OfficeError(
                f"数据目录 {environment.home()} 所在的磁盘空间不足，数据库没有建成或升级，原有的数据没有变动；请腾出空间后再启动。"
            ) from None
        said = " ".join(str(error).split())
        if on_postgres():
            sentence = (
                f"XUNWANG_DATABASE 指定的数据库打不开（{said}），请检查它是否在运行、地址和密码是否正确。"
            )
        else:
            sentence = f"数据目录 {environment.home()} 里的数据库打不开（{said}），请检查 office.sqlite3 是否完好、可写。"
        raise OfficeError(sentence) from None


def _upgrade() -> None:
    """Step by step on PostgreSQL, which cannot take all of them in one transaction; all or none in a file.

    Django writes down some steps only after they are done: what breaks off in between can neither go on nor back.
    """
    from django.core.management import call_command  # noqa: PLC0415  # Django must be set up first
    from django.db import connection, transaction  # noqa: PLC0415

    with ExitStack() as whole:
        if connection.vendor == "sqlite":
            whole.enter_context(
                connection.constraint_checks_disabled()
            )  # which each step looks at in the end
            whole.enter_context(transaction.atomic())
        call_command("migrate", verbosity=0, interactive=False)


def _upgrade_waits() -> bool:
    """Whether the database is older than the program; one in a file is then copied beside itself, so that the version before can go on with it."""
    from django.db import connection  # noqa: PLC0415  # Django must be set up first
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    from xunwang.office import steps  # noqa: PLC0415

    if told := steps.database_too_old():
        raise OfficeError(f"数据库{told}；{steps.ADVICE}。")
    executor = MigrationExecutor(connection)
    waiting = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting and connection.vendor == "sqlite" and executor.loader.applied_migrations:
        _keep_a_copy(Path(connection.settings_dict["NAME"]))
    return waiting


def _keep_a_copy(file: Path) -> None:
    from xunwang.office.backups.writing import copy_database  # noqa: PLC0415  # Django must be set up first

    draft = file.with_name(f".{BEFORE_UPGRADE}.part")
    try:
        draft.unlink(missing_ok=True)
        copy_database(file, draft)
        lasting.keep(draft)
        draft.replace(file.with_name(BEFORE_UPGRADE))
    finally:
        draft.unlink(missing_ok=True)  # on a full disk it would keep the room that is wanted
    lasting.keep(file.with_name(BEFORE_UPGRADE))


def create_account(username: str, password: str, role: str, unit: "Unit", *, full_name: str = "") -> "User":
    """A new account; the password must meet the rules of the settings."""
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415  # Django must be set up first
    from django.db import transaction  # noqa: PLC0415

    from xunwang.office.people.audit import log_action  # noqa: PLC0415
    from xunwang.office.people.models import User  # noqa: PLC0415
    from xunwang.office.people.roles import Role  # noqa: PLC0415

    if role not in Role.values:
        raise OfficeError(f"没有“{role}”这个角色，应为 {'、'.join(Role.values)} 之一。")
    if User.objects.filter(username=username).exists():
        raise OfficeError(f"账号“{username}”已经存在，请换一个名字。")
    try:
        validate_password(password, User(username=username, full_name=full_name, unit=unit))
    except ValidationError as error:
        raise OfficeError(f"账号“{username}”的密码不合要求：{''.join(error.messages)}") from None
    with transaction.atomic():
        user = User.objects.create_user(username, password, role=Role(role), unit=unit, full_name=full_name)
        log_action("account.created", user, user=None, unit=unit, data={"role": role})
    return user


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    ready: Callable[[str], None] | None = None,
    first_start: Callable[[str, str], None] | None = None,
) -> None:
    """Serves the office until Ctrl-C or SIGTERM. `ready` is told the address when visitors can come; port 0 takes any free one.

    While nobody has an account, `first_start` is told the address of the set-up page and the one-time code that opens it.
    `setup` must have been called. Every process of the server is a child of this one and ends with it.
    """
    from django.db import connections  # noqa: PLC0415  # Django must be set up first

    from xunwang.office.people.first_start import new_code  # noqa: PLC0415

    _require_settings_for_looking()
    _require_names(host)
    listener = _listen(host, port)
    address = _address(host, listener.getsockname()[1])
    code = new_code()
    connections.close_all()

    def open_doors() -> None:
        if ready:
            ready(address)
        if first_start and code:
            first_start(f"{address}setup/", code)

    with beside(), _watcher():
        _run(_server(listener.detach(), open_doors))


def _require_names(host: str) -> None:
    """Who serves others than this machine says under which names."""
    if host not in LOOPBACK and not settings.HOSTS_GIVEN:
        raise WrongSettingError(
            f"要在 {host} 上对外服务，请先用环境变量 XUNWANG_HOSTS 写明访问所用的域名或地址，以逗号分隔。"
        )


def _run(server: Any) -> None:
    """Until it is told to stop. Raises OfficeError where it did not start."""
    here = os.getpid()
    try:
        server.run()
    except SystemExit as end:
        if os.getpid() != here:  # a worker of gunicorn comes back through here when it ends
            os._exit(end.code if isinstance(end.code, int) else 0)
        if end.code not in {0, None}:
            raise OfficeError("网页服务未能启动，原因见上面的输出。") from None


def _address(host: str, port: int) -> str:
    """Where visitors come in; a server that listens on all addresses of its machine is called by the first of its names."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104  # compared, not listened on
        name = settings.ALLOWED_HOSTS[0]
        return f"https://{name}/" if settings.HTTPS else f"http://{name}:{port}/"
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def work(processes: int) -> None:
    """Keeps worker processes until Ctrl-C or SIGTERM; work under way is put back for the next ones. `setup` must have been called."""
    from django.db import connections  # noqa: PLC0415  # Django must be set up first

    _require_settings_for_looking()
    connections.close_all()
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: told.append(number))
    with ExitStack() as kept:
        for _ in range(processes):
            kept.enter_context(beside())
        while not told:
            time.sleep(0.2)


def _require_settings_for_looking() -> None:
    """What the workers read when they look at websites must be usable before anybody relies on them. Raises OfficeError."""
    from xunwang.inspector import door  # noqa: PLC0415  # Django must be set up first
    from xunwang.office.looking import looking_settings  # noqa: PLC0415

    try:
        looking_settings()
        door.norm(settings.PATROL_NORM)
    except OfficeError as error:
        raise WrongSettingError(str(error)) from None
    except door.NormError as error:
        raise WrongSettingError(
            f"环境变量 XUNWANG_PATROL_NORM 的值“{settings.PATROL_NORM}”不能用（{error}），可用的规则见 xunwang norms。"
        ) from None


def _watcher() -> AbstractContextManager[None]:
    """The watching process, where the office is to watch."""
    return beside("xunwang.office.watch.process") if settings.WATCH_MINUTES else nullcontext()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise OfficeError(f"{host}:{port} 不能使用（{_why(error)}），请用 --port 换一个端口。") from None
    listener.set_inheritable(True)
    return listener


def _why(error: Exception) -> str:
    return reason(error) if isinstance(error, OSError) else str(error)


def _settle() -> None:
    """Spares every page the walk of the collector of garbage through all that stays as long as the process: half a million objects."""
    from django.urls import get_resolver  # noqa: PLC0415  # Django must be set up first

    get_resolver().url_patterns  # noqa: B018  # reads every view, which stays as well
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 20)


def _tells_no_stop(record: logging.LogRecord) -> bool:
    """A worker that is told to stop while it still starts dies of the very signal: that is no news."""
    said = record.args if isinstance(record.args, tuple) else ()
    return "SIGQUIT" not in said


def _server(descriptor: int, ready: Callable[[], None]) -> Any:
    from gunicorn.app.base import (  # type: ignore[import-untyped]  # noqa: PLC0415  # needs fork: importable on Unix only
        BaseApplication,
    )

    def began(arbiter: Any) -> None:
        arbiter.log.error_log.addFilter(_tells_no_stop)
        ready()

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        def load_config(self) -> None:
            options = {
                "bind": f"fd://{descriptor}",
                "worker_class": "gthread",
                "workers": 2,
                "threads": 4,
                "loglevel": "warning",
                "control_socket_disable": True,
                "when_ready": began,
                "proc_name": "xunwang",
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from xunwang.office.wsgi import application  # noqa: PLC0415  # built in each worker

            _settle()
            return application

    arguments, sys.argv = sys.argv, sys.argv[:1]
    try:
        return Server()
    finally:
        sys.argv = arguments
