"""What speaks for or against a dish beside a plan's points: the seed's taste, and past weeks.

Both are points that guide the search each time that it serves a dish. They are no part of a plan's
points, which say how far it is from usual and nothing else; so the bound stays a bound.
"""

from __future__ import annotations

from hashlib import blake2b
from math import cos, pi

import numpy as np

from planner.arrays import Floats
from planner.request.memory import find_tastes
from planner.request.request import Request
from planner.tables.bundle import Tables

SEEDED = 1.0  # points at most by which a seed likes a dish more or less
TURN = 0.381966  # of a circle from one seed to the next, by the golden ratio: none comes back


def draw_taste(seed: int, dish: str) -> float:
    """How a seed likes a dish, from -1 to 1, the same whatever other dishes there are.

    What a seed likes, the next one rather doesn't: each dish has a place on a circle, drawn from
    its id, and a seed turns the circle on by `TURN`. Seed 0 likes all the same.

    >>> [round(draw_taste(seed, "chana-masala"), 2) for seed in (0, 1, 2, 3)]
    [0.0, -0.54, 0.97, -0.89]
    """
    if seed == 0:
        return 0.0
    place = int.from_bytes(blake2b(dish.encode(), digest_size=8).digest()) / 2**64
    return cos(2 * pi * ((place + seed * TURN) % 1.0))


def find_leanings(request: Request, tables: Tables) -> Floats:
    """The points of each dish of the tables, in their order, each time that it is served."""
    leanings = np.array([SEEDED * draw_taste(request.seed, dish) for dish in tables.dishes])
    if request.memory and request.start:
        tastes = find_tastes(request.memory, request.start, tables.families)
        leanings += [tastes[dish].points if dish in tastes else 0.0 for dish in tables.dishes]
    return leanings
