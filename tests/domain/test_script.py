"""Which script is put before somebody who has not chosen one."""

import pytest

from callbook.domain.script import Channel, Direction, Script, ScriptText, ScriptVersion, suggested

OUT, IN = Direction.OUTBOUND, Direction.INBOUND


def text(key: int, name: str, direction: Direction = OUT, channel: Channel = Channel.PHONE) -> ScriptText:
    return ScriptText(Script(id=key, name=name, direction=direction, channel=channel), ScriptVersion(id=key * 10))


SHIPPED = (
    text(1, "Cold call"),
    text(2, "Walk-in", channel=Channel.WALK_IN),
    text(3, "Market research"),
    text(4, "They call", IN),
    text(5, "They come", IN, Channel.MEETING),
    text(6, "After a referral"),
)


@pytest.mark.parametrize(
    ("direction", "by_phone", "referred", "last", "wanted"),
    [
        (OUT, True, False, None, 1),
        (OUT, False, False, None, 2),
        (OUT, True, True, None, 6),
        (OUT, False, True, None, 2),
        (OUT, True, False, 3, 3),
        (OUT, True, True, 3, 3),
        (OUT, True, False, 4, 1),
        (OUT, True, False, 404, 1),
        (IN, True, False, None, 4),
        (IN, True, True, None, 4),
        (IN, False, False, None, 4),
        (IN, True, False, 5, 5),
    ],
)
def test_the_one_used_last_else_the_one_that_fits(
    direction: Direction, by_phone: bool, referred: bool, last: int | None, wanted: int
) -> None:
    found = suggested(SHIPPED, direction, by_phone, referred, last)
    assert found is not None
    assert found.script.id == wanted


def test_the_users_order_decides_between_equals() -> None:
    found = suggested(tuple(reversed(SHIPPED)), OUT, True, False, None)
    assert found is not None
    assert found.script.name == "Market research"


def test_no_script_of_that_direction() -> None:
    assert suggested(SHIPPED[:3], IN, True, False, None) is None
    assert suggested((), OUT, True, False, None) is None
