"""How much the letters that an encoding gives look like those people write: the evidence for a guess."""

import codecs
import re
import unicodedata
from collections import Counter
from functools import cache

_RUN = re.compile(r"[^\x00-\x7f]+")
# In the order in which they win a tie. Big5 with the Hong Kong letters comes after the one everybody writes.
EASTERN = ("gb18030", "cp932", "cp950", "euc_jp", "big5hkscs")
# The rows of these sets that hold what people write every day: level 1 of GB 2312-80, Big5 and JIS X 0208.
_COMMON_ROWS = {
    "gb18030": (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)),
    "cp950": (("big5", 0xA4, 0xC6),),
    "big5hkscs": (("big5", 0xA4, 0xC6),),
    "cp932": (("euc_jp", 0xB0, 0xCF),),
    "euc_jp": (("euc_jp", 0xB0, 0xCF),),
}
# Words of address lists: they settle what is too short to be settled by the share of common letters.
_CHINESE = "市区路号楼街道公司有限店电话姓名地址邮箱手机医院学校酒店中大国人民科技省县镇村室号王李张刘陈北上海广州的"
_TAIWANESE = "市區路號樓街道公司有限店電話姓名地址醫院學校藥局縣鎮里鄉段巷弄台灣臺港中大國人民衛生福利香新界九龍的"
_JAPANESE = "市区町村丁目番地号株式会社有限名電話住所郵便県都府店病院薬局本社部長日本田山川東京大阪中"
_FREQUENT = {
    "gb18030": frozenset(_CHINESE + _TAIWANESE),
    "cp950": frozenset(_TAIWANESE),
    "big5hkscs": frozenset(_TAIWANESE),
    "cp932": frozenset(_JAPANESE),
    "euc_jp": frozenset(_JAPANESE),
}
# What these bytes are in Windows-1252 stands at these places in words only when the file is Windows-1250:
# "Bia³ystok", "¯abka", "Koœcielna", "ÓdŸ", "Nìmec".
_CENTRAL = re.compile(
    r"(?<=[a-zA-Zéíóáýšž])[³¹¿¥£¯Ÿìù]+"
    r"(?=[a-zA-Zéíóáýšž])"
    r"|(?<!\w)[£¯](?=[a-zó]{2})|(?<=[a-z])Ÿ|[œŒ](?=[bcdfghjklmnpqrstvwz])"
)
_SIGNS = frozenset("°²³½¼§€£©®™–—“”„‘’…«»·ºª¿¡\xa0•´")


def eastern_score(sample: bytes, name: str) -> float:
    """How everyday the letters beyond ASCII are, -3 to 2 on average."""
    text = codecs.getincrementaldecoder(name)("surrogateescape").decode(sample)
    counted = Counter(char for char in text if char > "\x7f")
    total = counted.total()
    # A letter of the East between two of ASCII is more often a sign of the West: "20°C".
    alone = sum(len(run) == 1 for run in _RUN.findall(text)) / total / 2 if total else 0.0
    return (1 - alone) * sum(_weight(char, name) * count for char, count in counted.items()) / total if total else 0.0


@cache
def _weight(char: str, name: str) -> float:
    if "\udc80" <= char <= "\udcff":
        return -3.0
    if "\u4e00" <= char <= "\u9fff":
        if char in _FREQUENT[name]:
            return 2.0
        return 1.0 if any(_is_in_rows(char, *rows) for rows in _COMMON_ROWS[name]) else -0.5
    if "\u3040" <= char <= "\u30ff":
        return 1.5 if name in ("cp932", "euc_jp") else -0.5
    if "\u3000" <= char <= "\u303f" or "\uff01" <= char <= "\uff5e":
        return 0.8
    if "\uff61" <= char <= "\uff9f" or "\u2460" <= char <= "\u24ff" or "\u3200" <= char <= "\u33ff":
        return 0.25
    return -2.0 if unicodedata.category(char) in ("Cn", "Co", "Cc") else -0.5


def _is_in_rows(char: str, codec: str, first: int, last: int) -> bool:
    encoded = char.encode(codec, "ignore")
    return len(encoded) == 2 and first <= encoded[0] <= last


def western_score(text: str) -> float:
    """How much the letters beyond ASCII look like single ones inside Western words, -2 to 1 on average."""
    score, total = 0.0, 0
    for run in _RUN.finditer(text):
        before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
        total += len(run[0])
        score += sum(_western_weight(char, before, after, len(run[0])) for char in run[0])
    return score / total if total else 0.0


def _western_weight(char: str, before: str, after: str, length: int) -> float:
    if "\udc80" <= char <= "\udcff":
        return -2.0
    if length > 2 and char != "\xa0":
        return -0.6
    if not char.isalpha():
        return -0.3 if before.isalpha() and after.isalpha() and char != "’" else 0.8 if char in _SIGNS else 0.3
    if char.isupper() and before.islower():
        return -0.5
    return 1.0 if before.isalpha() or after.isalpha() else 0.7


def is_central(western: str) -> bool:
    """Strong evidence only: signs of Windows-1252 inside words, in a good part of all that is beyond ASCII."""
    high = sum(char > "\x7f" for char in western)
    signs = len(_CENTRAL.findall(western))
    if not re.search("[ãÃ]", western) and re.search("[ûÛ]", western):  # Hungarian has ő and ű, Portuguese has õ and ã
        signs += len(re.findall("[õÕûÛ]", western))
    return signs >= 2 and signs * 8 > high
