"""The office, for the verbs that need it: its data folder opened, its errors told in one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from xunwang.cli.refusal import Exit, Refusal
from xunwang.office import boot
from xunwang.office.errors import OfficeError, WrongSettingError

home_option = click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), help="数据目录（默认取 XUNWANG_HOME）"
)


def open_office(home: Path | None) -> None:
    """Prepares the data folder and Django; models can be imported after this call."""
    with office_errors():
        boot.setup(home)


def open_existing_office(home: Path | None) -> None:
    """As `open_office` for what only reads: a mistyped folder must not become a new, empty office."""
    with office_errors():
        boot.setup_existing(home)


@contextmanager
def office_errors() -> Iterator[None]:
    """What the office refuses or its database cannot do ends the command; a transaction leaves nothing half done."""
    try:
        yield
    except (WrongSettingError, ImproperlyConfigured) as error:
        raise Refusal(str(error), Exit.REFUSED) from error
    except OfficeError as error:
        raise Refusal(str(error), Exit.FAILED) from error
    except DatabaseError as error:
        sentence = f"数据库不能读写（{error}），没有改动任何数据；请检查磁盘剩余空间和数据目录的权限"
        raise Refusal(sentence, Exit.FAILED) from error
