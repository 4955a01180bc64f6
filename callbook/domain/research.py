"""What people answered, gathered under the user's own words."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from callbook.domain.comparing import newcombe
from callbook.domain.stats import TOO_FEW, Rate

FEWEST = 3
"""In so many answers a word has to stand before it is offered as a theme."""
FEWEST_ALIKE = 3
"""So many have to have a tag or a city in common before it is said of them."""
LONGEST_CHINESE = 4  # characters; words of more are put together from these
WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]")
HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]+")
# Words that say how something is said, not what: no theme for anybody.
COMMON_WORDS = """
a about across after again all almost already also always am an and any anyone anything are around as ask asked at
away back be because been before being best believe better between big bit both but by call called calls came can
cannot come comes could day days did didn't do does doesn't doing don't done down each either else enough even ever
every everyone everything far few find first for from gave get gets getting give go goes going good got great guess
had has have haven't having he her here him his how however i i'd i'll i'm i've if in into is isn't it it's its just
keep kind know last later least less let like little long look looked looking looks lot lots made make makes many may
maybe me mean might mind more most mostly much must my need needs never new next no nobody none nor not nothing now of
off often oh ok okay old on once one only or other others our out over own people perhaps please probably put quite
rather really right said same saw say says see seems she should since so some somebody someone something sometimes
soon still such suppose supposed sure take takes talk than thank that that's the their them then there these they
they're thing things think this those though thought three through time times to today told too try trying two under
until up us use used uses using usually very want wanted wants was wasn't way we we're we've well went were what when
where which while who whole why will with without won't work working works would yeah year years yes yet you you're
your
"""
COMMON = frozenset(COMMON_WORDS.split())
COMMON_CHINESE = frozenset(
    "的了是在我你他她它们这那不没有也都就和与及或但而因为所以很太更最又还再要会能可以说想用把被"
    "给对从到吗呢吧啊哦嗯个些什么怎样么着过得地"
)


@dataclass(frozen=True, slots=True)
class Theme:
    """A word or two of the user's for what several answers to a question have in common."""

    id: int = 0
    uuid: str = ""
    deleted_at: datetime | None = None
    question_id: int = 0
    position: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class AnswerTheme:
    """A theme put on an answer."""

    id: int = 0
    answer_id: int = 0
    theme_id: int = 0


@dataclass(frozen=True, slots=True)
class Trait:
    """A tag or a city, and how many prospects have it: of those who said something, and of the others who answered."""

    kind: str  # "tag" or "city"
    name: str
    said: int
    others: int


@dataclass(frozen=True, slots=True)
class Traits:
    """What those have who said something, set against the others who answered the same question."""

    said: int = 0
    others: int = 0
    traits: tuple[Trait, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether there are enough on both sides to set against each other: as many as a rate asks for."""
        return self.said >= TOO_FEW and self.others >= TOO_FEW

    def telling(self) -> list[Trait]:
        """Those that several have and that are more frequent among who said it than among the others, with the whole
        95 % interval of the difference above nothing; by how much the two shares differ. None where it is too early."""
        if not self.enough:
            return []
        found = [trait for trait in self.traits if trait.said >= FEWEST_ALIKE and self._apart(trait) > 0]
        return sorted(found, key=lambda trait: (-self._by(trait), -trait.said, trait.name))

    def _by(self, trait: Trait) -> float:
        return trait.said / self.said - trait.others / self.others

    def _apart(self, trait: Trait) -> float:
        """The least by which the shares may differ."""
        low, _ = newcombe(Rate(trait.said, self.said), Rate(trait.others, self.others))
        return low


def frequent_words(answers: Iterable[str], known: Collection[str] = (), most: int = 12) -> list[tuple[str, int]]:
    """Words that could be themes: each with how many of the answers hold it, the most frequent first, then by name.

    A word counts once an answer, whatever its case; the commonest spelling is shown. Chinese, which is written without
    blanks, is counted by runs of two to four characters; of runs within each other that stand in equally many answers
    the longest is kept. Names of themes that are `known`, and the words in them, are not offered again.
    """
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    for answer in answers:
        found = {word.casefold(): word for word in words_of(answer)}
        counts.update(found.keys())
        for key, word in found.items():
            spellings.setdefault(key, Counter())[word] += 1
    taken = {word.casefold() for name in known for word in (name, *words_of(name))}
    often = {key: count for key, count in counts.items() if count >= FEWEST and key not in taken}
    kept = [key for key in often if not part_of_another(key, often)]
    ranked = sorted(kept, key=lambda key: (-often[key], key))[:most]
    return [(commonest(spellings[key]), often[key]) for key in ranked]


def words_of(answer: str) -> Iterator[str]:
    """The words of an answer that may say what it is about."""
    for run in HAN.findall(answer):
        for length in range(2, LONGEST_CHINESE + 1):
            for at in range(len(run) - length + 1):
                part = run[at : at + length]
                if part[0] not in COMMON_CHINESE and part[-1] not in COMMON_CHINESE:
                    yield part
    for word in WORD.findall(HAN.sub(" ", answer)):
        plain = word.replace("’", "'").casefold()
        if len(plain) > 2 and plain not in COMMON and plain.removesuffix("'s") not in COMMON:
            yield word


def part_of_another(word: str, often: dict[str, int]) -> bool:
    """Whether a run of Chinese characters only ever stands within a longer one that is offered itself."""
    if not HAN.fullmatch(word):
        return False
    return any(len(other) > len(word) and word in other and often[other] == often[word] for other in often)


def commonest(spellings: Counter[str]) -> str:
    """The spelling used most; of equally common ones the first by letters, which has its capitals."""
    return min(spellings, key=lambda word: (-spellings[word], word))
