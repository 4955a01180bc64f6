"""Starting the program until its window is painted, and a bare window beside it, each in a process of its own.

Run as `python -m tests.bench.start window DIR` or `... bare`, it says so on a line when it has painted, with the
memory it holds then, and ends at once.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.report import Measured

KIND = {"window": "Callbook on the book", "bare": "a bare PySide6 window with an empty table"}


def measure_start(data: Path, runs: int) -> list[Measured]:
    """Time and memory until painted, one and the other in turn; the first of each only warms the disk's cache."""
    found: dict[str, list[tuple[float, float]]] = {kind: [] for kind in KIND}
    for _ in range(runs + 1):
        for kind in KIND:
            found[kind].append(one_start(kind, data))
    ours, bare = found["window"][1:], found["bare"][1:]
    return [
        Measured("start to painted", "ms", [ms for ms, _ in ours], [ms for ms, _ in bare], KIND["bare"]),
        Measured("memory when painted", "MB", [mb for _, mb in ours], [mb for _, mb in bare], KIND["bare"]),
    ]


def one_start(kind: str, data: Path) -> tuple[float, float]:
    """Milliseconds from starting the process to its window being painted, and the megabytes it holds then."""
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.start", kind, str(data)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        took = time.perf_counter() - begun
    if not said:
        raise RuntimeError(f"{KIND[kind]} ended before it was painted")
    return took * 1000, float(said)


def main(kind: str, data: Path) -> None:
    """In the child: show the window, say when it is painted, and end without any cleaning up."""
    if kind == "window":
        show_window(data)
    else:
        show_bare_window()
    print(resident_mb(), flush=True)
    os._exit(0)


def show_window(data: Path) -> None:
    """All that a start by hand does, up to the painted window."""
    from callbook.app import application, open_window
    from callbook.system.instance import Instance
    from callbook.system.logs import start_logs
    from callbook.system.paths import paths
    from callbook.ui.failure import catch_failures
    from tests.bench.books import NOW, ZONE
    from tests.bench.painted import Painted
    from tests.bench.window import the_list

    app = application(["callbook"])
    places = paths(data)
    crashes = start_logs(places.logs)
    catch_failures()
    instance = Instance(places.lock)
    assert instance.claim()
    program = open_window(app, places, lambda: NOW, ZONE, "light")
    Painted(app, the_list(program).viewport()).wait()
    crashes.flush()


def show_bare_window() -> None:
    from PySide6.QtGui import QStandardItemModel
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    from tests.bench.painted import Painted

    app = QApplication(["bare"])
    window, table = QMainWindow(), QTableView()
    table.setModel(QStandardItemModel(0, 5, table))
    window.setCentralWidget(table)
    window.resize(1320, 840)
    window.show()
    Painted(app, table.viewport()).wait()


def resident_mb() -> float:
    """Memory of this process that lies in RAM; on systems that do not say so, the most it ever held."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS:")).split()[1]) / 1024
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024**2 if sys.platform == "darwin" else most / 1024


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
