"""Single cells of a register: addresses, dates, kinds. Pure."""

import datetime as dt
import re
import unicodedata

from xunwang.inspector.door import host_of, resolve
from xunwang.inspector.model import SiteKind

SITE_CODE = re.compile(r"\d{10}|bm\d{8}")


class RowError(Exception):
    """Why a row cannot be used; the column is the field's name."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def refuse_rounded(text: str, field: str, *, rounded: bool) -> None:
    """Raises RowError for a number whose last digits the spreadsheet lost."""
    if rounded:
        raise RowError(field, f"编号 {text} 的末尾几位已丢失，请把编号列设为文本后重新导出。")


CELL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
SITE_KINDS = (
    ("门户", SiteKind.PORTAL), ("部门", SiteKind.DEPARTMENT), ("专业", SiteKind.SPECIAL), ("专项", SiteKind.SPECIAL),
    ("专题", SiteKind.SPECIAL), ("系统", SiteKind.SPECIAL),
)  # fmt: skip
LONGEST = {
    "home": 1000, "code": 60, "type_name": 50, "level": 50, "icp": 60, "police": 60, "phone": 100, "division": 12, "platform": 50,
    "remark": 500, "hosts": 1000, "rates": 500,
}  # fmt: skip
"""Characters that a field may have; 200 where nothing is said. The database has the same limits."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):[/\\]{2}", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*\.?")
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]")


def looks_like_address(text: str) -> bool:
    return bool(_SCHEME.match(text)) or "." in text


def parse_address(written: str) -> tuple[str, str | None]:
    """The address of a home page as a browser sees it, and what had to be mended. Raises for what is no address."""
    if not written:
        raise RowError("home", "首页地址是空的，应填写以 http:// 或 https:// 开头的地址。")
    text = unicodedata.normalize("NFKC", written).replace("。", ".").strip("<>\"'“”").rstrip(";,、.")
    if re.search(r"[\s,;、]", text):
        raise RowError("home", f"“{written}”里有空格、逗号、分号或不止一个地址，一格应只写一个地址。")
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in {"http", "https"}:
        raise RowError("home", f"“{written}”的开头“{scheme[1]}://”不对，应以 http:// 或 https:// 开头。")
    full = text if scheme else f"http://{text}"
    address = resolve(full, full)
    if address is None or not _is_host(host_of(address)):
        raise RowError("home", f"“{written}”不是完整的网址，应类似 http://www.example.gov.cn/。")
    if scheme is None:
        return address, f"“{written}”缺少 http://，已按 {address} 读入。"
    return address, None if text == written else f"“{written}”写法不规范，已按 {address} 读入。"


def _is_host(host: str) -> bool:
    return bool(_HOST.fullmatch(host) or _IP.fullmatch(host))


_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?"
    r"(?:\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
    r"(?:[T ].*|(?<=[日号)])(?:上午|下午|凌晨|清晨|早上|早晨|中午|傍晚|晚上)?(?:\d{1,2}\s*[:时点].*)?)?"
)
_DAY_ALONE = re.compile(r"\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?(?:\s.*)?")


def parse_date(written: str, field: str = "filed_on") -> dt.date:
    """A day as people write it: 2026-3-1, 2026/3/1, 2026.3.1, 2026年3月1日（周日）上午9时, 20260301, or a spreadsheet's day number."""
    text = unicodedata.normalize("NFKC", written).strip()
    parts = _DATE.fullmatch(text) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    try:
        if parts:
            return dt.date(int(parts[1]), int(parts[2]), int(parts[3]))
        if re.fullmatch(r"[2-6]\d{4}(?:\.\d+)?", text):
            return dt.date(1899, 12, 30) + dt.timedelta(days=int(float(text)))
    except ValueError:
        pass
    if _DAY_ALONE.fullmatch(text):
        raise RowError(field, f"“{written}”没有写年份，应类似 2026-03-31。")
    raise RowError(field, f"“{written}”不是真实的日期，应类似 2026-03-31。")
