"""`xunwang doctor`: what is installed and what its absence leaves unchecked; how the office fares and what to do about it."""

import importlib.metadata
import platform
import shutil
import subprocess
from pathlib import Path

import msgspec

from xunwang.cli.common import verb, write_output
from xunwang.cli.office import home_option, office_errors
from xunwang.cli.refusal import Exit
from xunwang.inspector import door
from xunwang.inspector.model import Record
from xunwang.office import boot
from xunwang.office.vitals import Vital


class Part(Record, frozen=True):
    """One component; `without` says what cannot be done when it is missing."""

    name: str
    present: bool
    detail: str
    without: str | None


@verb("doctor", "text", "json")
@home_option
def doctor_command(home: Path | None, style: str, **_: object) -> int:
    """检查已安装的组件（缺失使哪些指标无法检查）和数据目录的状况（有问题时该做什么）。

    数据目录有问题时退出状态为 2；缺少可选组件不算问题。
    """
    parts = [_python(), _browser(), _fonts(), _libreoffice()]
    with office_errors():
        office = boot.examine(home)
    if style == "json":
        found = msgspec.json.encode({"parts": parts, "office": office})
        write_output(msgspec.json.format(found, indent=2) + b"\n")
    else:
        write_output("".join(f"{line}\n" for line in [*map(_line, parts), *map(_vital_line, office)]))
    return Exit.DONE if all(vital.well for vital in office) else Exit.FOUND


def _line(part: Part) -> str:
    sign = "✓" if part.present else "✗"
    return f"{sign} {part.name}：{part.detail}" + ("" if part.present else f"；缺少时：{part.without}")


def _vital_line(vital: Vital) -> str:
    sign = "✓" if vital.well else "✗"
    return f"{sign} {vital.name}：{vital.detail}" + ("" if vital.well else f"；{vital.advice}")


def _python() -> Part:
    version = importlib.metadata.version("xunwang")
    return Part(
        name="xunwang", present=True, detail=f"{version}，Python {platform.python_version()}", without=None
    )


def _browser() -> Part:
    """Started as inspections start it: one that is installed need not run (a driver without its libraries, a container without a sandbox)."""
    trial = door.try_browser()
    without = "仅由脚本填充的栏目和页脚记为“未能检查”（影响 W-V3、W-V4.1–4.3、D-4.2、D-4.4），也没有截图"
    return Part(
        name="Chromium 浏览器",
        present=not trial.problem,
        detail=trial.problem or f"{trial.version}，能够启动",
        without=without,
    )


def _fonts() -> Part:
    present = bool(_output(["fc-list", ":lang=zh", "family"]).strip())
    detail = "已安装" if present else "未安装（apt-get install fonts-noto-cjk）"
    return Part(name="中文字体", present=present, detail=detail, without="截图中的汉字显示为方框")


def _libreoffice() -> Part:
    path = shutil.which("soffice")
    detail = path or "未安装（apt-get install libreoffice-writer-nogui）"
    return Part(
        name="LibreOffice",
        present=path is not None,
        detail=detail,
        without="不能在服务器上把通报转为 PDF；docx 不受影响",
    )


def _output(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=10, check=False).stdout  # noqa: S603  # fixed words
    except (OSError, subprocess.TimeoutExpired):
        return ""
