"""The command line, as `planner` and as `python -m planner`.

Ctrl-C ends it without a traceback from the first import on. An import can't be trusted with an
exception: some modules catch everything and go on without what they wanted, C code wraps it, and
Python prints what is raised as it lets go of a lock. So an interrupted import ends all at once.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

INTERRUPTED = 130  # as a shell has it: 128 and the number of the signal


def main() -> None:
    """Run the command line."""
    try:
        import signal  # noqa: PLC0415  (Ctrl-C is minded from here on)

        signal.signal(signal.SIGINT, _interrupt)
        from planner import cli  # noqa: PLC0415

        cli.main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _interrupt(_number: int, frame: FrameType | None) -> None:
    """End an import and all with it; interrupt anything else, which may have files to remove."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            os._exit(INTERRUPTED)
        frame = frame.f_back
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
