"""Telephone numbers as people type them: their digits, their sameness, E.164 where there is no doubt, and how they
are shown."""

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, normalize


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a country's numbers are dialled.

    `code` is the calling code, `trunk` what stands before a number called within the country, `shape` the
    national significant number, `exit` what stands before a calling code. `bare` says that a number of
    that shape is whole even without its trunk prefix: too long to be a local one.
    """

    code: str
    trunk: str
    shape: re.Pattern[str]
    exit: str = "00"
    bare: bool = True


def _plan(code: str, trunk: str, shape: str, exit: str = "00", bare: bool = True) -> _Plan:
    """`shape` is a pattern, or how many digits: "9" or "8-10", the first of them not 0."""
    if counts := re.fullmatch(r"(\d+)(?:-(\d+))?", shape):
        shape = rf"[1-9]\d{{{int(counts[1]) - 1},{int(counts[2] or counts[1]) - 1}}}"
    return _Plan(code, trunk, re.compile(shape, re.ASCII), exit, bare)


_NORTH_AMERICA = _plan("1", "1", r"[2-9]\d\d[2-9]\d{6}", "011")
_RUSSIA = _plan("7", "8", r"[3-9]\d{9}", "810")

# Why a table of our own beside the phonenumbers library, which reads the countries that are not in it: every start and
# search would pay for that library, it takes five times as long for each number of an import, and it refuses numbers of
# the right shape that nobody has been given, those of demonstrations and of tests.
# Calling codes, prefixes and lengths: ITU-T E.164 and the list "Dialling procedures" in the annex to ITU
# Operational Bulletin 994 (15 December 2011), with the changes of plan since. Where a country's local
# numbers are as long as whole ones, a number without its trunk prefix is left alone.
_PLANS = {
    "AE": _plan("971", "0", "8-9"),
    "AR": _plan("54", "0", r"9\d{10}|[1-8]\d{9}"),
    "AT": _plan("43", "0", "5-13", bare=False),
    "AU": _plan("61", "0", r"[2-478]\d{8}|1[38]00\d{6}|13\d{4}", "0011"),
    "BA": _plan("387", "0", "8-9"),
    "BD": _plan("880", "0", "8-10", bare=False),
    "BE": _plan("32", "0", "8-9"),
    "BG": _plan("359", "0", "7-9", bare=False),
    "BR": _plan("55", "0", r"[1-9][1-9]\d{8,9}|[3-9]00\d{6,7}", ""),
    "CA": _NORTH_AMERICA,
    "CH": _plan("41", "0", "9"),
    "CL": _plan("56", "", "9", ""),
    "CN": _plan("86", "0", r"1[3-9]\d{9}|10\d{8}|[2-9]\d{9,10}"),
    "CO": _plan("57", "", "10", ""),
    "CY": _plan("357", "", "8"),
    "CZ": _plan("420", "", "9"),
    "DE": _plan("49", "0", "6-13", bare=False),
    "DK": _plan("45", "", "8"),
    "EE": _plan("372", "", "7-8"),
    "EG": _plan("20", "0", "8-10", bare=False),
    "ES": _plan("34", "", r"[5-9]\d{8}"),
    "FI": _plan("358", "0", "5-12", bare=False),
    "FR": _plan("33", "0", "9"),
    "GB": _plan("44", "0", r"[1-9]\d{9}|1[2-9]\d{7}|[58]00\d{6}"),
    "GR": _plan("30", "", "10"),
    "HK": _plan("852", "", r"[2-9]\d{7}", "001"),
    "HR": _plan("385", "0", "8-9"),
    "HU": _plan("36", "06", "8-9"),
    "ID": _plan("62", "0", "8-12", "001", bare=False),
    "IE": _plan("353", "0", "7-9", bare=False),
    "IL": _plan("972", "0", "8-9"),
    "IN": _plan("91", "0", "10"),
    "IS": _plan("354", "", "7"),
    "IT": _plan("39", "", r"0\d{5,10}|3(?!90)\d{8,9}|8\d{5,9}"),
    "JP": _plan("81", "0", "9-10", "010"),
    "KE": _plan("254", "0", "9", "000"),
    "KR": _plan("82", "0", r"[1-7]\d{7,9}|80\d{7,8}", "001", bare=False),
    "KZ": _RUSSIA,
    "LI": _plan("423", "", r"[2-9]\d{6}|6\d{8}"),
    "LK": _plan("94", "0", "9"),
    "LT": _plan("370", "0", "8"),
    "LU": _plan("352", "", "6-11"),
    "LV": _plan("371", "", "8"),
    "MA": _plan("212", "0", "9"),
    "MO": _plan("853", "", "8"),
    "MT": _plan("356", "", "8"),
    "MX": _plan("52", "", "10"),
    "MY": _plan("60", "0", "8-10", bare=False),
    "NG": _plan("234", "0", "8-10", "009", bare=False),
    "NL": _plan("31", "0", "9"),
    "NO": _plan("47", "", "8"),
    "NZ": _plan("64", "0", "8-10"),
    "PE": _plan("51", "0", "8-9"),
    "PH": _plan("63", "0", "8-10", bare=False),
    "PK": _plan("92", "0", "9-10"),
    "PL": _plan("48", "", "9"),
    "PT": _plan("351", "", "9"),
    "RO": _plan("40", "0", "9"),
    "RS": _plan("381", "0", "8-9"),
    "RU": _RUSSIA,
    "SA": _plan("966", "0", "9"),
    "SE": _plan("46", "0", "7-9", bare=False),
    "SG": _plan("65", "", r"[3689]\d{7}", "001"),
    "SI": _plan("386", "0", "8"),
    "SK": _plan("421", "0", "9"),
    "TH": _plan("66", "0", "8-9", "001"),
    "TR": _plan("90", "0", "10"),
    "TW": _plan("886", "0", "8-9", "002", bare=False),
    "UA": _plan("380", "0", "9"),
    "US": _NORTH_AMERICA,
    "VN": _plan("84", "0", "9-10"),
    "ZA": _plan("27", "0", "9"),
}
_BY_CODE = {plan.code: plan for plan in _PLANS.values()}

_LONGEST_WRITTEN = 100
_LONGEST_SEARCHED = 64
# A number typed without its + is only taken to begin with a calling code from this many digits on.
_SHORTEST_WITH_CODE = 11
_SHORTEST_AFTER_011 = 10
_EXTENSION_WORDS = (
    "extensión|extension|extn|ext|xtn|xt|x|×|#|app|apparat|durchwahl|dw|poste|interno|доб|转|轉|分机|分機|内线|內線"
)
# Two commas are a pause in dialling; after one comma five digits at most, more may be another number.
_EXTENSION = re.compile(rf"(?:[ ,;]*(?:{_EXTENSION_WORDS})[ .:=]{{0,3}}|,,+|[,;] ?(?=\d{{1,5}}#?\Z))(\d{{1,15}})#?\Z")
_REMARK = re.compile(r" ?\([^()\d]*\)\Z")
_START = re.compile(r"[+(]*\d|\+")
_WRITTEN = re.compile(r"[(\[]?\+*[\d ()\[\]./\-\u2010-\u2015\u2212\u30fc]+", re.ASCII)
_TRUNK_IN_BRACKETS = re.compile(r"\( ?0 ?\)")


def _folded(typed: str) -> str:
    """In lower case, full-width forms as plain ones, any script's digits as 0-9, invisible marks left out."""
    if typed.isascii():
        return " ".join(typed.lower().split())
    shown = (chr(ord(each) - 0xFEE0) if "！" <= each <= "～" else each for each in typed)
    plain = (str(int(each)) if each.isdecimal() else each for each in shown if category(each) != "Cf")
    return " ".join(normalize("NFC", "".join(plain)).lower().split())


_NO_DIGIT = re.compile(r"[^0-9]+")


def digits(typed: str) -> str:
    """All its decimal digits, of any script, as 0-9."""
    if typed.isascii():  # most are, and an import asks for hundreds of thousands
        return _NO_DIGIT.sub("", typed)
    return "".join(str(int(each)) for each in typed if each.isdecimal())


def _split(typed: str) -> tuple[str, str]:
    """The number from its first sign on, without label and remark, and its extension; "" where too long."""
    if len(typed) > _LONGEST_WRITTEN:
        return "", ""
    text = _REMARK.sub("", _folded(typed))
    extension = ""
    if found := _EXTENSION.search(text):
        text, extension = text[: found.start()], found[1]
    start = _START.search(text)
    if start is None or "*" in text[: start.start()]:
        return "", extension
    return text[start.start() :].strip(), extension


def e164(typed: str, country: str) -> str:
    """ "+" and the digits, for a number dialled from `country` (ISO 3166 alpha-2); "" where there is doubt.

    An extension is left out. Any number with + is read. It tells by prefixes and lengths: that a number is of a
    possible shape, not that it is in use.
    """
    if not country and typed.isascii() and "+" not in typed:
        return ""
    number, _ = _split(typed)
    plan = _PLANS.get(country.upper())
    last_group = number.rpartition("/")[2]
    # A short group after a slash may be another number's ending, "…100/1", and letters may be anything.
    if not _WRITTEN.fullmatch(number) or ("/" in number and len(digits(last_group)) < 3):
        return ""
    if number.lstrip("([").startswith("+"):
        return _international(digits(_TRUNK_IN_BRACKETS.sub("", number)))
    if plan is None:
        return _international(_read_by_library(number, country.upper())) if country else ""
    if plan.exit and digits(number).startswith(plan.exit):
        return _international(digits(_TRUNK_IN_BRACKETS.sub("", number))[len(plan.exit) :])
    return _national(digits(number), plan)


def marked_e164(typed: str) -> str:
    """E.164 of a number that says itself that it is international, wherever it is dialled: by +, 00 or 011 before its
    calling code; "" of any other. 011 begins numbers of some towns too: those are shorter."""
    number, _ = _split(typed)
    if number.lstrip("([").startswith("+"):
        return e164(typed, "")
    if not _WRITTEN.fullmatch(number):
        return ""
    plain = digits(_TRUNK_IN_BRACKETS.sub("", number))
    if plain.startswith("00"):
        return _international(plain[2:])
    rest = plain[3:]
    coded = len(rest) >= _SHORTEST_AFTER_011 and any(rest[:n] in _BY_CODE for n in (1, 2, 3))
    return _international(rest) if plain.startswith("011") and coded else ""


def _international(number: str) -> str:
    """`number` begins with a calling code. No code is the beginning of another (E.164, 6.2.1)."""
    plan = next((plan for n in (1, 2, 3) if (plan := _BY_CODE.get(number[:n]))), None)
    if plan is None:
        return f"+{number}" if 8 <= len(number) <= 15 and not number.startswith("0") else ""
    national = number[len(plan.code) :]
    whole = _without_trunk(national, plan) or (national if plan.shape.fullmatch(national) else "")
    return f"+{plan.code}{whole}" if whole else ""


def _without_trunk(number: str, plan: _Plan) -> str:
    rest = number.removeprefix(plan.trunk)
    return rest if rest != number and plan.shape.fullmatch(rest) else ""


def _national(number: str, plan: _Plan) -> str:
    whole = _without_trunk(number, plan)
    if not whole and (plan.bare or not plan.trunk) and plan.shape.fullmatch(number):
        whole = number
    if whole:
        return f"+{plan.code}{whole}"
    # A spreadsheet takes the + away. What is too long for a number of the country may begin with its code.
    with_code = number.startswith(plan.code) and len(number) >= _SHORTEST_WITH_CODE
    return _international(number) if with_code and plan.bare else ""


def _read_by_library(number: str, country: str) -> str:
    """The calling code and digits of a valid number dialled from a country that has no plan here, or ""."""
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_valid_number, parse

    try:
        read = parse(number, country)
    except NumberParseException:
        return ""
    return format_number(read, PhoneNumberFormat.E164)[1:] if is_valid_number(read) else ""


def extension(typed: str) -> str:
    """The digits of the extension at its end, "" where there is none."""
    return _split(typed)[1]


def national(typed: str, country: str, home: str = "") -> str:
    """How the number is written where it is dialled, grouped, with its extension as "ext. 12" and a remark in brackets.

    In national form where that reads as the same number at `home` (ISO 3166 alpha-2; "" is `country`), else with + and
    the calling code, as it has to be dialled from there. `typed` is read as dialled from `country`, or where that is
    "" from `home`; what cannot be read without a doubt is left as it was typed.
    """
    number = e164(typed, country or home)
    if not number:
        return typed
    known = _known(number)
    forms = (known.national, known.international)
    shown = next((form for form in forms if e164(form, home or country) == number), number)
    added = extension(typed)
    remark = _REMARK.search(typed.strip())
    return (f"{shown} ext. {added}" if added else shown) + (f" {remark[0].strip()}" if remark else "")


def country_of(typed: str, country: str) -> str:
    """ISO 3166 alpha-2 of where the number was given out, "" where there is doubt.

    `country` is where it is dialled from. Where countries share a calling code and nobody has been given the number,
    `country` if it is one of them, else the one that most numbers of the code belong to.
    """
    number = e164(typed, country)
    if not number:
        return ""
    known = _known(number)
    shared = country.upper() if country.upper() in known.neighbours else next(iter(known.neighbours), "")
    return known.country or shared


def zones_of(typed: str, country: str) -> tuple[str, ...]:
    """IANA zones in which the number may ring, dialled from `country`; () where nothing is known.

    A mobile or freephone number has all zones of its calling code, unless the numbers of a place are known to be its.
    """
    number = e164(typed, country)
    return _known(number).zones if number else ()


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of an E.164 number. `neighbours` are the countries of its calling code, the main one first;
    `country` is "" for a number that nobody has been given."""

    national: str
    international: str
    country: str
    neighbours: tuple[str, ...]
    zones: tuple[str, ...]


@lru_cache(maxsize=1024)
def _known(number: str) -> _Known:
    """`number` begins with +. Not known to the phonenumbers library, it is shown as it is."""
    import phonenumbers
    from phonenumbers import PhoneNumberFormat, timezone

    try:
        read = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return _Known(number, number, "", (), ())
    code = read.country_code or 0
    if phonenumbers.is_valid_number(read):
        zones = timezone.time_zones_for_number(read)
    else:
        # Of a number nobody has been given only the calling code tells something.
        zones = timezone.time_zones_for_geographical_number(phonenumbers.PhoneNumber(code, 0))
    return _Known(
        phonenumbers.format_number(read, PhoneNumberFormat.NATIONAL),
        phonenumbers.format_number(read, PhoneNumberFormat.INTERNATIONAL),
        _alpha2(phonenumbers.region_code_for_number(read) or ""),
        tuple(region for region in phonenumbers.region_codes_for_country_code(code) if _alpha2(region)),
        tuple(zone for zone in zones if zone != timezone.UNKNOWN_TIMEZONE),
    )


def _alpha2(region: str) -> str:
    """Without the library's "001" for the whole world and "ZZ" for none."""
    return region if region.isalpha() and region != "ZZ" else ""


def same_number(a: str, b: str, country: str) -> bool:
    """Whether both reach the same telephone without a doubt, dialled from `country` (ISO 3166 alpha-2).

    Equal digits do, or the same E.164 number; two different extensions do not.
    """
    (first, first_extension), (second, second_extension) = _split(a), _split(b)
    if first_extension and second_extension and first_extension != second_extension:
        return False
    signs = ["".join(filter(str.isalnum, number)) for number in (first, second)]
    if signs[0] and signs[0] == signs[1]:
        return True
    return e164(a, country) != "" and e164(a, country) == e164(b, country)


def search_tails(typed: str, country: str = "") -> tuple[str, ...]:
    """Every ending, of three digits or more, of the number as typed and as dialled from at home and abroad.

    A search by prefix among them finds any part of the number; with `country` known (or a + typed), also
    its beginning in another form: 020 7946 for +44 20 7946 0100, and the other way round. Longest first;
    of more than 64 digits only the first count.
    """
    forms = {digits(typed)}
    if whole := e164(typed, country):
        plan = next((plan for n in (2, 3, 4) if (plan := _BY_CODE.get(whole[1:n]))), None)
        forms.add(f"00{whole[1:]}")
        if plan is not None:
            forms.add(plan.trunk + whole[1 + len(plan.code) :])
    if len(forms) == 1:
        (form,) = (form[:_LONGEST_SEARCHED] for form in forms)
        return tuple([form[start:] for start in range(len(form) - 2)])
    tails = {
        form[:_LONGEST_SEARCHED][start:] for form in forms for start in range(min(len(form), _LONGEST_SEARCHED) - 2)
    }
    return tuple(sorted(tails, key=lambda tail: (-len(tail), tail)))
