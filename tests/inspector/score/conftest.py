"""The situations of the indicators serve the score too."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "indicators"))
