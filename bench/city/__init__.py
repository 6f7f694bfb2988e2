"""A city of large websites for measuring: pages of the size, the links and the clutter that government sites really have.

The sites of 示例市 say everything on pages of 4 KB, which is right for a demonstration and wrong for a measurement.
"""

from bench.city.building import BenchCity, BenchSite, build
from bench.city.plan import Broken

__all__ = ["BenchCity", "BenchSite", "Broken", "build"]
