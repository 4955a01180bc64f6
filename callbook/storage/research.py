"""Reading what people answered: by question, newest first, with the user's themes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from callbook.domain.research import AnswerTheme, Theme, Trait, Traits
from callbook.domain.when import instant_from_text
from callbook.storage.engine import Connection, columns
from callbook.storage.ids import MANY, as_value, these
from callbook.storage.schema import AnswerThemeTable, ThemeTable

NEWEST = "ORDER BY f.started_at DESC, f.answer_id DESC"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is worded now, and how many answers there are to it. One that was asked and not answered, or
    not asked at all, is no answer."""

    question_id: int
    text: str
    answers: int


@dataclass(frozen=True, slots=True)
class Said:
    """An answer with whom and when, its wording then, and its themes by id."""

    answer_id: int
    call_id: int
    prospect_id: int | None
    prospect: str
    started_at: datetime
    zone: str
    wording: str
    text: str
    themes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which answers of a question: holding all of these words, with this theme (0: with none at all; None: any), of
    prospects with this tag."""

    words: tuple[str, ...] = ()
    theme_id: int | None = None
    tag_id: int | None = None


def questions(book: Connection) -> list[Asked]:
    """Every question that was ever answered, the most answered first."""
    rows = book.sql(
        "SELECT q.id, q.text, n FROM (SELECT question_id, count(*) AS n FROM answer_fact GROUP BY question_id) "
        "JOIN question q ON q.id = question_id ORDER BY n DESC, q.id"
    )
    return [Asked(*row) for row in rows]


def count(book: Connection, question_id: int, narrowing: Narrowing) -> int:
    where, values = narrowed(question_id, narrowing)
    return int(book.sql(f"SELECT count(*) FROM answer_fact f WHERE {where}", values)[0][0])


def page(book: Connection, question_id: int, narrowing: Narrowing, offset: int, limit: int) -> list[Said]:
    """The answers from `offset` on, newest call first."""
    where, values = narrowed(question_id, narrowing)
    # The few that are shown are found first: all that are passed over would be looked up too.
    rows = book.sql(
        "SELECT a.id, c.id, c.prospect_id, coalesce(p.name, ''), f.started_at, c.zone, a.wording, a.text, "
        "(SELECT group_concat(theme_id) FROM answer_theme WHERE answer_id = a.id) "
        f"FROM (SELECT f.* FROM answer_fact f WHERE {where} {NEWEST} LIMIT ? OFFSET ?) f "
        "CROSS JOIN answer a ON a.id = f.answer_id CROSS JOIN call c ON c.id = f.call_id "
        f"LEFT JOIN prospect p ON p.id = c.prospect_id {NEWEST}",
        (*values, limit, offset),
    )
    shown = {theme.id for theme in themes(book, question_id)}
    return [
        Said(answer, call, prospect, name, instant_from_text(at), zone, wording, text, shown_of(joined, shown))
        for answer, call, prospect, name, at, zone, wording, text, joined in rows
    ]


def ids(book: Connection, question_id: int, narrowing: Narrowing) -> list[int]:
    """All of these answers by id, in the order of `page`."""
    where, values = narrowed(question_id, narrowing)
    return [key for (key,) in book.sql(f"SELECT f.answer_id FROM answer_fact f WHERE {where} {NEWEST}", values)]


def marks(book: Connection, question_id: int, answer_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """The themes of some answers to a question, by id; an answer without any is left out."""
    shown = {theme.id for theme in themes(book, question_id)}
    rows = book.sql(
        f"SELECT answer_id, group_concat(theme_id) FROM answer_theme WHERE answer_id IN {MANY} GROUP BY answer_id",
        (as_value(answer_ids),),
    )
    return {key: shown_of(joined, shown) for key, joined in rows}


def shown_of(joined: str | None, shown: set[int]) -> tuple[int, ...]:
    """The ids in "3,1,2" that are shown, in order."""
    return tuple(sorted(shown.intersection(map(int, joined.split(","))))) if joined else ()


def narrowed(question_id: int, narrowing: Narrowing) -> tuple[str, list[object]]:
    """The condition on `answer_fact f` and its values."""
    where, found = ["f.question_id = ?"], list[object]([question_id])
    for word in narrowing.words:
        where.append("EXISTS (SELECT 1 FROM answer a WHERE a.id = f.answer_id AND a.text LIKE ? ESCAPE '\\')")
        plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found.append(f"%{plain}%")
    themed = "SELECT answer_id FROM answer_theme JOIN theme t ON t.id = theme_id WHERE t.deleted_at IS NULL"
    if narrowing.theme_id == 0:
        where.append(f"f.answer_id NOT IN ({themed} AND t.question_id = ?)")
        found.append(question_id)
    elif narrowing.theme_id is not None:
        where.append(f"f.answer_id IN ({themed} AND t.id = ?)")
        found.append(narrowing.theme_id)
    if narrowing.tag_id is not None:
        where.append(
            "EXISTS (SELECT 1 FROM call_fact c JOIN tagging g ON g.prospect_id = c.prospect_id "
            "WHERE c.call_id = f.call_id AND g.tag_id = ?)"
        )
        found.append(narrowing.tag_id)
    return " AND ".join(where), found


def themes(book: Connection, question_id: int) -> list[Theme]:
    """The user's themes of a question, in their order."""
    query = ThemeTable.select(*columns(Theme)).where(
        ThemeTable.question_id == question_id, ThemeTable.deleted_at.is_null()
    )
    return book.fetch(Theme, query.order_by(ThemeTable.position, ThemeTable.id))


def theme_names(book: Connection) -> list[str]:
    """What the user's themes are called, over all questions, by name."""
    rows = book.sql("SELECT min(name) FROM theme WHERE deleted_at IS NULL GROUP BY lower(name) ORDER BY lower(name)")
    return [name for (name,) in rows]


def borne(book: Connection, theme_id: int) -> list[AnswerTheme]:
    """What says which answers bear a theme."""
    query = AnswerThemeTable.select(*columns(AnswerTheme)).where(AnswerThemeTable.theme_id == theme_id)
    return book.fetch(AnswerTheme, query.order_by(AnswerThemeTable.id))


def borne_by(book: Connection, theme_id: int, answer_ids: Sequence[int]) -> list[AnswerTheme]:
    """The same for some answers only."""
    query = AnswerThemeTable.select(*columns(AnswerTheme)).where(
        AnswerThemeTable.theme_id == theme_id, AnswerThemeTable.answer_id.in_(these(answer_ids))
    )
    return book.fetch(AnswerTheme, query.order_by(AnswerThemeTable.id))


def bearing(book: Connection, theme_id: int, answer_ids: Iterable[int]) -> int:
    """How many of some answers bear a theme."""
    rows = book.sql(
        f"SELECT count(*) FROM answer_theme WHERE theme_id = ? AND answer_id IN {MANY}",
        (theme_id, as_value(answer_ids)),
    )
    return int(rows[0][0])


def theme_counts(book: Connection, question_id: int) -> dict[int, int]:
    """How many answers bear each theme of a question; an answer may bear several, so that these do not add up."""
    rows = book.sql(
        "SELECT t.id, count(f.answer_id) FROM theme t CROSS JOIN answer_theme m ON m.theme_id = t.id "
        "CROSS JOIN answer_fact f ON f.answer_id = m.answer_id "
        "WHERE t.question_id = ? AND t.deleted_at IS NULL GROUP BY t.id",
        (question_id,),
    )
    return {key: int(number) for key, number in rows}


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag, and how many of some answers came from prospects that have it."""

    tag_id: int
    name: str
    answers: int


def theme_tags(book: Connection, theme_id: int) -> list[TagCount]:
    """The tags of the prospects whose answers bear a theme, each with how many of the answers, commonest first."""
    rows = book.sql(
        "SELECT g.id, g.name, count(*) AS n FROM answer_theme m "
        "CROSS JOIN answer_fact f ON f.answer_id = m.answer_id CROSS JOIN call_fact c ON c.call_id = f.call_id "
        "CROSS JOIN tagging b ON b.prospect_id = c.prospect_id CROSS JOIN tag g ON g.id = b.tag_id "
        "WHERE m.theme_id = ? GROUP BY g.id ORDER BY n DESC, g.name",
        (theme_id,),
    )
    return [TagCount(*row) for row in rows]


def theme_prospects(book: Connection, theme_id: int) -> int:
    """How many prospects have an answer under a theme; deleted ones left out."""
    rows = book.sql(
        "SELECT count(DISTINCT p.id) FROM answer_theme m CROSS JOIN answer_fact f ON f.answer_id = m.answer_id "
        "CROSS JOIN call_fact c ON c.call_id = f.call_id CROSS JOIN prospect p ON p.id = c.prospect_id "
        "WHERE m.theme_id = ? AND p.deleted_at IS NULL",
        (theme_id,),
    )
    return int(rows[0][0])


def theme_traits(book: Connection, theme: Theme) -> Traits:
    """The tags and cities of the prospects who said what a theme stands for, and how many others who answered its
    question have them; each prospect once, deleted ones left out. Half a second over 57,000 answers."""
    rows = book.sql(
        "WITH answered AS (SELECT p.id, p.city, max(f.answer_id IN "
        "(SELECT answer_id FROM answer_theme WHERE theme_id = ?)) AS said "
        "FROM answer_fact f CROSS JOIN call_fact c ON c.call_id = f.call_id "
        "CROSS JOIN prospect p ON p.id = c.prospect_id "
        "WHERE f.question_id = ? AND p.deleted_at IS NULL GROUP BY p.id) "
        "SELECT '', '', coalesce(sum(said), 0), count(*) FROM answered "
        "UNION ALL SELECT 'tag', g.name, sum(said), count(*) FROM answered a "
        "CROSS JOIN tagging b ON b.prospect_id = a.id CROSS JOIN tag g ON g.id = b.tag_id GROUP BY g.id "
        "HAVING sum(said) > 0 "
        "UNION ALL SELECT 'city', min(CASE WHEN said THEN city END), sum(said), count(*) FROM answered "
        "WHERE city <> '' GROUP BY city COLLATE NOCASE HAVING sum(said) > 0",
        (theme.id, theme.question_id),
    )
    (_, _, said, whole), *found = rows
    traits = tuple(Trait(kind, name, have, of_all - have) for kind, name, have, of_all in found)
    return Traits(said, whole - said, traits)


def theme_city(book: Connection, theme_id: int) -> str:
    """Where most of the prospects are whose answers bear a theme; "" where that is not known."""
    rows = book.sql(
        "SELECT p.city FROM answer_theme m CROSS JOIN answer_fact f ON f.answer_id = m.answer_id "
        "CROSS JOIN call_fact c ON c.call_id = f.call_id CROSS JOIN prospect p ON p.id = c.prospect_id "
        "WHERE m.theme_id = ? AND p.city <> '' GROUP BY p.city ORDER BY count(DISTINCT p.id) DESC, p.city LIMIT 1",
        (theme_id,),
    )
    return str(rows[0][0]) if rows else ""


def texts(book: Connection, question_id: int, most: int) -> list[str]:
    """The newest answers to a question as text, for finding frequent words."""
    rows = book.sql(
        "SELECT a.text FROM answer_fact f JOIN answer a ON a.id = f.answer_id WHERE f.question_id = ? "
        "ORDER BY f.started_at DESC LIMIT ?",
        (question_id, most),
    )
    return [text for (text,) in rows]


def who_said(book: Connection, theme_ids: Sequence[int]) -> list[int]:
    """The prospects with an answer under any of these themes, whoever said it last first; deleted ones left out."""
    marks = ", ".join("?" * len(theme_ids))
    rows = book.sql(
        f"SELECT p.id FROM answer_theme m CROSS JOIN answer_fact f ON f.answer_id = m.answer_id "
        f"CROSS JOIN call_fact c ON c.call_id = f.call_id CROSS JOIN prospect p ON p.id = c.prospect_id "
        f"WHERE m.theme_id IN ({marks}) AND p.deleted_at IS NULL GROUP BY p.id ORDER BY max(f.started_at) DESC, p.id",
        list(theme_ids),
    )
    return [key for (key,) in rows]
