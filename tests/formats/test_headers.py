"""What headers say."""

import pytest

from callbook.formats.columns import guess
from callbook.formats.headers import Field, is_header_word
from tests.formats.grids import NAMES, table

F = Field


@pytest.mark.parametrize(
    "header, fields",
    [
        (
            "first_name|last_name|company_name|address|city|county|state|zip|phone1|phone2|email|web",
            [
                *NAMES,
                F.COMPANY,
                F.ADDRESS,
                F.CITY,
                None,
                F.REGION,
                F.POSTCODE,
                F.PHONE,
                F.PHONE,
                F.EMAIL,
                F.WEBSITE,
            ],
        ),
        (
            "first_name|last_name|company_name|address|city|county|postal|phone1|phone2|email|web",
            [
                *NAMES,
                F.COMPANY,
                F.ADDRESS,
                F.CITY,
                F.REGION,
                F.POSTCODE,
                F.PHONE,
                F.PHONE,
                F.EMAIL,
                F.WEBSITE,
            ],
        ),
        (
            "First Name|Last Name|URL|Email Address|Company|Position|Connected On",
            [*NAMES, F.WEBSITE, F.EMAIL, F.COMPANY, F.ROLE, None],
        ),
        (
            "First Name|Middle Name|Last Name|Name Prefix|Organization Name|Organization Title|Notes|Labels"
            "|E-mail 1 - Label|E-mail 1 - Value|Phone 1 - Label|Phone 1 - Value|Address 1 - Formatted"
            "|Address 1 - Street|Address 1 - City|Address 1 - Region|Address 1 - Postal Code|Address 1 - Country"
            "|Website 1 - Value",
            [
                F.FIRST_NAME,
                *NAMES,
                None,
                F.COMPANY,
                F.ROLE,
                F.NOTES,
                F.TAGS,
                None,
                F.EMAIL,
                F.PHONE_LABEL,
                F.PHONE,
            ]
            + [None, F.ADDRESS, F.CITY, F.REGION, F.POSTCODE, F.COUNTRY, F.WEBSITE],
        ),
        (
            "Name|Given Name|Family Name|Group Membership|Phone 1 - Type|Phone 1 - Value|Organization 1 - Name"
            "|Organization 1 - Title",
            [F.PERSON, *NAMES, F.TAGS, F.PHONE_LABEL, F.PHONE, F.COMPANY, F.ROLE],
        ),
        (
            "Title|First Name|Last Name|Company|Job Title|Business Street|Business City|Business State"
            "|Business Postal Code|Business Country/Region|Home City|Business Fax|Business Phone|Mobile Phone"
            "|E-mail Address|E-mail 2 Address|Categories|Web Page",
            [None, *NAMES, F.COMPANY, F.ROLE, F.ADDRESS, F.CITY, F.REGION, F.POSTCODE, F.COUNTRY, None, None]
            + [F.PHONE, F.PHONE, F.EMAIL, F.EMAIL, F.TAGS, F.WEBSITE],
        ),
        (
            "Record ID|First Name|Last Name|Email|Phone Number|Job Title|Company Name|Lead Status|Contact owner",
            [None, *NAMES, F.EMAIL, F.PHONE, F.ROLE, F.COMPANY, None, None],
        ),
        (
            "Person - Name|Person - Phone - Work|Person - Email|Organization - Name|Organization - Address"
            "|Person - Owner",
            [F.PERSON, F.PHONE, F.EMAIL, F.COMPANY, F.ADDRESS, None],
        ),
        (
            "Account Name|Phone|Mailing Street|Mailing City|Mailing State/Province|Mailing Zip/Postal Code"
            "|Mailing Country|Title|Lead Source|Industry|Description",
            [F.COMPANY, F.PHONE, F.ADDRESS, F.CITY, F.REGION, F.POSTCODE, F.COUNTRY, F.ROLE, F.SOURCE]
            + [F.WHAT_THEY_DO, F.NOTES],
        ),
        (
            "FIRSTNAME|lastName|e-mail|PhoneNumber|ZipCode|Web-Site|Fax Number|Ticket Description",
            [*NAMES, F.EMAIL, F.PHONE, F.POSTCODE, F.WEBSITE, None, None],
        ),
        (
            "Firma|Vorname|Nachname|Straße|PLZ|Ort|Telefon",
            [F.COMPANY, *NAMES, F.ADDRESS, F.POSTCODE, F.CITY, F.PHONE],
        ),
        ("Name|Vorname|Telefon", [F.LAST_NAME, F.FIRST_NAME, F.PHONE]),
        ("会社名|氏名|電話|メール|住所", [F.COMPANY, F.PERSON, F.PHONE, F.EMAIL, F.ADDRESS]),
        ("公司|姓名|手机|邮箱|地址", [F.COMPANY, F.PERSON, F.PHONE, F.EMAIL, F.ADDRESS]),
        (
            "Home Phone|Company Main Phone|Clinic Telephone|Contact Email|Lead Owner Email",
            [*[F.PHONE] * 3, F.EMAIL, None],
        ),
    ],
)
def test_headers(header: str, fields: list[Field | None]) -> None:
    width = len(header.split("|"))
    assert list(guess(table(header, "|".join("x" * width)))) == fields


@pytest.mark.parametrize("word", ["Phone", "E-Mail", "first_name", "ZIP", "Name", "County", "Fax", "氏名", "Birthday"])
def test_words_of_headers(word: str) -> None:
    assert is_header_word(word)


@pytest.mark.parametrize("word", ["Acme", "Mobile Solutions Ltd", "Ann Smith", "New Orleans", "504-621-8927", ""])
def test_words_of_rows(word: str) -> None:
    assert not is_header_word(word)
