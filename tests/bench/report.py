"""What was measured, beside its floor, as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing measured several times, each time right beside its floor. `unit` is "ms" or "MB"."""

    what: str
    unit: str
    ours: Sequence[float]
    floor: Sequence[float]
    floor_is: str

    @property
    def ratio(self) -> float:
        return median(self.ours) / median(self.floor)


def table(rows: Sequence[Measured]) -> str:
    """Medians, the slowest of ours, and how many times the floor it is."""
    head = ("", "median", "slowest", "floor", "ratio", "n", "the floor is")
    lines = [head, *(line(row) for row in rows)]
    widths = [max(len(each[column]) for each in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if column in (0, 6) else text.rjust(width)
            for column, (text, width) in enumerate(zip(each, widths, strict=True))
        ).rstrip()
        for each in lines
    )


def line(row: Measured) -> tuple[str, ...]:
    return (
        row.what,
        figure(median(row.ours), row.unit),
        figure(max(row.ours), row.unit),
        figure(median(row.floor), row.unit),
        f"{row.ratio:.1f}",
        str(len(row.ours)),
        row.floor_is,
    )


def figure(value: float, unit: str) -> str:
    return f"{value:.2f} {unit}" if value < 10 else f"{value:.0f} {unit}"
