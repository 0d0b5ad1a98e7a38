"""What the notebooks need besides `golazo`: their Spark session, the replay they watch, tables and pictures.

Texts that readers of a notebook see are in Spanish, as the notebooks are.
"""

from __future__ import annotations

import sys

from golazo_notebooks.checkout import HOME

# The jobs' package is not installed: commands name its folder, and notebooks in any Jupyter do it here.
if str(HOME / "pipeline") not in sys.path:
    sys.path.append(str(HOME / "pipeline"))
