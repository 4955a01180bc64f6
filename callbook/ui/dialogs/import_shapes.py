"""What the columns of a kind of list were taken for, kept for the next list with the same names of columns."""

import json
from collections.abc import Sequence
from hashlib import sha256

from callbook.system.settings import IMPORT_SHAPES, MachineSettings

MOST_SHAPES = 40

Fields = tuple[str, ...]


class ImportShapes:
    """The shapes that this machine has seen, each by a digest of its names: the settings hold no words of a list."""

    def __init__(self, machine: MachineSettings) -> None:
        self._machine = machine

    def recall(self) -> dict[str, Fields]:
        """What is kept, the oldest first; nothing where it cannot be read."""
        try:
            stored = json.loads(self._machine.get(IMPORT_SHAPES) or "{}")
        except ValueError:
            return {}
        if not isinstance(stored, dict):
            return {}
        return {
            shape: tuple(map(str, fields)) for shape, fields in stored.items() if isinstance(fields, list)
        }

    def keep(self, names: Sequence[str], fields: Sequence[str]) -> None:
        shapes = self.recall()
        shapes.pop(shape_of(names), None)
        shapes[shape_of(names)] = tuple(fields)
        newest = dict(list(shapes.items())[-MOST_SHAPES:])
        self._machine.put(IMPORT_SHAPES, json.dumps(newest))


def shape_of(names: Sequence[str]) -> str:
    return sha256("\x1f".join(names).encode("utf-8", "surrogatepass")).hexdigest()[:16]
