"""The form for a prospect, with real keys on a real book."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from callbook.domain.prospect import BuyingRole, Contact, Phone, Prospect
from callbook.domain.settings import BookSettings
from callbook.services import prospects as service
from callbook.services.prospects import Draft
from callbook.services.settings import change_settings
from callbook.storage import prospects as reader
from callbook.storage.prospects import Card
from callbook.system.worker import Worker
from callbook.ui.choices import CountryField
from callbook.ui.fields import TextField
from callbook.ui.forms import entry_of
from callbook.ui.prospects.editor import ProspectEditor
from callbook.ui.prospects.place_fields import ZoneField
from callbook.ui.session import Session
from callbook.ui.theme import Theme
from tests.new_book import new_book
from tests.ui.conftest import dressed

NOW = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
HOSTILE = (
    "<b>bold</b> & <img src='file:///etc/passwd'>",
    "Robert'); DROP TABLE prospect;--",
    "a\r\nb\tc\u2028d\u2029e\xa0f",
    "%1 %2 %n {me} {{}}",
    "x" * 5000,
    "‮evil‬ 明湖食品有限公司 🦷",
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    book = new_book(tmp_path / "callbook.book", NOW, scripts=False)
    made = Session(book, lambda: NOW, ZoneInfo("Europe/London"), Worker())
    yield made
    made.worker.finish()
    made.deleteLater()
    book.close()


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Theme:
    return dressed(qapp, "light")


@pytest.fixture
def editor(session: Session, theme: Theme, qapp: QApplication, qtbot: QtBot) -> Iterator[ProspectEditor]:
    made = ProspectEditor(session, theme)
    qtbot.addWidget(made)
    yield made
    made.close()
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


def press(qtbot: QtBot, editor: ProspectEditor, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """A key where the focus is."""
    if modifier is CTRL:
        qtbot.waitUntil(editor.isActiveWindow)  # shortcuts are those of the active window
    qtbot.keyClick(editor.focusWidget() or editor, key, modifier)


def type_in(qtbot: QtBot, field: QLineEdit | TextField | None, text: str) -> None:
    """Click into a field and type over what stands in it."""
    assert field is not None
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)


def line(editor: ProspectEditor, name: str, number: int = 0) -> QLineEdit:
    """The field of that name, the `number`th where there are several."""
    found = [each for each in editor.findChildren(QLineEdit) if each.accessibleName() == name and each.isVisible()]
    return found[number]


def area(editor: ProspectEditor, name: str) -> TextField:
    return next(each for each in editor.findChildren(TextField) if each.accessibleName() == name)


def added(session: Session, draft: Draft) -> int:
    change = session.do(service.add, draft)
    assert change is not None
    return change.one("prospect")


def card(session: Session, prospect_id: int) -> Card:
    found = reader.card(session.book, prospect_id)
    assert found is not None
    return found


def draft_of(session: Session, prospect_id: int) -> Draft:
    found = card(session, prospect_id)
    return Draft(found.prospect, found.contacts, found.phones, found.tags)


def shown(editor: ProspectEditor) -> str:
    """Every visible label, one under the other."""
    return "\n".join(label.text() for label in editor.findChildren(QLabel) if label.isVisible())


def stored_names(session: Session) -> list[str]:
    return [name for _, name, _ in reader.named_like(session.book, "")]


# A new prospect


def test_new_begins_in_the_name_and_is_saved_by_ctrl_return(
    editor: ProspectEditor, session: Session, qtbot: QtBot
) -> None:
    editor.new()
    assert editor.focusWidget() is line(editor, "Name")
    qtbot.keyClicks(editor.focusWidget(), "Larch Street Bakery")
    with qtbot.waitSignal(editor.saved) as saved:
        press(qtbot, editor, Qt.Key.Key_Return, CTRL)
    assert card(session, saved.args[0]).prospect.name == "Larch Street Bakery"
    assert not editor.isVisible()
    editor.new()
    assert line(editor, "Name").text() == ""


def test_a_person_alone_is_enough(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    editor.new()
    type_in(qtbot, line(editor, "Name", 1), "Ellen Voss")
    press(qtbot, editor, Qt.Key.Key_Return, CTRL)
    ((key, _, _),) = reader.named_like(session.book, "Ellen Voss")
    assert [contact.name for contact in card(session, key).contacts] == ["Ellen Voss"]


def test_nothing_at_all_is_answered_in_the_form(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    editor.new()
    press(qtbot, editor, Qt.Key.Key_Return, CTRL)
    assert editor.isVisible()
    assert "A prospect needs a name." in shown(editor)
    assert session.book.undo_op is None


def test_every_field_reaches_the_book(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    editor.new()
    qtbot.keyClicks(editor.focusWidget(), "Northgate Dental Group")
    for name, text in (
        ("Address", "14 Wilmslow Road"), ("City", "Manchester"), ("Region", "Greater Manchester"),
        ("Postcode", "M20 2RN"), ("Website", "northgate.example"), ("Source", "Walked past"),
        ("Tags", "dental, clinic"), ("Title", "practice owner"), ("E-mail", "aisha@northgate.example"),
        ("Number", "0161 496 0142"), ("Label", "main"),
    ):  # fmt: skip
        type_in(qtbot, line(editor, name), text)
    type_in(qtbot, line(editor, "Name", 1), "Dr. Aisha Rahman")
    type_in(qtbot, editor.findChildren(CountryField)[0].lineEdit(), "united kingdom")
    for name in ("What they do", "How they do it", "What sets them apart", "How we fit", "Who decides", "Notes"):
        type_in(qtbot, area(editor, name), f"{name}, told")
    assert "5 of 5" in shown(editor)
    with qtbot.waitSignal(editor.saved) as saved:
        press(qtbot, editor, Qt.Key.Key_Return, CTRL)
    found = card(session, saved.args[0])
    stored = found.prospect
    assert (stored.address, stored.city, stored.region) == ("14 Wilmslow Road", "Manchester", "Greater Manchester")
    assert (stored.postcode, stored.country, stored.zone) == ("M20 2RN", "GB", "")
    assert (stored.website, stored.source) == ("northgate.example", "Walked past")
    assert (stored.what_they_do, stored.who_decides) == ("What they do, told", "Who decides, told")
    assert (stored.prepared, stored.notes) == (5, "Notes, told")
    assert found.tags == ("clinic", "dental")
    assert [(each.name, each.title, each.email) for each in found.contacts] == [
        ("Dr. Aisha Rahman", "practice owner", "aisha@northgate.example")
    ]
    assert [(each.typed, each.label, each.e164) for each in found.phones] == [
        ("0161 496 0142", "main", "+441614960142")
    ]


def test_a_number_may_belong_to_a_person_who_is_new_as_well(
    editor: ProspectEditor, session: Session, qtbot: QtBot
) -> None:
    editor.new()
    qtbot.keyClicks(editor.focusWidget(), "Halden")
    type_in(qtbot, line(editor, "Name", 1), "Jonas Weiß")
    type_in(qtbot, line(editor, "Number"), "+49 561 1234567")
    choice = editor.form.numbers.rows[0].choice
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert choice.currentText() == "Jonas Weiß"
    with qtbot.waitSignal(editor.saved) as saved:
        press(qtbot, editor, Qt.Key.Key_Return, CTRL)
    found = card(session, saved.args[0])
    assert found.phones[0].contact_id == found.contacts[0].id


def test_the_home_country_is_there_already(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    session.do(change_settings, BookSettings(home_country="DE"))
    editor.new()
    country = editor.findChildren(CountryField)[0]
    assert country.currentText() == "Germany"
    press(qtbot, editor, Qt.Key.Key_Escape)
    editor.new()
    assert "not in the book yet." not in shown(editor).replace("but is not in the book yet.", "")


# Closing a new one


def test_esc_closes_an_empty_form(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    editor.new()
    press(qtbot, editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert session.book.undo_op is None


def test_esc_keeps_what_was_typed_for_the_next_new_one(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    editor.new()
    assert "kept for the next new prospect" in shown(editor)
    qtbot.keyClicks(editor.focusWidget(), "Half a name")
    type_in(qtbot, line(editor, "Number"), "0161")
    press(qtbot, editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert stored_names(session) == []
    for _ in range(2):
        editor.new()
        assert (line(editor, "Name").text(), line(editor, "Number").text()) == ("Half a name", "0161")
        assert "You typed this before. It is not in the book yet." in shown(editor)
        press(qtbot, editor, Qt.Key.Key_Escape)


def test_what_came_back_can_be_put_aside_and_brought_back(editor: ProspectEditor, qtbot: QtBot) -> None:
    editor.new()
    qtbot.keyClicks(editor.focusWidget(), "Half a name")
    press(qtbot, editor, Qt.Key.Key_Escape)
    editor.new()
    editor.unsaved.swap.setFocus()
    press(qtbot, editor, Qt.Key.Key_Return)
    assert line(editor, "Name").text() == ""
    editor.unsaved.swap.setFocus()
    press(qtbot, editor, Qt.Key.Key_Return)
    assert line(editor, "Name").text() == "Half a name"


def test_what_was_put_aside_takes_no_place_of_what_is_typed_later(editor: ProspectEditor, qtbot: QtBot) -> None:
    editor.new()
    qtbot.keyClicks(editor.focusWidget(), "First")
    press(qtbot, editor, Qt.Key.Key_Escape)
    editor.new()
    editor.unsaved.swap.click()
    qtbot.keyClicks(editor.focusWidget(), "Second")
    press(qtbot, editor, Qt.Key.Key_Escape)
    editor.new()
    assert line(editor, "Name").text() == "Second"
    editor.unsaved.swap.click()
    assert line(editor, "Name").text() == ""
    editor.unsaved.swap.click()
    assert line(editor, "Name").text() == "Second"


def test_ctrl_n_again_loses_nothing(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    editor.new()
    qtbot.keyClicks(editor.focusWidget(), "First")
    editor.new()
    assert line(editor, "Name").text() == "First"
    editor.new(Draft(Prospect(source="Referral")))
    assert (line(editor, "Name").text(), line(editor, "Source").text()) == ("", "Referral")
    press(qtbot, editor, Qt.Key.Key_Escape)
    editor.new()
    assert line(editor, "Name").text() == "First"


def test_a_saved_form_is_not_offered_again(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    editor.new(Draft(Prospect(), phones=(Phone(typed="0161 496 0142"),)))
    qtbot.keyClicks(editor.focusWidget(), "Northgate")
    press(qtbot, editor, Qt.Key.Key_Return, CTRL)
    editor.new()
    assert (line(editor, "Name").text(), line(editor, "Number").text()) == ("", "")


# A present one


def test_typing_is_saved_by_itself_and_is_one_undo(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    key = added(session, Draft(Prospect(name="Northgate", city="Leeds")))
    editor.edit(key)
    assert editor.focusWidget() is line(editor, "Name")
    type_in(qtbot, line(editor, "City"), "Manch")
    qtbot.waitUntil(lambda: card(session, key).prospect.city == "Manch")
    qtbot.keyClicks(line(editor, "City"), "ester")
    type_in(qtbot, area(editor, "Notes"), "Owner is in on Tuesdays")
    with qtbot.waitSignal(editor.saved) as saved:
        press(qtbot, editor, Qt.Key.Key_Escape)
    assert saved.args == [key]
    stored = card(session, key).prospect
    assert (stored.city, stored.notes) == ("Manchester", "Owner is in on Tuesdays")
    session.undo()
    stored = card(session, key).prospect
    assert (stored.city, stored.notes) == ("Leeds", "")


def test_opening_and_closing_writes_nothing(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    keys = [
        added(
            session,
            Draft(
                Prospect(
                    name=text, address=text, city=text, source=text, notes=text, who_decides=text, country="Narnia"
                ),
                (Contact(name=text, title=text, email=text, role=BuyingRole.GATEKEEPER),),
                (Phone(typed=text, label=text),),
                ("one, two", "three"),
            ),
        )
        for text in HOSTILE
    ]
    before = [card(session, key) for key in keys]
    steps = session.book.steps
    for key in keys:
        editor.edit(key)
        press(qtbot, editor, Qt.Key.Key_Return, CTRL)
    assert session.book.steps == steps
    assert [card(session, key) for key in keys] == before


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_when_another_field_changes(
    editor: ProspectEditor, session: Session, qtbot: QtBot, text: str
) -> None:
    key = added(session, Draft(Prospect(name=text, address=text, notes=text), (Contact(name=text),), tags=("a, b",)))
    editor.edit(key)
    type_in(qtbot, line(editor, "City"), "Hull")
    press(qtbot, editor, Qt.Key.Key_Escape)
    found = card(session, key)
    assert (found.prospect.name, found.prospect.address, found.prospect.notes) == (text, text, text)
    assert ([each.name for each in found.contacts], found.tags) == ([text], ("a, b",))
    assert found.prospect.city == "Hull"


def test_a_new_person_is_stored_once_however_often_it_is_saved(
    editor: ProspectEditor, session: Session, qtbot: QtBot
) -> None:
    key = added(session, Draft(Prospect(name="Halden"), phones=(Phone(typed="0561"),)))
    editor.edit(key)
    name = line(editor, "Name", 1)
    type_in(qtbot, name, "Jonas")
    qtbot.waitUntil(lambda: [each.name for each in card(session, key).contacts] == ["Jonas"])
    first = card(session, key).contacts[0].id
    choice = editor.form.numbers.rows[0].choice
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    qtbot.keyClicks(name, " Weiß")
    press(qtbot, editor, Qt.Key.Key_Escape)
    found = card(session, key)
    assert [(each.id, each.name) for each in found.contacts] == [(first, "Jonas Weiß")]
    assert [each.contact_id for each in found.phones] == [first]


def test_a_number_can_be_emptied_and_typed_again(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    key = added(session, Draft(Prospect(name="Halden"), phones=(Phone(typed="0561 1"),)))
    editor.edit(key)
    type_in(qtbot, line(editor, "Number"), "")
    qtbot.waitUntil(lambda: card(session, key).phones == ())
    qtbot.keyClicks(line(editor, "Number"), "0561 2")
    press(qtbot, editor, Qt.Key.Key_Escape)
    assert [each.typed for each in card(session, key).phones] == ["0561 2"]


def test_rows_are_added_and_taken_out_by_the_keyboard(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    key = added(session, Draft(Prospect(name="Halden"), (Contact(name="Dana"),)))
    editor.edit(key)
    editor.form.people.more.setFocus()
    press(qtbot, editor, Qt.Key.Key_Return)
    assert editor.focusWidget() is editor.form.people.rows[1].lines["name"]
    qtbot.keyClicks(editor.focusWidget(), "Aisha")
    editor.form.people.rows[0].remove.setFocus()
    press(qtbot, editor, Qt.Key.Key_Return)
    press(qtbot, editor, Qt.Key.Key_Escape)
    assert [each.name for each in card(session, key).contacts] == ["Aisha"]
    session.undo()
    assert [each.name for each in card(session, key).contacts] == ["Dana"]


def test_a_wrong_number_is_struck_and_can_be_put_right(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    wrong = (Phone(typed="0161 1", wrong_at=NOW - timedelta(days=4)), Phone(typed="0161 2", wrong_at=NOW))
    key = added(session, Draft(Prospect(name="Halden"), phones=(Phone(typed="0161 0"), *wrong)))
    editor.edit(key)
    assert [each.lines["typed"].font().strikeOut() for each in editor.form.numbers.rows] == [False, True, True]
    assert "Wrong number, marked Fri 20 Nov" in shown(editor)
    editor.form.numbers.rows[1].right.setFocus()
    press(qtbot, editor, Qt.Key.Key_Return)
    assert not editor.form.numbers.rows[1].lines["typed"].font().strikeOut()
    type_in(qtbot, editor.form.numbers.rows[2].lines["typed"], "0161 3")
    press(qtbot, editor, Qt.Key.Key_Escape)
    assert {each.typed: each.wrong_at for each in card(session, key).phones} == {
        "0161 0": None, "0161 1": None, "0161 3": None,
    }  # fmt: skip


# Who referred them, tags, where they are


def test_a_referrer_is_found_while_typing_and_cleared_again(
    editor: ProspectEditor, session: Session, qtbot: QtBot
) -> None:
    shah = added(session, Draft(Prospect(name="P. <i>Shah</i>", city="Leeds")))
    added(session, Draft(Prospect(name="P. Other")))
    key = added(session, Draft(Prospect(name="P. Myself")))
    editor.edit(key)
    field = line(editor, "Referred by")
    type_in(qtbot, field, "p. ")
    popup = field.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    offered = [popup.model().index(at, 0).data() for at in range(popup.model().rowCount())]
    assert offered == ["P. <i>Shah</i> · Leeds", "P. Other"]
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card(session, key).prospect.referred_by == shah)
    assert field.text() == "P. <i>Shah</i>"
    type_in(qtbot, field, "")
    press(qtbot, editor, Qt.Key.Key_Escape)
    assert card(session, key).prospect.referred_by is None


@pytest.mark.parametrize(
    ("typed", "referred", "source"),
    [("p. shah", True, "LinkedIn"), ("Nobody Known", False, "LinkedIn; Nobody Known"), ("", False, "LinkedIn")],
)
def test_a_referrer_typed_in_full(
    editor: ProspectEditor, session: Session, qtbot: QtBot, typed: str, referred: bool, source: str
) -> None:
    shah = added(session, Draft(Prospect(name="P. Shah")))
    key = added(session, Draft(Prospect(name="Halden", source="LinkedIn")))
    editor.edit(key)
    field = line(editor, "Referred by")
    type_in(qtbot, field, typed)
    field.completer().popup().hide()
    press(qtbot, editor, Qt.Key.Key_Return)
    stays = "Nobody of that name in the book" in shown(editor)
    press(qtbot, editor, Qt.Key.Key_Escape)
    stored = card(session, key).prospect
    assert (stored.referred_by, stored.source) == (shah if referred else None, source)
    assert stays == (typed == "Nobody Known")


def test_tags_are_completed_one_by_one(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    added(session, Draft(Prospect(name="Other"), tags=("dental", "design", "manchester")))
    key = added(session, Draft(Prospect(name="Halden")))
    editor.edit(key)
    qtbot.waitUntil(editor.isActiveWindow)
    field = line(editor, "Tags")
    type_in(qtbot, field, "clinic, den")
    popup = field.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert field.text() == "clinic, dental"
    press(qtbot, editor, Qt.Key.Key_Escape)
    assert card(session, key).tags == ("clinic", "dental")


@pytest.mark.parametrize(
    ("typed", "code", "understood"),
    [
        ("", "", True), ("Germany", "DE", True), ("deutschland", "DE", True), ("gb", "GB", True),
        ("bg", "BG", True), ("Bulgaria", "BG", True), ("xk", "XK", True), ("Narnia", "Narnia", False),
    ],
)  # fmt: skip
def test_a_country_by_name_or_code(qtbot: QtBot, typed: str, code: str, understood: bool) -> None:
    field = CountryField()
    qtbot.addWidget(field)
    type_in(qtbot, field.lineEdit(), typed)
    assert (field.code(), field.understood) == (code, understood)
    field.show_code(code)
    assert field.code() == code


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/London", "Europe/London"), ("europe/london", "Europe/London"), ("chicago", "America/Chicago"),
        ("New York", "America/New_York"), ("UTC", "UTC"), ("", ""), ("../etc/passwd", ""), ("Nowhere/City", ""),
    ],
)  # fmt: skip
def test_a_zone_by_name_or_city(qtbot: QtBot, typed: str, zone: str) -> None:
    field = ZoneField()
    qtbot.addWidget(field)
    field.show_zone("")
    type_in(qtbot, field.lineEdit(), typed)
    assert field.zone() == zone


def test_the_zone_follows_the_place_until_it_is_set(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    key = added(session, Draft(Prospect(name="Riverbend", country="US")))
    editor.edit(key)
    zone = editor.findChildren(ZoneField)[0].lineEdit()
    assert zone is not None
    assert zone.placeholderText() == "Not known"
    type_in(qtbot, line(editor, "Region"), "ID")
    assert zone.placeholderText() == "America/Boise, from the place"
    assert "It is 03:41 there" in shown(editor)
    type_in(qtbot, zone, "no such town")
    assert "Not a time zone known here." in shown(editor)
    type_in(qtbot, zone, "los angeles")
    assert "It is 02:41 there" in shown(editor)
    editor.close()
    assert card(session, key).prospect.zone == "America/Los_Angeles"


# Others, errors, keys


def test_what_changes_elsewhere_is_shown_but_not_over_what_is_typed(
    editor: ProspectEditor, session: Session, qtbot: QtBot
) -> None:
    key = added(session, Draft(Prospect(name="Halden", city="Kassel")))
    editor.edit(key)
    type_in(qtbot, line(editor, "City"), "Hull")
    session.do(service.prepare, key, "how_we_fit", "A booking page")
    assert area(editor, "How we fit").text() == "A booking page"
    assert line(editor, "City").text() == "Hull"
    press(qtbot, editor, Qt.Key.Key_Escape)
    stored = card(session, key).prospect
    assert (stored.city, stored.how_we_fit) == ("Hull", "A booking page")


def test_an_undo_elsewhere_is_shown(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    key = added(session, Draft(Prospect(name="Halden"), (Contact(name="Dana"),)))
    editor.edit(key)
    type_in(qtbot, line(editor, "Name", 1), "Aisha")
    qtbot.waitUntil(lambda: card(session, key).contacts[0].name == "Aisha")
    session.undo()
    qtbot.waitUntil(lambda: editor.form.people.rows[0].isVisible())
    assert line(editor, "Name", 1).text() == "Dana"


def test_a_deleted_prospect_closes_its_form(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    key = added(session, Draft(Prospect(name="Halden")))
    editor.edit(key)
    type_in(qtbot, line(editor, "City"), "Hull")
    session.do(service.delete, [key])
    assert not editor.isVisible()
    editor.edit(key)
    assert not editor.isVisible()


def test_what_cannot_be_written_stays_in_the_form(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    key = added(session, Draft(Prospect(name="Halden", city="Kassel")))
    editor.edit(key)
    session.book.connection.execute("PRAGMA query_only = 1")
    type_in(qtbot, line(editor, "City"), "Hull")
    press(qtbot, editor, Qt.Key.Key_Escape)
    assert editor.isVisible()
    assert "The book cannot be written." in shown(editor)
    session.book.connection.execute("PRAGMA query_only = 0")
    press(qtbot, editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert card(session, key).prospect.city == "Hull"


def test_hiding_the_form_writes_what_waits(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    key = added(session, Draft(Prospect(name="Halden")))
    editor.edit(key)
    type_in(qtbot, line(editor, "City"), "Hull")
    editor.hide()
    assert card(session, key).prospect.city == "Hull"


def test_return_goes_on_to_the_next_field(editor: ProspectEditor, session: Session, qtbot: QtBot) -> None:
    editor.new()
    qtbot.keyClicks(editor.focusWidget(), "Halden")
    press(qtbot, editor, Qt.Key.Key_Return)
    assert editor.isVisible()
    assert editor.focusWidget() is editor.form.people.rows[0].lines["name"]
    assert stored_names(session) == []


def test_every_field_is_reached_by_tab(editor: ProspectEditor, qtbot: QtBot) -> None:
    editor.new()
    reached = set()
    for _ in range(40):
        focused = editor.focusWidget()
        assert focused is not None
        reached.add(focused.accessibleName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    fields = {each.accessibleName() for each in editor.findChildren(QLineEdit) if each.accessibleName()}
    fields |= {each.accessibleName() for each in editor.findChildren(TextField)}
    assert fields <= reached
    assert {"Buying role", "Whose number", "Country", "Their time zone"} <= reached


def test_it_fits_a_small_screen(editor: ProspectEditor, session: Session) -> None:
    people = tuple(Contact(name=f"Person {n}") for n in range(20))
    editor.edit(added(session, Draft(Prospect(name="x" * 300), people)))
    assert editor.minimumSizeHint().width() <= 1240
    assert editor.minimumSizeHint().height() <= 640


@given(text=st.text(max_size=200))
def test_any_stored_text_comes_back_as_it_was(qapp: QApplication, text: str) -> None:
    for field in (QLineEdit(), TextField()):
        entry = entry_of(field)
        entry.show(text)
        assert entry.value() == text
        assert not entry.touched
        field.selectAll()
        field.insertPlainText("typed") if isinstance(field, TextField) else field.insert("typed")
        assert (entry.value(), entry.touched) == ("typed", text != "typed")
        entry.keep()
        assert (entry.value(), entry.touched) == ("typed", False)
