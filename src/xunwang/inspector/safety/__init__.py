"""Safety: what others put into pages, and what pages should never show. Facts only; nobody is judged here."""

from xunwang.inspector.safety.texts import TextSign, text_signs
from xunwang.inspector.safety.watching import Watcher, with_signs

__all__ = ["TextSign", "Watcher", "text_signs", "with_signs"]
