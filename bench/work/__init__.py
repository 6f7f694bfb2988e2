"""What xunwang is measured doing, each a script for a process of its own."""

from typing import Any

# The delay is a setting of this measurement: no inspection of a foreign site runs with it.
SETTINGS: dict[str, Any] = {
    "delay": 0.0,
    "per_host": 8,
    "concurrency": 4,
    "max_pages": 1_000_000,
    "browser": "never",
    "allow_private": True,
    "retry_wait": 0.1,
}
