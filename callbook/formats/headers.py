"""What a column can be, and what its header says it is: the words of address lists in several languages."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from callbook.formats import header_words
from callbook.formats.table import LONG


class Field(StrEnum):
    """What a column can be. A column that is None stays visible as a line in the notes."""

    COMPANY = "company"
    PERSON = "person"
    FIRST_NAME = "first_name"  # middle names too: several are joined in the order of the file
    LAST_NAME = "last_name"
    ROLE = "role"
    PHONE = "phone"
    PHONE_LABEL = "phone_label"  # what the number in the next phone column is
    PHONE_PREFIX = "phone_prefix"  # the area or country code of the number in the next phone column
    EMAIL = "email"
    WEBSITE = "website"
    ADDRESS = "address"
    CITY = "city"
    REGION = "region"
    POSTCODE = "postcode"
    COUNTRY = "country"
    SOURCE = "source"
    TAGS = "tags"
    NOTES = "notes"
    WHAT_THEY_DO = "what_they_do"
    DO_NOT_CALL = "do_not_call"  # a yes, or since when
    # Only tables of our own have these.
    BUYING_ROLE = "buying_role"
    PERSON_NOTE = "person_note"
    WRONG_SINCE = "wrong_since"  # of the number before
    NUMBER_OF = "number_of"  # whose the number before is
    REFERRED_BY = "referred_by"
    HOW_THEY_DO_IT = "how_they_do_it"
    SETS_APART = "sets_apart"
    HOW_WE_FIT = "how_we_fit"
    WHO_DECIDES = "who_decides"
    STAGE = "stage"
    ZONE = "zone"
    ACTION_KIND = "action_kind"
    ACTION_ON = "action_on"
    ACTION_AT = "action_at"
    ACTION_ZONE = "action_zone"
    ACTION_TEXT = "action_text"
    ACTION_PLACE = "action_place"
    IGNORE = "ignore"  # left out because a person said so; never guessed


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


# Headers as plain_words leaves them: no case, no accents, no digits, no punctuation.
_ALIASES = {
    Field.COMPANY: "company|company name|organization|organisation|organization name|organisation name"
    "|org name|account|account name|company account|business|business name|employer|customer|customer name"
    "|client|client name|firm|firma|firmenname|unternehmen|societe|entreprise|raison sociale|hospital name"
    "|facility name|school name|institution name|instnm|nom etablissement|corporate name|english name|会社"
    "|会社名|屋号|施設正式名称|名称|公司|公司名称|单位|单位名称|醫事機構名稱",
    Field.PERSON: "full name|contact|contact name|contact person|display name|person|person name|lead name"
    "|ansprechpartner|kontakt|n fn|nom complet|chfnm|氏名|お名前|担当者|担当者名|姓名|联系人|聯絡人"
    "|显示名称",
    Field.FIRST_NAME: "first name|firstname|first|fname|given name|forename|middle name|additional name"
    "|vorname|weitere vornamen|prenom|n given|n middle|cp givenname|名|名字",
    Field.LAST_NAME: "last name|lastname|last|lname|surname|family name|nachname|familienname"
    "|nom de famille|n family|cp name|姓|姓氏",
    Field.ROLE: "job title|jobtitle|title|position|occupation|organization title|role|job|job position"
    "|designation|function|funktion|beruf|poste|fonction|chftitle|役職|职位|职务|職稱",
    Field.PHONE: "phone|phone number|phone no|phone value|telephone|telephone number|tel|tel no|tel number"
    "|mobile|mobile number|cell|cellphone|landline|contact number|direct dial|switchboard|callback"
    "|number to call|telefon|telefonnummer|telefon nr|handy|handynummer|mobil|mobiltelefon|rufnummer"
    "|portable|mobile no|gentele|電話|電話番号|携帯|携帯電話|携帯番号|営業所電話番号|電話號碼"
    "|聯絡電話|醫事機構電話"
    "|电话|电话号码|联系电话|手机|手机号|手机号码|移动电话|工作电话|家庭电话",
    Field.PHONE_LABEL: "phone type|phone label",
    Field.PHONE_PREFIX: "vorwahl|vorwahl tel|telefonvorwahl|area code|dial code|dialling code|phone prefix"
    "|phone country code",
    Field.EMAIL: "email|email address|email value|email id|emails|mail|mails|courriel|adresse email"
    "|adresse mail|メール|メールアドレス|邮箱|电子邮件|电子邮箱|電子郵件|主要电子邮件|备用电子邮件",
    Field.WEBSITE: "website|website url|website value|web site|web|web page|webpage|url|homepage|home page"
    "|webaddr|webseite|internet|site web|ホームページ|网站|网址|网页|網址",
    Field.ADDRESS: "address|street|street address|address line|street name|po box|extended|extended address"
    "|addr|adresse|strasse|anschrift|hausnummer|rue|住所|所在地|営業所所在地|地址|工作地址"
    "|醫事機構地址|中文地址",
    Field.CITY: "city|town|city town|locality|suburb|ort|wohnort|stadt|ville|commune|nom commune|市|城市|市区町村",
    Field.REGION: "state|state code|stabbr|province|state province|province state|state region|region"
    "|state or province|bundesland|bundesland kanton|kanton|canton|都道府県|省|省份|prefecture",
    Field.POSTCODE: "zip|zip code|zipcode|zip postal code|postal|postal code|postalcode|postcode|post code"
    "|pin code|pincode|plz|postleitzahl|code postal|郵便番号|邮编|邮政编码|youbian",
    Field.COUNTRY: "country|country region|country name|countryname|country code|nation|land|land region"
    "|staat|pays|国|国家|國家",
    Field.SOURCE: "source|lead source|data source|original source|contact source|datenquelle|quelle|herkunft",
    Field.TAGS: "tag|tags|labels|person label|organization label|category|categories|group|groups"
    "|group membership|kategorie|kategorien",
    Field.NOTES: "note|notes|comment|comments|description|remark|remarks|crm note|bemerkung|bemerkungen"
    "|notiz|notizen|anmerkung|remarques|メモ|備考|备注|附注",
    Field.WHAT_THEY_DO: "industry|sector|line of business|what they do|branche|secteur|業種|行业|行業",
    Field.DO_NOT_CALL: header_words.DO_NOT_CALL,
}
# These count only where no filled column says the same thing outright: with a state, a county is no region.
_SECOND_CHOICES = {
    Field.REGION: "county|county name|district|landkreis|departement",
    Field.WEBSITE: "domain|domain name|profile url|linkedin|linkedin url",
    Field.ADDRESS: "formatted|full address|家庭地址",
}
# Headers that are certainly headers and certainly none of the fields.
_OTHER_WORDS = (
    "id|uuid|key|no|nr|type|label|date|time|fax|faxnummer|faxvorwahl|pager|suffix|prefix|name suffix"
    "|name prefix|salutation|anrede|greeting|nickname|department|abteilung|gender|birthday|birth year"
    "|birth month|birth day|geburtstag|anniversary|status|stage|owner|rating|priority|connected on|created"
    "|created at|create date|photo|latitude|longitude|lat|lng|telex|ext|extension|ふりがな|部署名|传真|傳真"
    "|生日|昵称"
)
_ONLY_NAME = _words(f"name|nom|{header_words.GIVEN_OR_WHOLE}")
_GIVEN_OR_WHOLE = _words(header_words.GIVEN_OR_WHOLE)
_COURTESIES = _words(header_words.TITLES)
_JOINING = _words(header_words.JOINING)
# Words before or after the word that matters: "Business City", "Address 1 - City", "adr_one_locality".
_SECOND_QUALIFIERS = _words(
    "home|private|privat|other|shipping|alt|alternate|second|secondary|two|weitere|weiterer|weiteres|domicile|autre"
    f"|{header_words.SECOND_QUALIFIERS}"
)
_QUALIFIERS = _SECOND_QUALIFIERS | _words(
    "business|work|office|company|organization|account|customer|client|contact|person|lead|main|primary"
    "|preferred|general|direct|mailing|billing|address|adr|one|associated|geschaftlich|dienstlich|bureau"
    f"|{header_words.QUALIFIERS}"
)
_NOT_TO_CALL = _words(
    "fax|pager|owner|assigned|type|label|ext|extension|date|status|opt|consent|domain|format|created"
    "|modified|verified|valid|bounced|id|display|stage|typ|telecopie|faks|факса"
)
_CONTAINED = {
    Field.PHONE: _words(f"phone|phones|telephone|telefon|tel|mobile|cell|handy|mobil|{header_words.CALLED}"),
    Field.EMAIL: _words("email|emails|mail"),
    Field.WEBSITE: _words("website|homepage|webpage"),
}
# "Phone opt out", "Is on DNC list" and the like; none of these where the words say another thing or a time of day.
_REFUSES = re.compile(r"\b(dnc|do ?not ?(call|contact|phone)|opt(ed)? ?out)\b")
_OTHER_REFUSALS = _words("email|emails|mail|mailing|sms|text|texts|fax|newsletter|before|after|until|between|tracking")
_PLAIN_PHONE_WORDS = _words(
    "|phone|phones|telephone|telefon|telefonnummer|tel|number|numbers|no|nr|nummer|value|contact|person"
    "|without|country|code|numero|telefono|telefone|fone|puhelin|puhelinnumero|телефон|電話|電話番号|聯絡電話|電話號碼|电话|电话号码|联系电话"
)


_LOST = "\ufffd"  # what a program wrote for a letter it could not read


def plain_words(header: str) -> str:
    """A header's words without case, accents, digits and punctuation; e-mail and eMail are one word."""
    plain = "".join(map(_without_accent, " ".join(_written_words(header)).casefold()))
    return re.sub(r"\be mail", "email", " ".join(word for word in plain.split() if word not in _JOINING))


def _written_words(header: str) -> list[str]:
    """A header's words as they were written, without digits and punctuation."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFC", header[:LONG]))
    words = re.sub(rf"['’]s\b|[^\w{_LOST}]|[\d_]", " ", split).split()
    return [_found_again(word) if _LOST in word else word for word in words]


def _found_again(word: str) -> str:
    """The one known word that a word with letters lost may have been: Stra\ufffde was Straße."""
    pattern = re.compile(".{1,2}".join(map(re.escape, word.casefold().split(_LOST))))
    found = [known for known in _vocabulary() if pattern.fullmatch(known)]
    return found[0] if len(found) == 1 else word.replace(_LOST, " ")


def _without_accent(letter: str) -> str:
    """é as e; the marks of Japanese letters stay, there they make another letter."""
    plain = unicodedata.normalize("NFKD", letter)
    return plain[0] if plain[:1].isascii() else letter


def _by_word(table: dict[Field, str]) -> dict[str, Field]:
    return {plain_words(word): field for field, words in table.items() for word in words.split("|")}


def _of_languages(table: dict[str, str]) -> dict[str, Field]:
    return _by_word({Field(field): words for field, words in table.items()})


_FIRST = {word: field for table in header_words.FIRST for word, field in _of_languages(table).items()}
_FIRST |= dict.fromkeys(_COURTESIES, Field.ROLE) | _by_word(_ALIASES)
_SECOND = _of_languages(header_words.SECOND) | _by_word(_SECOND_CHOICES)
_OTHER = frozenset(map(plain_words, f"{_OTHER_WORDS}|{header_words.OTHER}".split("|")))


@cache
def _vocabulary() -> frozenset[str]:
    return _QUALIFIERS.union(*(title.split() for title in (*_FIRST, *_SECOND, *_OTHER)))


@dataclass(frozen=True, slots=True)
class HeaderReading:
    """What a header says: the field, whether in second place only, and whether its words were known."""

    field: Field | None
    second: bool = False
    known: bool = True


def _read_exactly(header: str) -> HeaderReading | None:
    """The header looked up whole, then without the words that only say whose or which one it is."""
    folded = plain_words(header)
    second = bool(_SECOND_QUALIFIERS.intersection(folded.split()))
    for text in _shortened(folded):
        if text in _FIRST:
            return HeaderReading(_FIRST[text], second and text != folded)
        if text in _SECOND:
            return HeaderReading(_SECOND[text], second=True)
        if text in _OTHER:
            return HeaderReading(None)
    return None


def _shortened(folded: str) -> Iterator[str]:
    """The words, then fewer from the left as long as the first is a qualifier, then none of these at all."""
    words = folded.split()
    yield folded
    for at, word in enumerate(words[:-1], start=1):
        if word not in _QUALIFIERS:
            break
        yield " ".join(words[at:])
    yield " ".join(word for word in words if word not in _QUALIFIERS)


def read_header(header: str) -> HeaderReading:
    """What a header says its column is: its words as a whole, then one of them that says enough."""
    if exact := _read_exactly(header):
        return exact
    plain = plain_words(header)
    words = set(plain.split())
    if _REFUSES.search(plain) and not words & _OTHER_REFUSALS:
        return HeaderReading(Field.DO_NOT_CALL)
    if words & _NOT_TO_CALL:
        return HeaderReading(None)
    for field, needles in _CONTAINED.items():
        if words & needles and "name" not in words:
            return HeaderReading(field)
    return HeaderReading(None, known=False)


def is_only_name(header: str) -> bool:
    """Whether the header says "Name" and no more: of a person or of a firm."""
    return plain_words(header) in _ONLY_NAME


def is_given_or_whole(header: str) -> bool:
    """Whether the header says a first name where a column of last names is beside it, and else a name."""
    return plain_words(header) in _GIVEN_OR_WHOLE


def is_courtesy(header: str) -> bool:
    """Whether the header says "Title" and no more: of a job, or Mr and Dr where another column has the job."""
    return plain_words(header) in _COURTESIES


def is_header_word(text: str) -> bool:
    """Whether the text is a column title of some address list or CRM."""
    return is_only_name(text) or _read_exactly(text) is not None


@lru_cache(maxsize=1000)  # cards say the same few words of thousands of numbers
def phone_label(header: str) -> str:
    """What a header says about a number: "Mobile Phone" is mobile, phone1 and Column 8 say nothing."""
    words = [word.casefold() for word in _written_words(header) if plain_words(word) not in _PLAIN_PHONE_WORDS]
    return "" if words == ["column"] else " ".join(words)
