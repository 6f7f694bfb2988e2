"""Page rows and link facts -> site, page, column and channel facts."""

from xunwang.inspector.survey.facts import survey

__all__ = ["survey"]
