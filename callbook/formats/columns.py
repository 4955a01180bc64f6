"""A grid of text, what its columns mean, and its rows as prospects to come.

Every reader of tables ends in a Table; from there on nobody knows which kind of file it was.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from callbook.domain.place import country_code, guess_country, is_region, postcode_country


@dataclass(frozen=True, slots=True)
class Table:
    """A text grid as it stood in a file; no cell is trimmed and no filled row left out.

    `first_line` and `lines` count from 1 and say where each row begins. `outside` holds the text before the
    header and after the last row ("Notes:", "Grand Totals"), a line each, for the person to see.
    """

    header: tuple[str, ...] | None
    rows: tuple[tuple[str, ...], ...]
    first_line: int
    encoding: str
    delimiter: str
    lines: tuple[int, ...]
    outside: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """A name for every column up to the widest row: the header's, or "Column 3" where there is none."""
        header = self.header or ()
        width = max((len(header), *map(len, self.rows)))
        given = [name.strip() for name in header] + [""] * (width - len(header))
        return tuple(name or f"Column {at}" for at, name in enumerate(given, start=1))


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
    IGNORE = "ignore"  # left out because a person said so; never guessed


Mapping: TypeAlias = tuple[Field | None, ...]


@dataclass(frozen=True, slots=True)
class IncomingPerson:
    name: str
    role: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class IncomingPhone:
    label: str
    typed: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row as a prospect to come. `line` is where it stands in the file, `country` ISO alpha-2 or blank.

    The first e-mail address is the first person's where there is a person, otherwise `email`.
    """

    line: int
    name: str
    people: tuple[IncomingPerson, ...] = ()
    phones: tuple[IncomingPhone, ...] = ()
    email: str = ""
    website: str = ""
    address: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    tags: tuple[str, ...] = ()
    source: str = ""
    notes: str = ""
    what_they_do: str = ""


# No title of a column, no number and no address of any kind is longer; longer cells are words.
_LONG = 200


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


# Headers as _folded leaves them: no case, no accents, no digits, no punctuation.
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
    "|addr|adresse|strasse|anschrift|hausnummer|rue|住所|所在地|営業所所在地|地址|家庭地址|工作地址"
    "|醫事機構地址|中文地址",
    Field.CITY: "city|town|city town|locality|suburb|ort|wohnort|stadt|ville|commune|nom commune|市|城市|市区町村",
    Field.REGION: "state|state code|stabbr|province|state province|province state|state region|region"
    "|state or province|bundesland|bundesland kanton|kanton|canton|都道府県|省|省份|prefecture",
    Field.POSTCODE: "zip|zip code|zipcode|zip postal code|postal|postal code|postalcode|postcode|post code"
    "|pin code|pincode|plz|postleitzahl|code postal|郵便番号|邮编|邮政编码|youbian",
    Field.COUNTRY: "country|country region|country name|countryname|country code|nation|land|land region"
    "|staat|pays|国|国家|國家",
    Field.SOURCE: "source|lead source|data source|original source|contact source|datenquelle|quelle|herkunft",
    Field.TAGS: "tag|tags|labels|category|categories|group|groups|group membership|kategorie|kategorien",
    Field.NOTES: "note|notes|comment|comments|description|remark|remarks|crm note|bemerkung|bemerkungen"
    "|notiz|notizen|anmerkung|remarques|メモ|備考|备注|附注",
    Field.WHAT_THEY_DO: "industry|sector|line of business|what they do|branche|secteur|業種|行业|行業",
}
# These count only where no filled column says the same thing outright: with a state, a county is no region.
_SECOND_CHOICES = {
    Field.REGION: "county|county name|district|landkreis|departement",
    Field.WEBSITE: "domain|domain name|profile url|linkedin|linkedin url",
    Field.ADDRESS: "formatted|full address",
}
# Headers that are certainly headers and certainly none of the fields.
_OTHER_WORDS = (
    "id|uuid|key|no|nr|type|label|date|time|fax|faxnummer|faxvorwahl|pager|suffix|prefix|name suffix"
    "|name prefix|salutation|anrede|greeting|nickname|department|abteilung|gender|birthday|birth year"
    "|birth month|birth day|geburtstag|anniversary|status|stage|owner|rating|priority|connected on|created"
    "|created at|create date|photo|latitude|longitude|lat|lng|telex|ext|extension|ふりがな|部署名|传真|傳真"
    "|生日|昵称"
)
_ONLY_NAME = _words("name|nom")
# Words before or after the word that matters: "Business City", "Address 1 - City", "adr_one_locality".
_SECOND_QUALIFIERS = _words(
    "home|private|privat|other|shipping|alt|alternate|second|secondary|two|weitere|weiterer|domicile|autre"
)
_QUALIFIERS = _SECOND_QUALIFIERS | _words(
    "business|work|office|company|organization|account|customer|client|contact|person|lead|main|primary"
    "|preferred|general|direct|mailing|billing|address|adr|one|associated|geschaftlich|dienstlich|bureau"
)
_NOT_TO_CALL = _words(
    "fax|pager|owner|assigned|type|label|ext|extension|date|status|opt|consent|domain|format|created"
    "|modified|verified|valid|bounced|id|display|stage|typ"
)
_CONTAINED = {
    Field.PHONE: _words("phone|phones|telephone|telefon|tel|mobile|cell|handy|mobil"),
    Field.EMAIL: _words("email|emails|mail"),
    Field.WEBSITE: _words("website|homepage|webpage"),
}
_PLAIN_PHONE_WORDS = _words(
    "phone|phones|telephone|telefon|telefonnummer|tel|number|numbers|no|nr|nummer|value|contact|person"
    "|without|country|code|電話|電話番号|聯絡電話|電話號碼|电话|电话号码|联系电话"
)


def _folded(header: str) -> str:
    """A header's words without case, accents, digits and punctuation; e-mail and eMail are one word."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFC", header[:_LONG]))
    plain = "".join(map(_without_accent, split.casefold()))
    words = re.sub(r"[^\w]|[\d_]", " ", plain).split()
    return re.sub(r"\be mail", "email", " ".join(words))


def _without_accent(letter: str) -> str:
    """é as e; the marks of Japanese letters stay, there they make another letter."""
    plain = unicodedata.normalize("NFKD", letter)
    return plain[0] if plain[:1].isascii() else letter


def _by_word(table: dict[Field, str]) -> dict[str, Field]:
    return {_folded(word): field for field, words in table.items() for word in words.split("|")}


_FIRST = _by_word(_ALIASES)
_SECOND = _by_word(_SECOND_CHOICES)
_OTHER = frozenset(map(_folded, _OTHER_WORDS.split("|")))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a header says: the field, whether in second place only, and whether its words were known."""

    field: Field | None
    second: bool = False
    known: bool = True


def _read_exactly(header: str) -> _Reading | None:
    """The header looked up whole, then without the words that only say whose or which one it is."""
    folded = _folded(header)
    second = bool(_SECOND_QUALIFIERS.intersection(folded.split()))
    for text in _shortened(folded):
        if text in _FIRST:
            return _Reading(_FIRST[text], second and text != folded)
        if text in _SECOND:
            return _Reading(_SECOND[text], second=True)
        if text in _OTHER:
            return _Reading(None)
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


def _read_header(header: str) -> _Reading:
    if exact := _read_exactly(header):
        return exact
    words = set(_folded(header).split())
    if words & _NOT_TO_CALL:
        return _Reading(None)
    for field, needles in _CONTAINED.items():
        if words & needles and "name" not in words:
            return _Reading(field)
    return _Reading(None, known=False)


def is_header_word(text: str) -> bool:
    """Whether the text is a column title of some address list or CRM."""
    return _folded(text) in _ONLY_NAME or _read_exactly(text) is not None


class Shape(StrEnum):
    """What a cell looks like by itself."""

    TEXT = "text"
    EMAIL = "email"
    URL = "url"
    DATE = "date"
    NUMBER = "number"
    PHONE = "phone"
    POSTCODE = "postcode"


_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+([\s,;]+[^@\s,;]+@[^@\s,;]+)*")
_URL = re.compile(r"(https?://|www\.)\S+|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(/\S*)?")
_DATE = re.compile(
    r"\d{4}([-/.])\d{1,2}\1\d{1,2}([ T].*)?|\d{1,2}([-/.])\d{1,2}\3(\d{4}|\d\d)([ T].*)?"
    r"|\d{1,2}:\d\d(:\d\d)?|\d{1,2} [A-Za-z]{3,9} \d{4}"
)
_NUMBER = re.compile(r"[-+]?\d{1,3}([.,]\d{3})*([.,]\d+)?|[-+]?\d+([.,]\d+)*")
_DOTTED_PHONE = re.compile(r"\d{3}\.\d{3}\.\d{4}")
_PHONE = re.compile(r"'?\+?[\d(][\d\s().\-–/]*\d(\s*(x|ext\.?|#)\s*\d+)?")
_ZIP_PLUS_4 = re.compile(r"\d{5}-\d{4}")


def shape_of(cell: str) -> Shape:
    """The shape of one cell, by itself: digits alone are a number, never a phone number."""
    text = cell.strip()
    if len(text) > _LONG:
        return Shape.TEXT
    if _EMAIL.fullmatch(text):
        return Shape.EMAIL
    if _DATE.fullmatch(text):
        return Shape.DATE
    if _ZIP_PLUS_4.fullmatch(text) or postcode_country(text):
        return Shape.POSTCODE
    digits = sum(map(str.isdigit, text))
    if _DOTTED_PHONE.match(text) or (digits >= 7 and text.startswith(("+", "'+"))):
        return Shape.PHONE
    if _NUMBER.fullmatch(text):
        return Shape.NUMBER
    if 7 <= digits <= 20 and _PHONE.fullmatch(text):
        return Shape.PHONE
    return Shape.URL if _URL.fullmatch(text) else Shape.TEXT


_SAMPLE = 200
_MOST = 0.6
_ENOUGH = 3  # cells that speak for themselves under a header that says nothing
_STREET = re.compile(r"\d+\S*\s+.*[^\W\d_]{2}.*|.*[^\W\d_]{2}\S*\s+\d+\s*[a-zA-Z]?([-/]\d+)?")
# Latin, Greek and Cyrillic letters: Chinese and Japanese write firms and people in one word alike.
_WORD = re.compile(r"[A-Za-z\u00C0-\u052F]+(['’-][A-Za-z\u00C0-\u052F]+)*\.?")
_FIRM = re.compile(
    r"\b(inc|ltd|llc|llp|plc|gmbh|ag|kg|co|corp|company|sons|group|services?|bank|schools?|hospital|university"
    r"|s\.?a|b\.?v|associates|center|centre|agency|studio|systems|solutions)\b|&|会社|公司",
    re.IGNORECASE,
)


class _Columns:
    """The filled cells of each column, a sample of them, while its meaning is being guessed."""

    def __init__(self, table: Table) -> None:
        self.names = table.names
        self.cells: list[list[str]] = [[] for _ in self.names]
        for row in table.rows[: 5 * _SAMPLE]:
            for at, cell in enumerate(row):
                if cell.strip() and len(self.cells[at]) < _SAMPLE:
                    self.cells[at].append(cell.strip()[:_LONG])
        self.fields: list[Field | None] = [None] * len(self.names)
        self.unknown = set(range(len(self.names)))

    def share(self, at: int, matches: re.Pattern[str]) -> float:
        cells = self.cells[at]
        return sum(bool(matches.fullmatch(cell)) for cell in cells) / len(cells) if cells else 0.0

    def shape(self, at: int) -> Shape | None:
        """The shape most of the column's cells have; None for a blank or a mixed column."""
        counted = Counter(map(shape_of, self.cells[at])).most_common(1)
        return counted[0][0] if counted and counted[0][1] >= _MOST * len(self.cells[at]) else None

    def has(self, *fields: Field) -> bool:
        return any(field in fields for field in self.fields)

    def filled(self) -> set[Field]:
        """The fields that some column has and holds anything for."""
        return {field for field, cells in zip(self.fields, self.cells, strict=True) if field and cells}

    def set(self, at: int, field: Field) -> None:
        self.fields[at] = field
        self.unknown.discard(at)

    def texts(self) -> list[int]:
        """Columns of plain words that mean nothing yet, from the left."""
        return [at for at in sorted(self.unknown) if self.shape(at) is Shape.TEXT]


def guess(table: Table) -> Mapping:
    """What each column means, from its header, and from what stands in it where the header does not say.

    None where neither does. Nothing is ever guessed to be left out.
    """
    columns = _Columns(table)
    if table.header is not None:
        _guess_by_header(columns)
    _guess_by_shape(columns, alone=table.header is None)
    if not columns.has(Field.COMPANY, Field.PERSON, Field.FIRST_NAME, Field.LAST_NAME):
        _guess_names(columns, alone=table.header is None)
    return tuple(columns.fields)


def _guess_by_header(columns: _Columns) -> None:
    readings = [_read_header(name) for name in columns.names]
    for at, reading in enumerate(readings):
        if reading.known:
            columns.unknown.discard(at)
        if reading.field and not reading.second:
            columns.set(at, reading.field)
    said = columns.filled() - {Field.PHONE, Field.EMAIL}
    for at, reading in enumerate(readings):
        if reading.field and reading.second and reading.field not in said:
            columns.set(at, reading.field)
    _settle_titles(columns)
    _settle_names(columns)
    for at, cells in enumerate(columns.cells):
        dialled = cells and all(re.fullmatch(r"\+\d{1,4}", cell) for cell in cells)
        if columns.fields[at] is Field.COUNTRY and dialled:
            columns.set(at, Field.PHONE_PREFIX)


def _settle_titles(columns: _Columns) -> None:
    """Beside a job title, "Title" is Mr or Dr."""
    roles = [at for at, field in enumerate(columns.fields) if field is Field.ROLE]
    for at in roles:
        if len(roles) > 1 and _folded(columns.names[at]) == "title":
            columns.fields[at] = None


def _settle_names(columns: _Columns) -> None:
    """A column that is only called "Name" holds a person or a firm: the columns beside it say which."""
    for at, name in enumerate(columns.names):
        if _folded(name) in _ONLY_NAME:
            columns.set(at, _kind_of_name(columns, columns.cells[at]))


def _kind_of_name(columns: _Columns, cells: Sequence[str]) -> Field:
    first, last = columns.has(Field.FIRST_NAME), columns.has(Field.LAST_NAME)
    if first and not last:
        return Field.LAST_NAME
    if columns.has(Field.COMPANY) or (columns.has(Field.ROLE) and not first):
        return Field.PERSON
    return Field.PERSON if _look_like_people(cells) else Field.COMPANY


def _look_like_people(cells: Sequence[str]) -> bool:
    """Mostly two or three words of letters, and hardly a word that only firms have in their names."""
    if not cells:
        return False
    named = sum(
        2 <= len(cell.split()) <= 3 and all(map(_WORD.fullmatch, cell.replace(",", " ").split())) for cell in cells
    )
    firms = sum(bool(_FIRM.search(cell)) for cell in cells)
    return named >= 0.8 * len(cells) and firms < 0.1 * len(cells)


_BY_SHAPE = {
    Shape.EMAIL: Field.EMAIL,
    Shape.URL: Field.WEBSITE,
    Shape.PHONE: Field.PHONE,
    Shape.POSTCODE: Field.POSTCODE,
}


def _guess_by_shape(columns: _Columns, alone: bool) -> None:
    """Columns whose cells speak for themselves; with `alone` (no header) also those that need neighbours."""
    for at in sorted(columns.unknown):
        shape = columns.shape(at)
        field = _BY_SHAPE.get(shape) if shape else None
        if field and (field in (Field.PHONE, Field.EMAIL) or not columns.has(field)):
            columns.set(at, field)
        elif shape is Shape.TEXT and (alone or len(columns.cells[at]) >= _ENOUGH):
            _guess_place(columns, at)
    if alone:
        _guess_numbers(columns)
        _guess_after_address(columns)


def _guess_place(columns: _Columns, at: int) -> None:
    if not columns.has(Field.REGION) and _are_regions(columns.cells[at]):
        columns.set(at, Field.REGION)
    elif not columns.has(Field.ADDRESS) and columns.share(at, _STREET) >= _MOST:
        columns.set(at, Field.ADDRESS)


def _are_regions(cells: Sequence[str]) -> bool:
    return all(len(cell) == 2 and (is_region("US", cell) or is_region("CA", cell)) for cell in cells)


def _guess_numbers(columns: _Columns) -> None:
    """ZIP codes beside a state, and telephone numbers without a blank where no column has others."""
    for at in sorted(columns.unknown):
        before = columns.fields[at - 1] if at else None
        if before is Field.REGION and not columns.has(Field.POSTCODE):
            if columns.share(at, re.compile(r"\d{4,5}")) >= _MOST:
                columns.set(at, Field.POSTCODE)
        elif not columns.has(Field.PHONE) and columns.share(at, re.compile(r"\d{10,11}")) >= 0.8:
            columns.set(at, Field.PHONE)


def _guess_after_address(columns: _Columns) -> None:
    """After the street comes the town; what stands between the town and the postcode is the region."""
    if not columns.has(Field.ADDRESS):
        return
    at = columns.fields.index(Field.ADDRESS) + 1
    texts = columns.texts()
    if at in texts:
        columns.set(at, Field.CITY)
        closed = columns.fields[at + 2 : at + 3] == [Field.POSTCODE]
        if at + 1 in texts and closed and not columns.has(Field.REGION):
            columns.set(at + 1, Field.REGION)


def _guess_names(columns: _Columns, alone: bool) -> None:
    """First, last, company; or a person, company; or a company: by position and shape, before the street.

    Under a header that does not say so nobody is taken for a person.
    """
    street = columns.fields.index(Field.ADDRESS) if columns.has(Field.ADDRESS) else len(columns.fields)
    texts = [at for at in columns.texts() if at < street]
    single = [at for at in texts[:2] if columns.share(at, _WORD) >= 0.85]
    if alone and len(single) == 2 and single[1] == single[0] + 1:
        columns.set(texts.pop(0), Field.FIRST_NAME)
        columns.set(texts.pop(0), Field.LAST_NAME)
    elif alone and texts and _look_like_people(columns.cells[texts[0]]):
        columns.set(texts.pop(0), Field.PERSON)
    wordy = [at for at in texts if columns.share(at, re.compile(r"\D*")) >= _MOST]
    called_names = [at for at in wordy if "name" in _folded(columns.names[at]).split()]
    for at in (called_names or wordy)[:1]:
        columns.set(at, Field.COMPANY)


def incoming(table: Table, mapping: Mapping) -> Iterator[Incoming]:
    """Each row as a prospect to come, in the order of the file.

    No filled cell is dropped, unless its column is mapped to IGNORE: what has no place of its own becomes a
    line "Name of the column: cell" in the notes. Trailing columns may be missing in `mapping`.
    """
    plan = _Plan(table.names, mapping)
    for line, cells in zip(table.lines, table.rows, strict=True):
        yield _Row(line, cells, plan).read()


class _Plan:
    """The mapping turned round, once for all rows: where the cells of each field stand."""

    def __init__(self, names: Sequence[str], mapping: Mapping) -> None:
        self.names = names
        self.of: dict[Field, list[int]] = {field: [] for field in Field}
        self.phones: list[tuple[int, str, dict[Field, int]]] = []
        beside: dict[Field, int] = {}
        for at, field in enumerate(mapping[: len(names)]):
            if field is None:
                continue
            self.of[field].append(at)
            if field in (Field.PHONE_LABEL, Field.PHONE_PREFIX):
                beside[field] = at
            elif field is Field.PHONE:
                self.phones.append((at, _label(names[at]), beside))
                beside = {}


class _Row:
    """One row while it is being read: cells are taken out until only those without a place are left."""

    def __init__(self, line: int, cells: Sequence[str], plan: _Plan) -> None:
        self.line = line
        self.plan = plan
        self.left = {at: text for at, cell in enumerate(cells) if (text := _tidy(cell))}
        for at in plan.of[Field.IGNORE]:
            self.left.pop(at, None)
        self.fallback = _one_line(next(iter(self.left.values()), ""))

    def read(self) -> Incoming:
        company = _one_line(self.take(Field.COMPANY))
        phones = tuple(self.take_phones())
        emails = self.take_emails()
        names = self.take_names()
        people = self.people(names, emails)
        region, postcode = self.take(Field.REGION), self.take(Field.POSTCODE)
        country = self.take_country() or self.guess_country(region, postcode)
        email = emails.pop(0) if emails else ""
        website = self.take(Field.WEBSITE)
        numbers = [phone.typed for phone in phones]
        candidates = [company, *names, email, website, *numbers, self.fallback]
        # The notes come last: they hold whatever is then left.
        return Incoming(
            line=self.line,
            name=next(filter(None, candidates), ""),
            people=people,
            phones=phones,
            email=email,
            website=website,
            address=", ".join(self.take_all(Field.ADDRESS)),
            city=self.take(Field.CITY),
            region=region,
            postcode=postcode,
            country=country,
            tags=tuple(self.take_tags()),
            source=self.take(Field.SOURCE),
            what_they_do="\n".join(self.take_all(Field.WHAT_THEY_DO)),
            notes="\n".join([*self.take_all(Field.NOTES), *self.rest(emails)]),
        )

    def columns(self, field: Field) -> list[int]:
        return [at for at in self.plan.of[field] if at in self.left]

    def take(self, field: Field) -> str:
        """The first filled cell of the field; further ones stay, but for those that say the same."""
        found = self.columns(field)
        text = self.left[found[0]] if found else ""
        for at in found:
            if self.left[at] == text:
                del self.left[at]
        return text

    def take_all(self, field: Field) -> list[str]:
        return [self.left.pop(at) for at in self.columns(field)]

    def take_names(self) -> list[str]:
        """The people named in the row: full names where there are any, else first and last names joined."""
        full = [_one_line(name) for name in self.take_all(Field.PERSON)]
        parts = self.columns(Field.FIRST_NAME) + self.columns(Field.LAST_NAME)
        if not full:
            joined = _one_line(" ".join(self.left.pop(at) for at in parts))
            return [joined] if joined else []
        for at in parts:
            if _one_line(self.left[at]) in full[0]:
                del self.left[at]
        return list(dict.fromkeys(full))

    def people(self, names: Sequence[str], emails: list[str]) -> tuple[IncomingPerson, ...]:
        """The people, the first with the role and the first of the e-mail addresses."""
        if not names:
            return ()
        first = IncomingPerson(names[0], self.take(Field.ROLE), emails.pop(0) if emails else "")
        return (first, *map(IncomingPerson, names[1:]))

    def take_emails(self) -> list[str]:
        emails: list[str] = []
        for cell in self.take_all(Field.EMAIL):
            parts = [part for part in re.split(r":::|[;,]", cell) if part.strip()]
            emails += [p.strip() for p in parts] if all("@" in p for p in parts) else [cell]
        return emails

    def take_phones(self) -> Iterator[IncomingPhone]:
        """Numbers as they were typed, each with the label and the prefix of the columns before it."""
        for at, header, beside in self.plan.phones:
            yield from self.phones_at(at, header, beside)

    def phones_at(self, at: int, header: str, beside: dict[Field, int]) -> Iterator[IncomingPhone]:
        if not any(map(str.isdigit, self.left.get(at, ""))):
            return
        numbers = _numbers(self.left.pop(at))
        prefix = self.left.pop(beside.get(Field.PHONE_PREFIX, -1), "")
        label = self.left.pop(beside.get(Field.PHONE_LABEL, -1), "").lstrip("* ").lower()
        for typed in numbers:
            yield IncomingPhone(label or header, f"{prefix} {typed}".strip())

    def take_country(self) -> str:
        """The code of the first country that is known; any other stays as it was typed."""
        for at in self.columns(Field.COUNTRY):
            if code := country_code(self.left[at]):
                del self.left[at]
                return code
        return ""

    def guess_country(self, region: str, postcode: str) -> str:
        return "" if self.columns(Field.COUNTRY) else guess_country(region, postcode)

    def take_tags(self) -> Iterator[str]:
        for cell in self.take_all(Field.TAGS):
            tags = (tag.strip().removeprefix("* ") for tag in re.split(r":::|[;,]", cell))
            yield from filter(None, tags)

    def rest(self, emails: Sequence[str]) -> Iterator[str]:
        """What found no place: further e-mail addresses, then every cell that is still there."""
        yield from (f"E-mail: {email}" for email in emails)
        yield from (f"{self.plan.names[at]}: {cell}" for at, cell in self.left.items())


def _tidy(cell: str) -> str:
    """The cell without blanks around it and with one kind of line end; nothing inside a line changes."""
    text = cell.strip()
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _one_line(text: str) -> str:
    return " ".join(part.strip() for part in text.splitlines() if part.strip())


def _numbers(cell: str) -> list[str]:
    """The numbers of one cell. A part with fewer than five digits is an extension and stays where it is."""
    numbers: list[str] = []
    for joined in cell.split(":::"):
        parts = [part.strip() for part in joined.split(";") if part.strip()]
        whole = all(sum(map(str.isdigit, part)) >= 5 for part in parts)
        numbers += parts if whole else [joined.strip()]
    return [number for number in numbers if number]


def _label(header: str) -> str:
    """What a header says about a number: "Mobile Phone" is mobile, phone1 and Column 8 say nothing."""
    words = [word for word in _folded(header).split() if word not in _PLAIN_PHONE_WORDS]
    return "" if words == ["column"] else " ".join(words)
