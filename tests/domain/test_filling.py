"""A script's fields are filled with what is known, and what is not stays a gap that is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbook.domain.filling import FIELDS, fill, gaps

KNOWN = {"me": "Ann Lee", "company": "Northgate", "contact": "  ", "my offer": "websites"}


def gap(field: str) -> str:
    return f"[{field}]"


@pytest.mark.parametrize(
    ("text", "filled", "missing"),
    [
        ("This is {me}.", "This is Ann Lee.", []),
        ("{ME}, { Company }", "Ann Lee, Northgate", []),
        ("Is that {contact}?", "Is that [contact]?", ["contact"]),
        ("{referrer} and {referrer} and {what they do}", "[referrer] and [referrer] and [what they do]",
         ["referrer", "what they do"]),
        ("{my offer} for {you}", "websites for [you]", ["you"]),
        ("no fields", "no fields", []),
        ("", "", []),
        ("{}", "[]", [""]),
        ("a { b", "a  b", []),
        ("a } b {me}", "a  b Ann Lee", []),
        ("{{me}}", "Ann Lee", []),
        ("{me\n}", "Ann Lee", []),
    ],
)  # fmt: skip
def test_fields_and_gaps(text: str, filled: str, missing: list[str]) -> None:
    assert fill(text, KNOWN, gap) == filled
    assert gaps(text, KNOWN) == missing


@given(st.text("{}ab me\n", max_size=200))
def test_no_brace_is_ever_said(text: str) -> None:
    filled = fill(text, KNOWN, gap)
    assert "{" not in filled
    assert "}" not in filled


def test_a_value_with_braces_is_no_field_of_its_own() -> None:
    assert fill("{me}", {"me": "{company}", "company": "x"}, gap) == "company"


@given(st.lists(st.sampled_from(FIELDS)))
def test_every_field_that_is_known_leaves_no_gap(fields: list[str]) -> None:
    text = " ".join(f"{{{field}}}" for field in fields)
    values = {field: field.upper() for field in FIELDS}
    assert gaps(text, values) == []
    assert fill(text, values, gap) == " ".join(field.upper() for field in fields)
    assert gaps(text, {}) == list(dict.fromkeys(fields))
