"""The machine a benchmark ran on, for the record."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path


def machine() -> dict[str, str]:
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "processor": f"{os.cpu_count()} × {_processor()}",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release().partition('-')[0]}, Python {platform.python_version()}",
        "web server": _nginx(),
        "load when it began": f"{os.getloadavg()[0]:.2f}",
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []  # fmt: skip
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())  # fmt: skip


def _nginx() -> str:
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    try:
        said = subprocess.run(
            ["nginx", "-v"], capture_output=True, text=True, check=False, env={"PATH": path}
        )
    except FileNotFoundError:
        return "no nginx"
    return said.stderr.partition(":")[2].strip() or "nginx"
