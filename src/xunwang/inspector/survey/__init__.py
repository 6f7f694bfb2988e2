"""Page rows and link facts -> site, page, column and channel facts."""

from xunwang.inspector.survey.facts import Surveyed, survey
from xunwang.inspector.survey.noted import NotedRun

__all__ = ["NotedRun", "Surveyed", "survey"]
