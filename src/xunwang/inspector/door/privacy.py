"""Personal data in a text that people wrote, masked before anything of it is kept."""

from xunwang.inspector.privacy import masked

__all__ = ["masked"]
