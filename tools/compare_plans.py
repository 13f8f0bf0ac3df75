"""Show that a change of the code changes no plan: the same requests, planned by two checkouts.

    python tools/compare_plans.py ../before .

Each request below is planned once by each checkout, in a process of its own, and the JSON that
comes out is compared byte for byte. It ends with 1 if any of them differs, and names it. Use it for
a change that is meant to move code and nothing else.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shlex
import subprocess
import sys
from pathlib import Path

REQUESTS = """\
--days 3
--days 3 --seed 1
--diet vegan
--diet vegan --seed 5 --days 3
--diet vegetarian --calories 1800 --age 34 --sex female --days 4
--diet pescatarian --age 30 --life-stage pregnant --days 3
--diet lacto-vegetarian --days 2 --seed 3
--diet ovo-vegetarian --age 14 --sex male --days 3
--age 30 --life-stage lactating --trimester 1 --days 2
--age 12 --sex male --days 2
--age 75 --sex female --days 4
--age 60 --sex male --weight 82 --height 178 --activity active --days 2
--age 25 --sex male --calories 3200 --days 3
--diet vegan --calories 1400 --age 35 --sex female --days 3
--diet vegan --avoid fortified --days 2
--diet vegan --avoid fortified --supplements vitamin-b12 --days 3
--diet vegan --avoid fortified --allow soy-milk --days 2
--avoid mushrooms --allergy peanut --limit sodium=1500mg --days 3
--allergy milk --allergy wheat --days 3
--like lentils --dislike tofu --diet vegan --days 4
--minutes 30 --days 3
--leftovers --days 7
--leftovers 2 --diet vegan --days 5 --seed 2
--budget 60 --days 4
--cheap --diet vegan --days 3
--target magnesium=450 --every-day vitamin-d --days 3
--out 'day 1 dinner' --days 3
--out 'day 2 lunch' --out 'day 2 dinner' --diet vegetarian --days 3 --seed 1
--condition warfarin --age 66 --sex male --days 2
--profile examples/household.toml --days 3
"""


def plan(checkout: Path, words: str) -> bytes:
    """What a checkout's own command writes for some words, as JSON, and how it ended."""
    command = [sys.executable, "-m", "planner", "plan", *shlex.split(words), "--format", "json"]
    own = {**os.environ, "PYTHONPATH": str(checkout)}
    run = subprocess.run(command, cwd=checkout, env=own, capture_output=True, check=False)
    return run.stdout + b"exit %d\n" % run.returncode + run.stderr


def main() -> int:
    """Compare the plans of two checkouts, one request at a time."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("before", type=Path, help="the checkout to compare with")
    parser.add_argument("after", type=Path, help="the checkout that was changed")
    parser.add_argument("--count", type=int, help="plan only so many of the requests")
    given = parser.parse_args()
    requests = REQUESTS.splitlines()[: given.count]
    differ = 0
    for words in requests:
        before, after = (plan(one.resolve(), words) for one in (given.before, given.after))
        same = before == after
        differ += not same
        digest = hashlib.sha256(after).hexdigest()[:12]
        print(f"{'same' if same else 'DIFFERS':<8} {digest} {len(after):>8,} bytes  {words}")
    print(f"{len(requests) - differ} of {len(requests)} plans are the same, byte for byte")
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main())
