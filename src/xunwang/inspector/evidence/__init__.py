"""What was received, kept so that anyone can check it: the run folder, its archive and its hashes."""

from xunwang.inspector.evidence.closed import Response, Run
from xunwang.inspector.evidence.errors import RunError
from xunwang.inspector.evidence.manifest import FileEntry, Manifest, Opening, Stats
from xunwang.inspector.evidence.run import RunWriter
from xunwang.inspector.evidence.table import SameRow
from xunwang.inspector.evidence.verify import Alteration, verify
from xunwang.inspector.evidence.warc import Message

__all__ = [
    "Alteration",
    "FileEntry",
    "Manifest",
    "Message",
    "Opening",
    "Response",
    "Run",
    "RunError",
    "RunWriter",
    "SameRow",
    "Stats",
    "verify",
]
