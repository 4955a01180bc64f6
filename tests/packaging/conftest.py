"""The packaging scripts are imported by name: their folder is no package, which would hide the library so called."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "packaging"))
