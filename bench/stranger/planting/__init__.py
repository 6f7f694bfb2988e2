"""Faults and innocent look-alikes; importing this notes every kind, columns first since later ones pick articles of what is left."""

from bench.stranger.planting import columns, standing, services, interaction, design, links, names, safety  # noqa: F401, I001
from bench.stranger.planting import other_contents, other_pages, other_safety, other_services  # noqa: F401
from bench.stranger.planting.kinds import KINDS, Kind, Truth, resolve

__all__ = ["KINDS", "Kind", "Truth", "resolve"]
