import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "inspector" / "fetch"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # the second city lies in `bench`
