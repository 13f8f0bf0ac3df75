"""What speaks for or against a dish beside a plan's points: the seed's taste, and past weeks.

Both are points that guide the search each time that it serves a dish. They are no part of a plan's
points, which say how far it is from usual and nothing else; so the bound stays a bound.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np

from planner.arrays import Floats
from planner.request.memory import find_tastes
from planner.request.request import Request
from planner.tables.bundle import Tables

SEEDED = 1.0  # points at most by which a seed likes a dish more or less
MOST_HASH = 2**64 - 1


def draw_taste(seed: int, dish: str) -> float:
    """How a seed likes a dish, from -1 to 1, the same whatever other dishes there are.

    Seed 0 likes all the same.

    >>> draw_taste(0, "chana-masala"), round(draw_taste(1, "chana-masala"), 3)
    (0.0, -0.886)
    """
    if seed == 0:
        return 0.0
    digest = blake2b(f"{seed} {dish}".encode(), digest_size=8).digest()
    return 2.0 * int.from_bytes(digest) / MOST_HASH - 1.0


def find_leanings(request: Request, tables: Tables) -> Floats:
    """The points of each dish of the tables, in their order, each time that it is served."""
    leanings = np.array([SEEDED * draw_taste(request.seed, dish) for dish in tables.dishes])
    if request.memory and request.start:
        tastes = find_tastes(request.memory, request.start, tables.families)
        leanings += [tastes[dish].points if dish in tastes else 0.0 for dish in tables.dishes]
    return leanings
