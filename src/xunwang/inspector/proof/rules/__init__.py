"""Rules of language as data: `data/rules/*.yaml` say what is wrong, `checks` says how each kind of rule looks for it."""

from xunwang.inspector.proof.rules.book import RuleBook, RuleError, shipped_rules
from xunwang.inspector.proof.rules.shapes import Rule

__all__ = ["Rule", "RuleBook", "RuleError", "shipped_rules"]
