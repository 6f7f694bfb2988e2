"""A closer look at a site that was walked: its host asked a few things more, a small sample of its pages read again.

What it costs is bounded by constants, never by the size of the site, and every request goes through the one guard, at its turn.
"""

from xunwang.inspector.closer.looking import Asked, Closer, Sources, read_again
from xunwang.inspector.closer.sampling import Sample, Sampler

__all__ = ["Asked", "Closer", "Sample", "Sampler", "Sources", "read_again"]
