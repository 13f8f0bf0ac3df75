"""Short names for numpy's arrays of numbers, for annotations.

    def count(amounts: Floats, kept: Bools) -> Ints: ...

They say what an array holds, not its shape: docstrings do that.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
"""Single precision, where the search tries many thousands of options at once."""

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
