"""Reading a PDF back as far as Qt writes it: its pages, its fonts, and the text on each page."""

import re
import zlib
from dataclasses import dataclass

OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pdf:
    """`pages` are the texts, a line for each that was written in one go; `size` in points."""

    pages: list[str]
    fonts: int
    embedded: int
    pictures: int
    size: tuple[float, float]

    @property
    def text(self) -> str:
        return "\n".join(self.pages)


def read_pdf(data: bytes) -> Pdf:
    assert data.startswith(b"%PDF-1.")
    objects = {int(found[1]): found[2] for found in OBJECT.finditer(data)}
    letters = {key: signs_of(objects, body) for key, body in objects.items() if b"/Type0" in body}
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    assert box is not None
    return Pdf(
        pages=[page_text(streamed(objects[reference(body, b"Contents")]), letters) for body in pages],
        fonts=len(letters),
        embedded=len(re.findall(rb"/FontFile\d? ", data)),
        pictures=len(re.findall(rb"/Subtype\s*/Image", data)),
        size=(float(box[1]), float(box[2])),
    )


def reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb"\s+\[?\s*(\d+) 0 R", body)
    assert found is not None, name
    return int(found[1])


def streamed(body: bytes) -> bytes:
    found = STREAM.search(body)
    assert found is not None
    return zlib.decompressobj().decompress(found[1]) if b"FlateDecode" in body else found[1]


def signs_of(objects: dict[int, bytes], font: bytes) -> dict[str, str]:
    """What the numbers of a font's letters stand for."""
    table = streamed(objects[reference(font, b"ToUnicode")]).decode("ascii")
    found: dict[str, str] = {}
    for first, _, signs in re.findall(r"^<(\w{4})> <(\w{4})> \[(.*?)\]", table, re.MULTILINE):
        for at, sign in enumerate(re.findall(r"<(\w+)>", signs)):
            found[f"{int(first, 16) + at:04X}"] = bytes.fromhex(sign).decode("utf-16-be")
    for first, last, sign in re.findall(r"^<(\w{4})> <(\w{4})> <(\w{4})>", table, re.MULTILINE):
        for at in range(int(last, 16) - int(first, 16) + 1):
            found[f"{int(first, 16) + at:04X}"] = chr(int(sign, 16) + at)
    return found


def page_text(content: bytes, letters: dict[int, dict[str, str]]) -> str:
    """Each run of letters as a line; runs in different fonts are different lines."""
    lines = []
    for run in re.findall(r"BT\n(.*?)ET", content.decode("latin-1"), re.DOTALL):
        font = re.search(r"/F(\d+) ", run)
        assert font is not None
        signs = letters[int(font[1])]
        numbers = "".join(re.findall(r"<(\w+)> Tj", run))
        told = "".join(signs.get(numbers[at : at + 4].upper(), "?") for at in range(0, len(numbers), 4))
        lines.append(told.replace("\t", " "))  # fonts have one blank for both
    return "\n".join(lines)
