"""A closer look at a site that was walked: its host asked a few things more, a small sample of its pages read again.

What it costs is bounded by constants, never by the size of the site, and every request goes through the one guard, at its turn.
"""

from xunwang.inspector.closer.elsewhere import Elsewhere, OtherSystems, newest_stands_here, reading_there
from xunwang.inspector.closer.looking import Asked, Closer, Sources, read_again
from xunwang.inspector.closer.sampling import Sample, Sampler, sample_of

__all__ = [
    "Asked",
    "Closer",
    "Elsewhere",
    "OtherSystems",
    "Sample",
    "Sampler",
    "Sources",
    "newest_stands_here",
    "read_again",
    "reading_there",
    "sample_of",
]
