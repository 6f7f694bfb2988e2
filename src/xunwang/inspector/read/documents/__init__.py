"""Text out of attachments: what a page offers for download, read in a child process that may fail without harm."""

from xunwang.inspector.read.documents.model import Document, Limits, Part
from xunwang.inspector.read.documents.reader import DocumentReader

__all__ = ["Document", "DocumentReader", "Limits", "Part"]
