"""The search box: nothing is refused, and what is parsed can be written again."""

from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.prospect import Stage
from callbook.domain.query import Query, parse, to_text, without


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Query()),
        (" \n ", Query()),
        ("smith dental", Query(words=("smith", "dental"))),
        ('"smith dental" leeds', Query(words=("smith dental", "leeds"))),
        ("“smith dental” leeds", Query(words=("smith dental", "leeds"))),
        ('"smith den', Query(words=("smith den",))),
        ("„smith den", Query(words=("smith den",))),
        ('""', Query()),
        ('" "', Query()),
        ('"say ""hi"" now"', Query(words=('say "hi" now',))),
        ('"ends ""so"""', Query(words=('ends "so"',))),
        ('5" pipe', Query(words=('5"', "pipe"))),
        ("city:leeds", Query(city="leeds")),
        ('city:"New York"', Query(city="New York")),
        ('city:"New Yo', Query(city="New Yo")),
        ("city:“New York” x", Query(city="New York", words=("x",))),
        ("City:Leeds", Query(city="Leeds")),
        ("ｃｉｔｙ：北京", Query(city="北京")),
        ("city:leeds city:york", Query(city="york")),
        ("tag:dental tag:warm", Query(tags=("dental", "warm"))),
        ('theme:"word of mouth" theme:ads', Query(themes=("word of mouth", "ads"))),
        ("Theme:口碑 nottheme:ads", Query(themes=("口碑",), not_themes=("ads",))),
        ("stage:talking", Query(stage="talking")),
        ("stage:Talking", Query(stage="talking")),
        ("postcode:M1", Query(postcode="M1")),
        ('postcode:"M1 1"', Query(postcode="M1 1")),
        ("last:never", Query(last="never")),
        ("last:today", Query(last="today")),
        ("last:7d", Query(last="7d")),
        ("last:>30d", Query(last=">30d")),
        ("last:＞３０Ｄ", Query(last=">30d")),
        ("next:none", Query(next="none")),
        ("next:OVERDUE", Query(next="overdue")),
        ("next:week sort:-last", Query(next="week", sort="-last")),
        ("sort:name", Query(sort="name")),
        # What is not a condition is a word.
        ('"city:leeds"', Query(words=("city:leeds",))),
        ("city:", Query(words=("city:",))),
        ('city:""', Query(words=('city:""',))),
        ("stage:dancing", Query(words=("stage:dancing",))),
        ("last:0d", Query(words=("last:0d",))),
        ("last:-7d", Query(words=("last:-7d",))),
        ("last:30", Query(words=("last:30",))),
        ("next:year", Query(words=("next:year",))),
        ("sort:--name", Query(words=("sort:--name",))),
        ("sort:shoe", Query(words=("sort:shoe",))),
        ("colour:red", Query(words=("colour:red",))),
        ('colour:"dark red"', Query(words=('colour:"dark red"',))),
        ("https://example.org", Query(words=("https://example.org",))),
        ('colour:"dark ', Query(words=('colour:"dark',))),
        ("12:30", Query(words=("12:30",))),
        ("-city:leeds", Query(words=("-city:leeds",))),
        ("words:x", Query(words=("words:x",))),
        (
            'roof city:"New York" tag:a stage:new postcode:10 last:90d next:later sort:-added works',
            Query(("roof", "works"), "New York", ("a",), "new", "10", "90d", "later", "-added"),
        ),
    ],
)
def test_parse(text: str, expected: Query) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_can_be_asked_for(stage: Stage) -> None:
    assert parse(f"stage:{stage}") == Query(stage=stage.value)


@pytest.mark.parametrize("column", ["name", "city", "last", "next", "added", "stage"])
def test_every_column_sorts_both_ways(column: str) -> None:
    assert parse(f"sort:{column}").sort == column
    assert parse(f"sort:-{column}").sort == f"-{column}"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (Query(), ""),
        (Query(words=("smith", "new york")), 'smith "new york"'),
        (Query(words=("city:leeds",)), '"city:leeds"'),
        (Query(words=("https://example.org",)), "https://example.org"),
        (Query(city="New York", tags=("a", "b c"), last=">30d"), 'city:"New York" tag:a tag:"b c" last:>30d'),
        (Query(words=('5"', '"x')), '5" """x"'),
        (Query(tags=("a",), themes=("word of mouth",), not_themes=("b",)), 'tag:a theme:"word of mouth" nottheme:b'),
    ],
)
def test_to_text(query: Query, text: str) -> None:
    assert to_text(query) == text
    assert parse(text) == query


def test_without_and_replace() -> None:
    query = parse("roof city:leeds tag:a tag:b sort:name")
    assert without(query, "city", "tags") == parse("roof sort:name")
    assert without(query, "words") == replace(query, words=())
    with pytest.raises((TypeError, AttributeError)):
        without(query, "colour")


TRICKY = st.text(st.sampled_from('ab:"“”„＂ \u3000\t：city>tag-'), min_size=1)
PHRASE = st.one_of(st.text(min_size=1), TRICKY).map(str.strip).filter(bool)
QUERIES = st.builds(
    Query,
    words=st.lists(PHRASE).map(tuple),
    city=st.one_of(st.just(""), PHRASE),
    tags=st.lists(PHRASE).map(tuple),
    themes=st.lists(PHRASE).map(tuple),
    not_themes=st.lists(PHRASE).map(tuple),
    stage=st.sampled_from(["", *(stage.value for stage in Stage)]),
    postcode=st.one_of(st.just(""), PHRASE),
    last=st.sampled_from(["", "never", "today", "1d", "7d", ">30d", "9999d"]),
    next=st.sampled_from(["", "none", "overdue", "today", "week", "later"]),
    sort=st.sampled_from(["", "name", "-city", "last", "-next", "added", "stage"]),
)


@given(QUERIES)
def test_a_query_written_is_read_back(query: Query) -> None:
    assert parse(to_text(query)) == query


PIECES = ["city:", "tag:", "theme:", "last:", ">", "30d", "never", "sort:-", "name", "stage:new", " ", "a"]
PIECES += ['"', '""', "“", "”"]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_any_text_is_read_and_keeps_its_meaning(text: str) -> None:
    query = parse(text)
    assert parse(to_text(query)) == query


@pytest.mark.parametrize("piece", ['"', '""', "“", "a", "city:", " ", ":", 'a"', "tag:a ", "ａ："])
def test_long_texts_take_no_longer_than_their_length(piece: str) -> None:
    begun = perf_counter()
    parse(piece * 100_000)
    assert perf_counter() - begun < 3
