"""Countries, postcodes and clocks."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain import place

# ISO 3166-2, the fifty states and the District of Columbia; the provinces and territories; the states.
CODES = {
    "US": "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC"
    " ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY",
    "CA": "AB BC MB NB NL NS NT NU ON PE QC SK YT",
    "AU": "ACT NSW NT QLD SA TAS VIC WA",
}


@pytest.mark.parametrize(
    "text, code",
    [
        ("Germany", "DE"), ("Deutschland", "DE"), ("Allemagne", "DE"), ("德国", "DE"), ("德國", "DE"),
        ("ドイツ", "DE"),
        ("United States", "US"), ("U.S.A.", "US"), ("usa", "US"), ("US", "US"), ("États-Unis", "US"),
        ("Etats Unis", "US"), ("美国", "US"), ("米国", "US"), ("アメリカ", "US"),
        ("United Kingdom", "GB"), ("UK", "GB"), ("U.K.", "GB"), ("England", "GB"), ("GBR", "GB"),
        ("英国", "GB"),
        ("Österreich", "AT"), ("Osterreich", "AT"), ("AUT", "AT"), ("Schweiz", "CH"), ("Suisse", "CH"),
        (" france ", "FR"), ("FRANCE", "FR"), ("日本", "JP"), ("Japan", "JP"), ("中国", "CN"),
        ("P.R. China", "CN"),
        ("香港", "HK"), ("Hong Kong", "HK"), ("台灣", "TW"), ("India", "IN"), ("The Netherlands", "NL"),
        ("Korea, Republic of", "KR"), ("South Korea", "KR"), ("Côte d'Azur", ""), ("Tokelau", ""), ("", ""),
        ("   ", ""), ("Berlin", ""), ("+49", ""),
    ],
)  # fmt: skip
def test_country_code(text: str, code: str) -> None:
    assert place.country_code(text) == code


@pytest.mark.parametrize(
    "region, postcode, country",
    [
        ("Kent", "CT2 7PP", "GB"), ("", "SW1A 1AA", "GB"), ("", "sw1a1aa", "GB"), ("", " M1 1AE ", "GB"),
        ("", "GIR 0AA", "GB"), ("CLEVELAND", "TS18 1HU", "GB"), ("", "CT2 7PC", ""), ("", "CT2 77P", ""),
        ("ON", "N8N 3N2", "CA"), ("NB", "E8J2C4", "CA"), ("", "H3Z-2Y7", "CA"), ("Ontario", "K1A 0B1", "CA"),
        ("TX", "K1A 0B1", ""), ("", "D1A 0B1", ""),
        ("LA", "70116", "US"), ("la", "70116-1234", "US"), ("California", "95014", "US"),
        ("NJ", "8014", "US"),
        ("MA", "02139", "US"), ("WA", "6000", ""), ("LA", "7011", ""), ("LA", "701", ""), ("LA", "", ""),
        ("", "70116", ""), ("Bayern", "80331", ""), ("NSW", "2000", ""), ("", "", ""), ("XX", "12345", ""),
    ],
)  # fmt: skip
def test_guess_country(region: str, postcode: str, country: str) -> None:
    assert place.guess_country(region, postcode) == country


@pytest.mark.parametrize(
    "country, region, zone",
    [
        ("GB", "", "Europe/London"), ("GB", "Kent", "Europe/London"), ("de", "Bayern", "Europe/Berlin"),
        ("CN", "新疆", "Asia/Shanghai"), ("JP", "", "Asia/Tokyo"), ("IN", "Kerala", "Asia/Kolkata"),
        ("US", "", ""), ("US", "LA", "America/Chicago"), ("US", " ca ", "America/Los_Angeles"),
        ("US", "New York", "America/New_York"), ("US", "HI", "Pacific/Honolulu"),
        ("US", "TN", "America/Chicago"),
        ("US", "ID", "America/Boise"), ("US", "AZ", "America/Phoenix"), ("US", "Kent", ""),
        ("CA", "", ""), ("CA", "ON", "America/Toronto"), ("CA", "Québec", "America/Toronto"),
        ("CA", "quebec", "America/Toronto"), ("CA", "NL", "America/St_Johns"),
        ("CA", "BC", "America/Vancouver"),
        ("AU", "NSW", "Australia/Sydney"), ("AU", "Western Australia", "Australia/Perth"), ("AU", "", ""),
        ("ES", "", "Europe/Madrid"), ("ES", "Las Palmas", "Atlantic/Canary"),
        ("PT", "Açores", "Atlantic/Azores"),
        ("BR", "SP", ""), ("RU", "", ""), ("", "", ""), ("XX", "CA", ""), ("Germany", "", ""),
    ],
)  # fmt: skip
def test_zone_of(country: str, region: str, zone: str) -> None:
    assert place.zone_of(country, region) == zone


WINTER, SUMMER = datetime(2026, 11, 24, 10, 41, tzinfo=UTC), datetime(2026, 7, 1, 10, 41, tzinfo=UTC)
PHOENIX = ("America/Phoenix", "America/Los_Angeles")


@pytest.mark.parametrize(
    "zones, country, at, zone",
    [
        (("Europe/London",), "", None, "Europe/London"),
        (("Europe/London",), "US", WINTER, "Europe/London"),
        (("Europe/Jersey", "Europe/London"), "GB", WINTER, "Europe/London"),
        (("Europe/Jersey", "Europe/London"), "US", WINTER, "Europe/Jersey"),
        # One clock in summer, two in winter.
        (PHOENIX, "US", SUMMER, "America/Phoenix"),
        (PHOENIX, "US", WINTER, ""),
        # Without a moment nobody knows.
        (("Europe/Jersey", "Europe/London"), "GB", None, ""),
        ((), "GB", WINTER, ""),
        (("Europe/Atlantis",), "GB", WINTER, ""),
        (("Europe/London", "Europe/Atlantis"), "GB", None, ""),
    ],
)
def test_shared_zone(zones: tuple[str, ...], country: str, at: datetime | None, zone: str) -> None:
    assert place.shared_zone(zones, country, at) == zone


@pytest.mark.parametrize("country", CODES)
def test_every_state_and_province_has_a_clock(country: str) -> None:
    codes = CODES[country].split()
    assert [code for code in codes if not place.zone_of(country, code)] == []
    assert all(place.is_region(country, code) for code in codes)


def all_zones() -> set[str]:
    regions = [(country, name) for country, names in place._REGION_ZONES.items() for name in names]
    countries = [(row[0], "") for row in place._COUNTRIES]
    return {place.zone_of(country, region) for country, region in regions + countries} - {""}


def test_every_zone_opens_and_is_no_link_of_another_name() -> None:
    known = available_timezones()
    zones = all_zones()
    assert len(zones) > 90
    assert zones <= known
    assert {ZoneInfo(zone).key for zone in zones} == zones


def test_the_table_of_countries_holds_no_word_twice() -> None:
    owners: dict[str, set[str]] = {}
    for alpha2, alpha3, _, names in place._COUNTRIES:
        assert (len(alpha2), len(alpha3)) == (2, 3)
        for word in (alpha2, alpha3, *names.split("|")):
            assert word.strip() == word != ""
            owners.setdefault(place._folded(word), set()).add(alpha2)
    assert {word: codes for word, codes in owners.items() if len(codes) > 1} == {}
    assert len({row[0] for row in place._COUNTRIES}) == len(place._COUNTRIES) >= 60
    assert sum(bool(row[2]) for row in place._COUNTRIES) >= 60


@given(st.text(), st.text())
def test_any_text_has_an_answer(one: str, other: str) -> None:
    codes = {row[0] for row in place._COUNTRIES} | {""}
    assert place.country_code(one) in codes
    assert place.guess_country(one, other) in {"GB", "CA", "US", ""}
    assert place.zone_of(one, other) in all_zones() | {""}


@given(st.sampled_from([row[0] for row in place._COUNTRIES]), st.booleans())
def test_a_code_is_its_own_country(code: str, lower: bool) -> None:
    assert place.country_code(code.lower() if lower else code) == code
