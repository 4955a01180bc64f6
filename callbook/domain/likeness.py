"""Normal forms: what two spellings of one name, person, number, address or site have in common."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from callbook.domain.phone import digits, extension


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# How a company is constituted says nothing about which company it is. Trimmed from the end of a name only, where such
# a word cannot be the name itself.
LEGAL = words(
    "ltd limited llc llp lp plc inc incorporated corp corporation co company coltd cokg cie "
    "gmbh mbh gmbhco ag kg kgaa ohg gbr ug haftungsbeschrankt ek ev eg partg partgmbb "
    "sarl sas sasu sa eurl sci snc scop selarl bv nv srl spa sl slu ab oy as aps asa "
    "pty pte pvt private kk gk sdn bhd ltda"
)
LEGAL_FIRST = words("sarl sasu eurl selarl pt")
UNSAID = words("the and und et")
UNSPACED = re.compile("[぀-ヿ㐀-鿿豈-﫿가-힯]")
UNSPACED_LEGAL = re.compile(
    r"株式会社|株式會社|有限会社|合同会社|合資会社|合名会社|\(株\)|\(有\)|\(同\)|一般社団法人|公益財団法人|医療法人"
    "|特定非営利活動法人|股份有限公司|有限責任公司|有限责任公司|有限公司|주식회사|유한회사|[(]주[)]"
)
# Written with two letters where a keyboard has not these.
TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "æ": "ae", "œ": "oe"})
AFTER_HOST = re.compile(r"[/?#:\s].*", re.DOTALL)
VOWELS, DOUBLED = re.compile("[aeiouyh]"), re.compile(r"(.)\1+")
WORD = re.compile(r"\w+")
NUMERAL = re.compile(r"\d+|第[一二三四五六七八九十百]+|[一二三四五六七八九十]+(?=[号店中小])")
SIGNS = re.compile(r"[^\d +()./-]")  # without any of these a number has no extension
FEWEST = 7  # digits by which a number is known without its country
SHORTEST_TYPO = 4  # letters from which on a slip of the keys is likelier than another word

STREETS = {
    "street": "st", "str": "st", "strasse": "st", "road": "rd", "avenue": "av", "ave": "av", "boulevard": "bd",
    "blvd": "bd", "lane": "ln", "drive": "dr", "square": "sq", "place": "pl", "platz": "pl", "court": "ct",
    "suite": "ste", "floor": "fl", "number": "no", "nr": "no", "building": "bldg",
}  # fmt: skip
STREET_WORD = re.compile("(?:strasse|str)$")
BLOCKS = re.compile("丁目|番地|番|号室|号|號|の")

# Where anybody can have an address or a page: the domain says nothing about who.
FREE_LABELS = words("gmail googlemail hotmail outlook live yahoo ymail gmx aol icloud")
FREE_DOMAINS = words(
    "msn.com me.com mac.com mail.com proton.me protonmail.com pm.me fastmail.com zoho.com yandex.ru mail.ru "
    "web.de t-online.de freenet.de arcor.de online.de bluewin.ch aon.at "
    "orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr libero.it "
    "btinternet.com btconnect.com sky.com virginmedia.com ntlworld.com talktalk.net tiscali.co.uk "
    "comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net shaw.ca rogers.com bigpond.com netvigator.com "
    "qq.com foxmail.com 163.com 126.com 139.com 189.cn sina.com sina.cn sohu.com aliyun.com yeah.net naver.com "
    "docomo.ne.jp ezweb.ne.jp softbank.ne.jp nifty.com ocn.ne.jp biglobe.ne.jp "
    "facebook.com fb.com instagram.com linkedin.com twitter.com x.com youtube.com tiktok.com linktr.ee google.com "
    "wixsite.com wordpress.com blogspot.com weebly.com jimdofree.com business.site etsy.com ebay.com amazon.com "
    "yelp.com tripadvisor.com github.io goo.gl bit.ly ameblo.jp weibo.com taobao.com tmall.com 1688.com"
)
SECOND_LEVEL = words("co com org net ac gov edu or ne gr go ed lg ltd plc sch me gv asso")


def plain(text: str) -> str:
    """Lower case, without accents, in the usual width. The marks of kana stay: ガ is not カ with an accent."""
    if text.isascii():
        return text.lower()
    whole = unicodedata.normalize("NFKC", text).casefold().translate(TWO_LETTERS)
    apart = unicodedata.normalize("NFKD", whole)
    kept = "".join(char for char in apart if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", kept)


def unspaced(text: str) -> str:
    """Without blanks and punctuation."""
    return "".join(WORD.findall(text.replace("_", " ")))


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """A business's name without case, width, accents, punctuation and its legal form; words parted by one blank,
    Chinese and Japanese names without any. "" where nothing is left to compare."""
    text = plain(name)
    if UNSPACED.search(text):
        return unspaced(UNSPACED_LEGAL.sub("", text)) or unspaced(text)
    parts = WORD.findall(text.replace(".", "").replace("'", "").replace("’", "").replace("_", " "))
    said = [part for part in parts if part not in UNSAID] or parts
    return " ".join(spelled(without_legal(said)))


def without_legal(parts: list[str]) -> list[str]:
    end = len(parts)
    while end > 1 and parts[end - 1] in LEGAL:
        end -= 1
    start = 1 if end > 1 and parts[0] in LEGAL_FIRST else 0
    return parts[start:end]


def spelled(parts: list[str]) -> list[str]:
    """Letters standing alone in a row become one word: "a b c" is "abc"."""
    joined: list[str] = []
    was_letter = False
    for word in parts:
        is_letter = len(word) == 1 and word.isalpha()
        if is_letter and was_letter:
            joined[-1] += word
        else:
            joined.append(word)
        was_letter = is_letter
    return joined


@lru_cache(maxsize=8192)
def person_key(name: str) -> str:
    """A person's name whatever the order of its parts; "" where only one part is known, which many share."""
    text = plain(name)
    if UNSPACED.search(text):
        key = re.sub("(?:様|先生|さん|殿|女士|小姐)$", "", unspaced(text))
        return key if len(key) >= 2 else ""
    parts = [part for part in WORD.findall(text.replace(".", " ")) if len(part) > 1 and part not in TITLES]
    return " ".join(sorted(parts)) if len(parts) >= 2 else ""


TITLES = words("mr mrs ms miss dr prof herr frau mme mlle monsieur madame sir dipl ing jr sr phd")


def number_key(typed: str, e164: str = "") -> str:
    """A number as `Described` holds it: international where known, else its digits, then x and its extension."""
    base = e164 or digits(typed)
    added = extension(typed) if SIGNS.search(typed) else ""
    if added and not e164:
        base = base.removesuffix(added)
    return f"{base}x{added}" if base and added else base


def tail(number: str) -> str:
    """The end by which numbers dialled from home and from abroad are the same; "" where too short to tell."""
    base = number.partition("x")[0]
    return base[-8:].lstrip("+0") if len(base) >= FEWEST else ""


def same_line(a: str, b: str) -> bool:
    """Whether two numbers, as `number_key` writes them, reach one telephone. Two different extensions do not."""
    (base, _, inner), (other, _, other_inner) = a.partition("x"), b.partition("x")
    if inner and other_inner and inner != other_inner:
        return False
    if base == other:
        return tail(base) != ""
    if base.startswith("+") and other.startswith("+"):
        return False
    short, long = sorted((base.lstrip("+0"), other.lstrip("+0")), key=lambda number: (len(number), number))
    return len(short) >= FEWEST and long.endswith(short) and len(long) - len(short) <= 3


def ending(number: str) -> str:
    """The last digits of a number, as `number_key` writes it, which all that `same_line` takes for one share; "" where
    it has too few."""
    base = number.partition("x")[0].lstrip("+0")
    return base[-FEWEST:] if len(base) >= FEWEST else ""


class Numbers:
    """Numbers, each as `number_key` writes it or its digits, among which another is found by `same_line`."""

    def __init__(self, numbers: Iterable[str]) -> None:
        self._by_ending: dict[str, list[str]] = {}
        for number in numbers:
            self._by_ending.setdefault(ending(number), []).append(number)

    def __contains__(self, number: str) -> bool:
        there = self._by_ending.get(ending(number), ())
        return number in there or any(same_line(number, one) for one in there)


def email_key(email: str) -> str:
    """The address itself, "" where it is none."""
    text = email.strip().casefold()
    return text if "@" in text[1:-1] else ""


@lru_cache(maxsize=8192)
def domain_of(text: str) -> str:
    """The domain somebody registered, of an e-mail address or a web address; "" for one that anybody may use."""
    host = text.strip().casefold().rpartition("@")[2]
    host = host.partition("://")[2] or host
    host = AFTER_HOST.sub("", host).strip(".")
    labels = host.split(".")
    if len(labels) < 2 or not all(labels) or labels[-1].isdecimal():
        return ""
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL
    labels = labels[-3 if deep else -2 :]
    domain = ".".join(labels)
    return "" if labels[0] in FREE_LABELS or domain in FREE_DOMAINS else domain


@lru_cache(maxsize=8192)
def address_key(address: str) -> str:
    """Street and number with their usual short forms in one; "" where there is no number to tell houses apart."""
    text = plain(address)
    if UNSPACED.search(text):
        text = re.sub(r"[\s,]+", "", BLOCKS.sub("-", text).replace("−", "-").replace("‐", "-"))
        key = re.sub("-+", "-", text).strip("-")
    else:
        parts = [STREETS.get(part, part) for part in WORD.findall(text.replace(".", " ").replace("'", ""))]
        key = " ".join(STREET_WORD.sub(" st", part) if len(part) > 6 else part for part in parts)
        key = " ".join(sorted(key.split()))
    return key if len(key) >= 4 and any(char.isdigit() for char in key) else ""


def postcode_key(postcode: str) -> str:
    """Letters and digits of a postcode; of a ZIP code of nine digits the first five."""
    key = plain(postcode).replace(" ", "").replace("-", "")
    if not key.isalnum():
        key = "".join(char for char in key if char.isalnum())
    return key[:5] if len(key) == 9 and key.isdigit() else key


@lru_cache(maxsize=8192)
def city_key(city: str) -> str:
    text = plain(city)
    if UNSPACED.search(text):
        key = unspaced(text)
        return key[:-1] if len(key) > 2 and key[-1] in "市都府区區" else key
    return " ".join(WORD.findall(text))


@lru_cache(maxsize=8192)
def alike(a: str, b: str) -> bool:
    """Whether two name keys look like one name: a word more, or a slip of the keys. Equal ones are."""
    if a > b:
        return alike(b, a)
    if a.replace(" ", "") == b.replace(" ", ""):
        return a != ""
    if NUMERAL.findall(a) != NUMERAL.findall(b):
        return False
    if UNSPACED.search(a) or UNSPACED.search(b):
        return alike_unspaced(a, b)
    fewer, more = sorted((a.split(), b.split()), key=lambda some: (len(some), some))
    return bool(fewer) and alike_words(fewer, more)


def alike_words(fewer: list[str], more: list[str]) -> bool:
    """Whether each of the fewer words is among the others, two of them at most with a slip."""
    left, slips = list(more), 0
    for word in fewer:
        if word in left:
            left.remove(word)
            continue
        near = next((other for other in left if slipped(word, other)), None)
        if near is None:
            return False
        left.remove(near)
        slips += 1
    long_enough = sum(map(len, fewer)) >= SHORTEST_TYPO
    return long_enough and slips <= (2 if len(fewer) > 2 else 1) and not (slips and left)


def alike_unspaced(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=lambda key: (len(key), key))
    if len(short) >= 3 and short in long:
        return True
    ours, theirs = ({key[at : at + 2] for at in range(len(key) - 1)} for key in (short, long))
    return len(short) >= SHORTEST_TYPO and 4 * 2 * len(ours & theirs) >= 3 * (len(ours) + len(theirs))


def slipped(a: str, b: str) -> bool:
    """Whether one word is the other with one letter more, less, other, or two swapped; never the first."""
    short, long = sorted((a, b), key=lambda word: (len(word), word))
    if len(short) < SHORTEST_TYPO or len(long) - len(short) > 1 or short[0] != long[0]:
        return False
    at = next((at for at, (one, two) in enumerate(zip(short, long, strict=False)) if one != two), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at + 1 : at + 2] + short[at : at + 1] + short[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped == long[at:]


def skeleton(key: str) -> str:
    """What a slip of the keys seldom touches: the first letter and the consonants, doubled ones once. The names of a
    list are gathered by it to be compared."""
    squeezed = key.replace(" ", "")
    if not squeezed.isascii():
        return squeezed[:4]
    return DOUBLED.sub(r"\1", squeezed[:1] + VOWELS.sub("", squeezed[1:]))
