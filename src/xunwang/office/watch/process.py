"""Where the watching process begins; nothing of the office is imported before it is bound to its parent."""

import logging
import os
import signal
import sys
from types import FrameType

from xunwang.office.jobs.worker import end_with

_logger = logging.getLogger(__name__)


def main() -> None:
    """Watches until SIGTERM; visits under way are waited for and written down."""
    parent = int(sys.argv[-1])
    os.setsid()  # a Ctrl-C in the terminal reaches it by the office alone, and once
    end_with(parent)
    told: list[int] = []

    def ask_to_stop(number: int, _frame: FrameType | None) -> None:
        if not told:
            told.append(number)
            signal.raise_signal(signal.SIGINT)

    signal.signal(signal.SIGTERM, ask_to_stop)
    import django  # noqa: PLC0415  # see above

    django.setup()
    from xunwang.inspector.door import SettingsError  # noqa: PLC0415
    from xunwang.office import clock  # noqa: PLC0415
    from xunwang.office.errors import OfficeError  # noqa: PLC0415
    from xunwang.office.looking import looking_settings  # noqa: PLC0415
    from xunwang.office.watch.watcher import follow  # noqa: PLC0415

    try:
        follow(looking_settings(), clock.now, lambda: bool(told))
    except (OfficeError, SettingsError) as error:
        _logger.critical("可用性监测没有启动：%s", error)
    except KeyboardInterrupt:
        return
