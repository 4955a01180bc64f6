"""Whether two descriptions are one prospect: a table of pairs judged by hand, and what holds for any two."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.duplicates import (
    FEW,
    Described,
    Sign,
    Strength,
    different_text,
    held_key,
    read_different,
    signals,
    strength,
)
from callbook.domain.likeness import (
    address_key,
    alike,
    city_key,
    domain_of,
    name_key,
    number_key,
    person_key,
    same_line,
)

D = Described
SAME, LIKELY, POSSIBLE, NONE = Strength.SAME, Strength.LIKELY, Strength.POSSIBLE, Strength.NONE
# One number, one site and one name of a school district, and a freephone number of a chain.
DISTRICT = {
    held_key(Sign.NUMBER, "25550100"): 84,
    held_key(Sign.DOMAIN, "district9.org"): 84,
    held_key(Sign.NAME, "lincoln elementary school"): 30,
    held_key(Sign.PERSON, "morgan sam"): 12,
}
CAMPUS = D("Lincoln Elementary School", (), ("+17125550100",), (), "district9.org", "1 Elm Street", "Ames", "50010")

PAIRS = [
    # English
    ("one list twice", SAME,
     D("Bluebird Marketing Ltd", ("Jane Doe",), ("+442079460100",), ("jane@bluebird.example",), city="London"),
     D("Bluebird Marketing Limited", ("Jane Doe",), ("+442079460100",), ("jane@bluebird.example",), city="London")),
    ("name and number", SAME, D("Bluebird Marketing", numbers=("+442079460100",)),
     D("BLUEBIRD  MARKETING LTD.", numbers=("+442079460100",))),
    ("name and number, one dialled from home", SAME, D("Bluebird Marketing", numbers=("+442079460100",)),
     D("Bluebird Marketing", numbers=("02079460100",))),
    ("a number alone", POSSIBLE, D("Bluebird Marketing", numbers=("+442079460100",)),
     D("Oak Tree Dental", numbers=("+442079460100",))),
    ("a number and its town alone", POSSIBLE, D("Bluebird Marketing", numbers=("+442079460100",), city="London"),
     D("Oak Tree Dental", numbers=("+442079460100",), city="London")),
    ("a name alone", POSSIBLE, D("Bluebird Marketing"), D("Bluebird Marketing")),
    ("a name in two towns", NONE, D("The Red Lion", city="York"), D("Red Lion", city="Leeds")),
    ("a name in one town", LIKELY, D("The Red Lion", city="York"), D("Red Lion", city="york")),
    ("a name in one town, other numbers", POSSIBLE, D("The Red Lion", numbers=("+441904960100",), city="York"),
     D("Red Lion", numbers=("+441904960200",), city="York")),
    ("a name and the house", LIKELY, D("Oak Tree Dental", address="12 High Street", city="Leeds"),
     D("Oaktree Dental", address="12 High St.", city="Leeds")),
    ("a house alone", NONE, D("Oak Tree Dental", address="12 High Street", city="Leeds"),
     D("Harbour Accountants", address="12 High Street", city="Leeds")),
    ("a house and its number", LIKELY,
     D("Oak Tree Dental", numbers=("+441134960100",), address="12 High Street", city="Leeds"),
     D("Dr Patel", numbers=("+441134960100",), address="12 High Street", city="Leeds")),
    ("a slip of the keys and the number", LIKELY, D("Bluebird Marketing", numbers=("+442079460100",)),
     D("Blubird Marketing", numbers=("+442079460100",))),
    ("a slip, number, postcode and site", SAME,
     D("Bluebird Marketing", numbers=("+442079460100",), domain="www.bluebird.example", postcode="SW1A 1AA"),
     D("Blubird Marketing", numbers=("+442079460100",), domain="bluebird.example/contact", postcode="sw1a1aa")),
    ("a site and the name", LIKELY, D("Bluebird Marketing", domain="https://bluebird.example"),
     D("Bluebird Marketing", emails=("sales@bluebird.example",))),
    ("a site, the name and the town", SAME, D("Bluebird", domain="bluebird.example", city="Leeds"),
     D("Bluebird", emails=("sales@bluebird.example",), city="Leeds")),
    ("a site alone", NONE, D("Bluebird Marketing", domain="bluebird.example"),
     D("Oak Tree Dental", domain="bluebird.example")),
    ("a free mailer is no site", NONE, D("Bluebird Marketing", emails=("info@gmail.com",)),
     D("Oak Tree Dental", emails=("sales@gmail.com",))),
    ("one address at a free mailer", POSSIBLE, D("Bluebird Marketing", emails=("bluebird.jane@gmail.com",)),
     D("Jane", emails=("Bluebird.Jane@GMAIL.com",))),
    ("one address at a free mailer, and the name", SAME, D("Bluebird", emails=("bluebird.jane@gmail.com",)),
     D("Bluebird Ltd", emails=("bluebird.jane@gmail.com",))),
    ("the person and the firm", LIKELY, D("Jane Doe", numbers=("+447700900100",)),
     D("Bluebird Marketing", ("Doe, Jane",), numbers=("+447700900100",))),
    ("one person at two firms of a town", NONE, D("Bluebird", ("John Smith",), city="London"),
     D("Harbour Accountants", ("John Smith",), city="London")),
    ("numbered shops", NONE, D("Budget Tyres 12", city="Leeds"), D("Budget Tyres 14", city="Leeds")),
    ("two extensions of one switchboard", NONE, D("North Desk", numbers=("+442079460100x11",)),
     D("Fleet Room", numbers=("+442079460100x12",))),
    ("nothing in common", NONE, D("Bluebird", city="London"), D("Oak Tree Dental", city="Leeds")),
    # crowds
    ("a campus and its neighbour", NONE, CAMPUS,
     D("Roosevelt Middle School", (), ("+17125550100",), (), "district9.org", "9 Oak Street", "Boone", "50036")),
    ("one school name in two towns", NONE, CAMPUS, replace(CAMPUS, address="7 Main Street", city="Boone",
                                                          postcode="50036")),
    ("the same campus twice", SAME, CAMPUS, replace(CAMPUS, name="LINCOLN ELEMENTARY SCHOOL, Inc.")),
    ("one school name, a number of its own", SAME, replace(CAMPUS, numbers=("+15155550123",)),
     replace(CAMPUS, numbers=("+15155550123",), domain="", address="")),
    ("a name that thirty have, in one town", NONE, D("Lincoln Elementary School", city="Ames"),
     D("Lincoln Elementary School", numbers=("+15155550123",), city="Boone")),
    ("a person many know", NONE, D("Ames Clinic", ("Sam Morgan",), city="Ames"),
     D("Boone Clinic", ("Sam Morgan",), city="Boone")),
    # German
    ("Umlaut or two letters", SAME, D("Bäckerei Müller GmbH", numbers=("+4930901820",), city="Berlin"),
     D("Baeckerei Mueller", numbers=("+4930901820",), city="Berlin")),
    ("Straße and Str.", SAME, D("Köhler & Söhne GmbH & Co. KG", ("Herr Jan Köhler",), address="Lange Straße 5",
                                city="Köln", postcode="50667"),
     D("Koehler und Soehne", ("Dr. Jan Köhler",), address="Lange Str. 5", city="Koeln", postcode="50667")),
    ("a name that every town has", NONE, D("Stadtbäckerei", city="Jena", postcode="07743"),
     D("Stadtbäckerei", city="Gera", postcode="07545")),
    ("the legal form alone differs, and the site", LIKELY, D("Nordlicht AG", domain="nordlicht.example"),
     D("Nordlicht GmbH", domain="www.nordlicht.example")),
    ("another firm of the family", POSSIBLE, D("Müller Dachbau", numbers=("+4930901820",), city="Berlin"),
     D("Müller Immobilien", numbers=("+4930901820",), city="Berlin")),
    ("gmx is nobody's site", NONE, D("Dachbau Kern", emails=("kern@gmx.de",)),
     D("Praxis Vogt", emails=("vogt@gmx.de",))),
    # French
    ("accents and SARL", SAME, D("SARL Café Étoilé", numbers=("+33140506070",)),
     D("Cafe Etoile", numbers=("+33140506070",))),
    ("et and &", LIKELY, D("Dupont et Fils", city="Lyon"), D("DUPONT & FILS SAS", city="Lyon")),
    ("one boulangerie more", POSSIBLE, D("Boulangerie Martin", numbers=("+33472000001",), city="Lyon"),
     D("Boulangerie Martin", numbers=("+33472000002",), city="Lyon")),
    ("orange is nobody's site", NONE, D("Garage Petit", emails=("garage.petit@orange.fr",)),
     D("Salon Rose", emails=("salon.rose@orange.fr",))),
    # Chinese
    ("legal form and width", SAME, D("华星贸易有限公司", numbers=("+862161234567",)),
     D("华星 贸易", numbers=("02161234567",))),
    ("a branch in another city", POSSIBLE, D("华星贸易有限公司", domain="huaxing.example", city="上海"),
     D("华星贸易有限公司", domain="huaxing.example", city="北京")),
    ("one character is another firm", NONE, D("华星贸易", city="上海"), D("华兴贸易", city="上海")),
    ("the house in Hong Kong", LIKELY, D("ＡＢＣ貿易有限公司", address="皇后大道中 100 號", city="香港"),
     D("ABC貿易", address="皇后大道中100号", city="香港")),
    ("numbered schools", NONE, D("第一小学", city="杭州市"), D("第二小学", city="杭州")),
    ("qq is nobody's site", NONE, D("华星贸易", emails=("10001@qq.com",)), D("东方机械", emails=("10002@qq.com",))),
    # Japanese
    ("before and behind", SAME, D("株式会社山田製作所", numbers=("+81663001234",)),
     D("山田製作所㈱", numbers=("+81663001234",))),
    ("half width kana", LIKELY, D("ｶﾞｰﾃﾞﾝ サクラ", city="大阪市"), D("ガーデンサクラ", city="大阪")),
    ("a mark that changes the sound", NONE, D("ハス商会", city="大阪"), D("バス商会", city="大阪")),
    ("the block written out", LIKELY, D("山田製作所", address="北区梅田1丁目2番3号", city="大阪"),
     D("山田製作所", address="北区梅田１－２－３", city="大阪")),
    ("a branch of the works", POSSIBLE, D("山田製作所", domain="yamada.example", city="大阪"),
     D("山田製作所東京支店", domain="yamada.example", city="東京")),
    ("a person with and without a title", LIKELY, D("山田製作所", ("佐藤 花子",), ("+81663001234",)),
     D("佐藤花子 様", numbers=("+81663001234",))),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "one", "other"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_a_pair_is_judged_as_by_hand(expected: Strength, one: Described, other: Described) -> None:
    found = signals(one, other, DISTRICT)
    assert strength(found) is expected, found
    assert set(signals(other, one, DISTRICT)) == set(found)


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(PAIRS) >= 40
    assert {pair[1] for pair in PAIRS} == set(Strength)


def test_what_many_hold_counts_for_less() -> None:
    one = D("Bluebird", numbers=("+442079460100",))
    other = D("Blue Bird", numbers=("+442079460100",))
    key = held_key(Sign.NUMBER, "79460100")
    few, many = (signals(one, other, {key: count}) for count in (FEW, FEW + 1))
    assert (strength(few), strength(many)) == (Strength.SAME, Strength.POSSIBLE)
    assert [signal.crowded for signal in many if signal.sign is Sign.NUMBER] == [True]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A.B.C. Services Ltd", "ABC Services"),
        ("The Garden & Pond Co.", "Garden and Pond Company"),
        ("Weiß GmbH", "WEISS"),
        ("O'Neill's", "ONeills"),
        ("ＡＣＭＥ　株式会社", "acme"),
        ("Møller", "MØLLER"),
        ("Ltd", "LTD."),
    ],
)
def test_names_that_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("bluebird marketing", "blubird marketing", True),
        ("bluebird marketing", "bluebird marketing services", True),
        ("smith dental", "dental smith", True),
        ("lincoln north campus", "lincoln south campus", False),
        ("hans", "hand", True),
        ("baker", "maker", False),
        ("mitchel stone", "mitchell stone", True),
        ("teh harbour", "the harbour", False),
        ("habrour inn", "harbour inn", True),
        ("store 12", "store 14", False),
        ("", "bluebird", False),
        ("", "", False),
        ("山田電機工業", "山田電気工業", False),
        ("東京中央電機工業所", "東京中央電気工業所", True),
    ],
)
def test_names_that_look_alike(one: str, other: str, expected: bool) -> None:
    assert alike(one, other) is alike(other, one) is expected


@pytest.mark.parametrize(
    ("ours", "theirs", "sign"),
    [
        (D("Al", emails=("al@b.example",)), D("Bo", emails=("bo@b.example",)), Sign.MAIL_DOMAIN),
        (D("Al", domain="b.example"), D("Bo", emails=("bo@b.example",)), Sign.DOMAIN),
        (D("Al", domain="b.example"), D("Bo", domain="www.b.example"), Sign.DOMAIN),
        (D("Al", emails=("al@b.example",)), D("Bo", emails=("bo@c.example",)), Sign.OTHER_MAIL_DOMAIN),
        (D("Al", domain="b.example"), D("Bo", emails=("bo@c.example",)), Sign.OTHER_DOMAIN),
    ],
)
def test_nobody_is_said_to_have_a_site_who_has_only_addresses(ours: Described, theirs: Described, sign: Sign) -> None:
    assert sign in {found.sign for found in signals(ours, theirs)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.shop.bluebird.co.uk/contact?a=1", "bluebird.co.uk"),
        ("jane@mail.bluebird.de", "bluebird.de"),
        ("bluebird.com:8080", "bluebird.com"),
        ("yamada.co.jp", "yamada.co.jp"),
        ("info@gmail.com", ""),
        ("info@yahoo.co.jp", ""),
        ("www.facebook.com/bluebird", ""),
        ("192.168.0.1", ""),
        ("nowhere", ""),
        ("", ""),
    ],
)
def test_the_domain_somebody_owns(text: str, expected: str) -> None:
    assert domain_of(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("+442079460100", "02079460100", True),
        ("+442079460100", "00442079460100", True),
        ("+442079460100", "442079460100", True),
        ("+442079460100", "+442079460101", False),
        ("+442079460100x1", "+442079460100", True),
        ("+442079460100x1", "+442079460100x2", False),
        ("+85221234567", "21234567", True),
        ("112", "112", False),
        ("", "", False),
    ],
)
def test_numbers_that_reach_one_telephone(one: str, other: str, expected: bool) -> None:
    assert same_line(one, other) is same_line(other, one) is expected


def test_how_a_number_is_held() -> None:
    assert number_key("020 7946 0100 ext. 12", "+442079460100") == "+442079460100x12"
    assert number_key("020 7946 0100") == "02079460100"
    assert number_key("7946 0100 x 12") == "79460100x12"
    assert number_key("none") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Smith, Jane", "Ms Jane Smith"), ("Jürgen Groß", "Juergen Gross"), ("佐藤 花子 様", "佐藤花子")],
)
def test_people_that_are_one(one: str, other: str) -> None:
    assert person_key(one) == person_key(other) != ""


def test_a_first_name_is_nobody_yet() -> None:
    assert person_key("Jane") == person_key("Mr. Smith") == person_key("") == ""


def test_addresses_and_cities_that_are_one() -> None:
    assert address_key("12, Harbour Road") == address_key("12 Harbour Rd.") != ""
    assert address_key("Hauptstraße 5a") == address_key("Hauptstr. 5A") != ""
    assert address_key("The Old Mill") == ""
    assert city_key("大阪市") == city_key("大阪")
    assert city_key("München") == city_key("MUENCHEN")


def test_pairs_said_to_be_different_are_kept_as_text() -> None:
    pairs = frozenset({("b2", "a1"), ("c3", "d4")})
    text = different_text(pairs)
    assert read_different(text) == {("a1", "b2"), ("c3", "d4")}
    assert different_text(read_different(text)) == text
    assert read_different("\n one \n a b c \n") == frozenset()


NAMES = st.sampled_from(["Bluebird", "Blue Bird Ltd", "Müller", "山田㈱", "", "No. 1", "Blubird"]) | st.text(
    max_size=12
)
DESCRIBED = st.builds(
    Described,
    name=NAMES,
    people=st.tuples(st.sampled_from(["Jane Doe", "Doe, Jane", "Kim"]) | st.text(max_size=9)),
    numbers=st.tuples(st.sampled_from(["+442079460100", "02079460100x2", "112"]) | st.text("0123456789+x", max_size=9)),
    emails=st.tuples(st.sampled_from(["a@b.example", "A@B.example", "x@gmail.com"]) | st.text("a@.b", max_size=9)),
    domain=st.sampled_from(["b.example", "https://www.b.example/x", ""]) | st.text(max_size=9),
    address=st.sampled_from(["1 High St", "1 High Street", ""]) | st.text(max_size=9),
    city=st.sampled_from(["Leeds", "leeds", ""]) | st.text(max_size=5),
    postcode=st.sampled_from(["LS1 1AA", "ls11aa", ""]) | st.text(max_size=5),
)


@given(DESCRIBED, DESCRIBED)
def test_it_does_not_matter_which_comes_first(one: Described, other: Described) -> None:
    assert set(signals(one, other)) == set(signals(other, one))
    assert strength(signals(one, other)) is strength(signals(other, one))


@given(DESCRIBED)
def test_nothing_speaks_against_being_oneself(one: Described) -> None:
    assert all(signal.weight > 0 for signal in signals(one, one) if signal.sign is not Sign.OTHER_NUMBER)


@given(NAMES, NAMES)
def test_keys_are_settled(one: str, other: str) -> None:
    assert name_key(name_key(one)) in (name_key(one), name_key(name_key(name_key(one))))
    assert alike(name_key(one), name_key(other)) is alike(name_key(other), name_key(one))


@given(DESCRIBED, DESCRIBED)
def test_neither_a_number_nor_a_name_alone_decides(one: Described, other: Described) -> None:
    only_number = D("Bluebird", numbers=one.numbers), D("Oak Tree", numbers=other.numbers)
    only_name = D(one.name), D(other.name)
    for pair in (only_number, only_name):
        assert strength(signals(*pair)) <= Strength.POSSIBLE
