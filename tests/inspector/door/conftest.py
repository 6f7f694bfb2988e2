import sys
from pathlib import Path

for _folder in ("fetch", "safety"):
    sys.path.insert(0, str(Path(__file__).parents[1] / _folder))
