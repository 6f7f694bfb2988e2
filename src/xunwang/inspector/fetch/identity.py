"""Who we say we are: the project, and whom to call about it."""

import re

from xunwang import __version__

_CONTACT = re.compile(
    r"[!-'*-~]{5,200}"
)  # printable ASCII without spaces and parentheses, which end a comment


def check_contact(contact: str) -> None:
    """Raises ValueError, in Chinese, for what cannot stand in a User-Agent."""
    if not _CONTACT.fullmatch(contact) or not re.search(r"@|^https?://", contact):
        raise ValueError(
            f"联系方式应为网址（http:// 或 https:// 开头）或电子邮箱，不含空格和括号，实际为“{contact}”"
        )


def user_agent(contact: str | None = None) -> str:
    """The User-Agent of every request; without a contact it names the project and nothing that is not there."""
    reached = f"; +{contact}" if contact else ""
    return f"Mozilla/5.0 (compatible; xunwang/{__version__}{reached})"
