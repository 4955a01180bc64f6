"""Finding who may be one, over the whole book."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from callbook.domain.change import Op
from callbook.domain.duplicates import Described, Sign, Strength
from callbook.domain.prospect import Contact, Phone, Prospect
from callbook.services import prospects
from callbook.storage.duplicates import (
    describe,
    likely_pairs,
)
from tests.storage.desk import Desk, new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


def found(desk: Desk) -> list[tuple[int, int, Strength]]:
    return [(one.pair.first, one.pair.second, one.pair.strength) for one in likely_pairs(desk.book)]


def test_a_prospect_as_it_is_compared(desk: Desk) -> None:
    one = desk.add(
        "Northgate", "020 7946 0100 ext. 4", "none", website="northgate.example", address="1 Elm St", city="York"
    )
    with desk.book.step(Op.EDIT_PROSPECT) as step:
        step.insert(Contact(prospect_id=one, position=1, name="Ann Lee", email="ann@northgate.example"))
        step.insert(Contact(prospect_id=one, position=2, email="info@northgate.example"))
    assert describe(desk.book, [one]) == {
        one: Described(
            "Northgate",
            ("Ann Lee",),
            ("+442079460100x4",),
            ("ann@northgate.example", "info@northgate.example"),
            "northgate.example",
            "1 Elm St",
            "York",
            "",
        )
    }


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("Northgate, 0161 496 0142", "Northgate Ltd, +44 161 4960142", Strength.SAME),
        ("Northgate, email=a@b.example", "Southgate, email=A@B.EXAMPLE", Strength.POSSIBLE),
        ("Northgate, website=b.example", "NORTHGATE, email=x@b.example", Strength.LIKELY),
        ("Old Mill, address=3 Mill Lane, city=York", "The Old Mill, address=3 Mill Ln., city=york", Strength.LIKELY),
        ("Bluebird Marketing, postcode=YO1 7HH", "Blubird Marketing, postcode=yo17hh", Strength.POSSIBLE),
        ("Bluebird Marketing, city=York", "Bluebird Marketing Services, city=York", Strength.POSSIBLE),
        ("明湖食品有限公司, city=上海", "明湖食品, city=上海市", Strength.LIKELY),
    ],
)  # fmt: skip
def test_each_kind_of_key_gathers(desk: Desk, ours: str, theirs: str, expected: Strength) -> None:
    ids = [write(desk, half) for half in (ours, theirs)]
    desk.add("Larch Bakery", "0117 496 0100", city="Bristol")
    assert found(desk) == [(*ids, expected)]


def write(desk: Desk, half: str) -> int:
    """A prospect of a name, a number, and fields by name; an e-mail is a contact's."""
    name, *rest = half.split(", ")
    fields: dict[str, Any] = dict(text.split("=") for text in rest if "=" in text)
    email = fields.pop("email", "")
    made = desk.add(name, *(text for text in rest if "=" not in text), **fields)
    with desk.book.step(Op.EDIT_PROSPECT) as step:
        step.insert(Contact(prospect_id=made, position=1, email=email))
    return made


def test_a_number_on_eighty_four_campuses_pairs_nobody(desk: Desk) -> None:
    with desk.book.step(Op.IMPORT) as step:
        for at in range(84):
            made = step.insert(Prospect(created_at=desk.now, name=f"Campus {at} of the District", city=f"Town {at}"))
            step.insert(Phone(prospect_id=made.id, typed="(712) 555-0100", e164="+17125550100"))
    assert found(desk) == []


def test_one_name_on_thirty_schools_pairs_those_of_one_town(desk: Desk) -> None:
    ids = [desk.add("Lincoln Elementary School", city=f"Town {at % 29}", postcode=f"5{at % 29:04}") for at in range(30)]
    (pair,) = likely_pairs(desk.book)
    assert (pair.pair.first, pair.pair.second) == (ids[0], ids[29])
    assert [signal.sign for signal in pair.pair.signals if signal.crowded] == [Sign.NAME]


def test_who_was_deleted_is_not_offered(desk: Desk) -> None:
    desk.add("Northgate", "0161 496 0142")
    gone = desk.add("Northgate", "0161 496 0142")
    assert len(found(desk)) == 1
    prospects.delete(desk.book, [gone], now=desk.now)
    assert found(desk) == []


def test_the_strongest_come_first_and_the_newest_among_equals(desk: Desk) -> None:
    weak = [desk.add("Old Mill", city="York"), desk.add("Old Mill", city="York")]
    strong = [desk.add("Northgate", "0161 496 0142"), desk.add("Northgate", "0161 496 0142")]
    later = [desk.add("Halden", "0161 496 0143"), desk.add("Halden", "0161 496 0143")]
    assert [pair[:2] for pair in found(desk)] == [tuple(later), tuple(strong), tuple(weak)]


def test_looking_can_be_stopped_at_any_time(desk: Desk) -> None:
    for _ in range(2):
        desk.add("Northgate", "0161 496 0142")
    for after in range(8):
        assert likely_pairs(desk.book, stop_after(after)) == []
    assert len(likely_pairs(desk.book, stop_after(8))) == 1


def stop_after(times: int) -> Callable[[], bool]:
    asked = iter([False] * times)
    return lambda: next(asked, True)
