"""What cells look like."""

import pytest

from callbook.formats.shapes import Shape, shape_of


@pytest.mark.parametrize(
    "cell, shape",
    [
        ("a@x.example", Shape.EMAIL), ("a@x.example, b@x.example", Shape.EMAIL), ("x@invalid", Shape.EMAIL),
        ("http://x.example/a?b", Shape.URL), ("www.x.example", Shape.URL), ("x.example", Shape.URL),
        ("2024-05-06", Shape.DATE), ("2024-05-06 10:00", Shape.DATE), ("6.5.24", Shape.DATE), ("10:30", Shape.DATE),
        ("15 Mar 2024", Shape.DATE), ("0/0/00", Shape.DATE),
        ("12", Shape.NUMBER), ("1,234.50", Shape.NUMBER), ("-3", Shape.NUMBER), ("5046218927", Shape.NUMBER),
        ("116.240227", Shape.NUMBER), ("504-621-8927", Shape.PHONE), ("(504) 621-8927 x12", Shape.PHONE),
        ("+431711000", Shape.PHONE), ("'+431711000", Shape.PHONE), ("831.605.2433x72946", Shape.PHONE),
        ("555-1234", Shape.PHONE), ("0716-4097666", Shape.PHONE), ("CT2 7PP", Shape.POSTCODE),
        ("N8N 3N2", Shape.POSTCODE), ("70116-1234", Shape.POSTCODE),
        ("Acme", Shape.TEXT), ("", Shape.TEXT), ("St. Stephens", Shape.TEXT), ("3.34E+13", Shape.TEXT),
        ("A81001", Shape.TEXT), ("9" * 300, Shape.TEXT),
    ],
)  # fmt: skip
def test_shape_of_a_cell(cell: str, shape: Shape) -> None:
    assert shape_of(cell) is shape
