"""A virtual screen of one's own, for programs that are watched from outside."""

import os
import shutil
import subprocess
from contextlib import ExitStack

SIZE = (1400, 900)


def virtual_screen(stack: ExitStack) -> str:
    """Start Xvfb on a free display until `stack` is left, and answer with its name. FileNotFoundError without Xvfb."""
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        raise FileNotFoundError("Xvfb is not installed; it is Debian's package xvfb.")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [xvfb, "-displayfd", str(writing), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    stack.callback(server.wait)
    stack.callback(server.terminate)
    with os.fdopen(reading) as told:
        return f":{told.readline().strip()}"
