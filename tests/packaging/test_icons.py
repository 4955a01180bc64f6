"""The icon files, read back by their formats' own rules, and the mark as it looks at 16 pixels."""

import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import icons
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage

PNG = b"\x89PNG\r\n\x1a\n"
ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256]
HICOLOR_SIZES = [16, 22, 24, 32, 48, 64, 128, 256, 512]
# Points, and whether for a screen of twice the density, as iconutil names the pictures of an iconset.
ICNS = {
    b"ic04": (16, 1), b"ic05": (32, 1), b"ic07": (128, 1), b"ic08": (256, 1), b"ic09": (512, 1),
    b"ic11": (16, 2), b"ic12": (32, 2), b"ic13": (128, 2), b"ic14": (256, 2), b"ic10": (512, 2),
}  # fmt: skip
DARK_PANEL, WHITE = QColor("#202326"), QColor("#ffffff")
Pixel = tuple[int, int, int, int]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("icons") / "new folder"
    icons.make_icons(icons.MARK, out)
    return out


def opened(data: bytes) -> QImage:
    """A PNG, with the size its header tells."""
    assert data.startswith(PNG)
    image = QImage.fromData(data)
    assert struct.unpack(">II", data[16:24]) == (image.width(), image.height())
    return image


def assert_on_nothing(image: QImage) -> None:
    """The corners are clear and the middle is not."""
    last = image.width() - 1
    assert [image.pixelColor(x, y).alpha() for x in (0, last) for y in (0, last)] == [0, 0, 0, 0]
    assert image.pixelColor(last // 2, last // 2).alpha() == 255


def assert_same(pixels: list[Pixel], image: QImage) -> None:
    """The colours where something is drawn, and the alpha everywhere."""
    size = image.width()
    assert len(pixels) == size * size
    for at, (red, green, blue, alpha) in enumerate(pixels):
        expected = image.pixelColor(at % size, at // size)
        assert alpha == expected.alpha(), at
        assert not alpha or (red, green, blue) == (expected.red(), expected.green(), expected.blue()), at


# hicolor


@pytest.mark.parametrize("size", HICOLOR_SIZES)
def test_the_theme_folder_has_every_size(made: Path, size: int) -> None:
    image = opened((made / "hicolor" / f"{size}x{size}" / "apps" / "callbook.png").read_bytes())
    assert (image.width(), image.height()) == (size, size)
    assert_on_nothing(image)


def test_the_theme_folder_has_the_drawing_itself_and_nothing_else(made: Path) -> None:
    scalable = made / "hicolor" / "scalable" / "apps" / "callbook.svg"
    assert scalable.read_bytes() == icons.MARK.read_bytes()
    assert sorted(path.name for path in (made / "hicolor").iterdir()) == sorted(
        [*(f"{size}x{size}" for size in HICOLOR_SIZES), "scalable"]
    )


# Windows


def ico_pictures(path: Path) -> Iterator[tuple[int, bytes]]:
    """Size and data of every picture, which lie one behind the other up to the end of the file."""
    data = path.read_bytes()
    reserved, kind, count = struct.unpack_from("<HHH", data)
    assert (reserved, kind) == (0, 1)
    expected = 6 + 16 * count
    for number in range(count):
        width, height, colours, zero, planes, bits, length, at = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        assert (width, colours, zero, planes, bits, at) == (height, 0, 0, 1, 32, expected)
        expected += length
        yield width or 256, data[at : at + length]
    assert expected == len(data)


def bitmap_pixels(size: int, data: bytes) -> tuple[list[Pixel], list[int]]:
    """Pixels from the top, and for each whether the mask clears it."""
    header = struct.unpack_from("<IiiHHI", data)
    assert header == (40, size, 2 * size, 1, 32, 0)
    stride = (size + 31) // 32 * 4
    assert len(data) == 40 + 4 * size * size + stride * size
    pixels: list[Pixel] = []
    clear: list[int] = []
    for y in range(size - 1, -1, -1):
        for x in range(size):
            blue, green, red, alpha = data[40 + 4 * (y * size + x) :][:4]
            pixels.append((red, green, blue, alpha))
            clear.append(data[40 + 4 * size * size + y * stride + x // 8] >> (7 - x % 8) & 1)
    return pixels, clear


def test_the_windows_icon_has_every_size_and_png_only_at_256(made: Path) -> None:
    pictures = dict(ico_pictures(made / "callbook.ico"))
    assert list(pictures) == ICO_SIZES
    assert [size for size, data in pictures.items() if data.startswith(PNG)] == [256]
    image = opened(pictures[256])
    assert image.width() == 256
    assert_on_nothing(image)


@pytest.mark.parametrize("size", [16, 24, 32, 48, 64, 128])
def test_the_bitmaps_of_the_windows_icon_show_what_the_png_shows(made: Path, size: int) -> None:
    pixels, clear = bitmap_pixels(size, dict(ico_pictures(made / "callbook.ico"))[size])
    assert_same(pixels, opened((made / "hicolor" / f"{size}x{size}" / "apps" / "callbook.png").read_bytes()))
    assert [alpha == 0 for _, _, _, alpha in pixels] == [bool(bit) for bit in clear]


@pytest.mark.parametrize("size", [20, 40])
def test_the_sizes_of_windows_alone_stand_on_nothing(made: Path, size: int) -> None:
    pixels, _ = bitmap_pixels(size, dict(ico_pictures(made / "callbook.ico"))[size])
    assert [pixels[at][3] for at in (0, size - 1, size * (size - 1), size * size - 1)] == [0, 0, 0, 0]
    assert pixels[size * size // 2 + size // 2][3] == 255


# macOS


def icns_pictures(path: Path) -> dict[bytes, bytes]:
    data = path.read_bytes()
    assert struct.unpack_from(">4sI", data) == (b"icns", len(data))
    found, at = {}, 8
    while at < len(data):
        kind, length = struct.unpack_from(">4sI", data, at)
        assert length > 8 and kind not in found
        found[kind] = data[at + 8 : at + length]
        at += length
    assert at == len(data)
    return found


def unpacked(data: bytes) -> bytes:
    told, at = bytearray(), 0
    while at < len(data):
        lead = data[at]
        if lead < 128:
            assert at + lead + 2 <= len(data)
            told += data[at + 1 : at + lead + 2]
            at += lead + 2
        else:
            told += data[at + 1 : at + 2] * (lead - 125)
            at += 2
    return bytes(told)


def test_the_mac_icon_has_what_iconutil_would_write(made: Path) -> None:
    pictures = icns_pictures(made / "callbook.icns")
    assert pictures.keys() == ICNS.keys()
    for kind, (points, density) in ICNS.items():
        if kind not in (b"ic04", b"ic05"):
            image = opened(pictures[kind])
            assert (kind, image.width(), image.height()) == (kind, points * density, points * density)
            assert_on_nothing(image)


@pytest.mark.parametrize("kind, size", [(b"ic04", 16), (b"ic05", 32)])
def test_the_small_pictures_of_the_mac_icon_show_what_the_png_shows(made: Path, kind: bytes, size: int) -> None:
    data = icns_pictures(made / "callbook.icns")[kind]
    assert data[:4] == b"ARGB"
    plain = unpacked(data[4:])
    area = size * size
    alpha, red, green, blue = (plain[area * number : area * (number + 1)] for number in range(4))
    assert len(plain) == 4 * area
    pixels = list(zip(red, green, blue, alpha, strict=True))
    assert_same(pixels, opened((made / "hicolor" / f"{size}x{size}" / "apps" / "callbook.png").read_bytes()))


@pytest.mark.parametrize(
    ("channel", "written"),
    [
        (b"", ""),
        (b"\x07", "00 07"),
        (b"\x07\x07", "01 07 07"),
        (b"\x07\x07\x07", "80 07"),
        (b"\x01\x02\x02\x03\x03\x03\x03\x04", "02 01 02 02 81 03 00 04"),
        (b"\x09" * 130, "ff 09"),
        (b"\x09" * 131, "ff 09 00 09"),
        (b"\x09" * 133, "ff 09 80 09"),
    ],
)
def test_how_a_channel_is_packed(channel: bytes, written: str) -> None:
    assert icons.packed(channel) == bytes.fromhex(written)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 300))))
def test_what_is_packed_unpacks_to_the_same(runs: list[tuple[int, int]]) -> None:
    channel = b"".join(bytes((value,)) * count for value, count in runs)
    assert unpacked(icons.packed(channel)) == channel


@given(st.binary(min_size=120, max_size=400))
def test_what_does_not_repeat_grows_by_one_byte_in_128(channel: bytes) -> None:
    assert unpacked(icons.packed(channel)) == channel
    assert len(icons.packed(channel)) <= len(channel) + -(-len(channel) // 64)


# The mark


def luminance(colour: QColor) -> float:
    """W3C, WCAG 2.2, "relative luminance"."""
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """W3C, WCAG 2.2, "contrast ratio"; its criterion 1.4.11 asks 3 of what tells one graphic from another."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture(scope="module")
def smallest(made: Path) -> QImage:
    return opened((made / "hicolor" / "16x16" / "apps" / "callbook.png").read_bytes())


def cover(image: QImage) -> QColor:
    """The colour most of the picture has."""
    colours = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return QColor(Counter(colour.name() for colour in colours if colour.alpha() == 255).most_common(1)[0][0])


def test_contrast_is_measured_as_the_source_has_it() -> None:
    assert contrast(QColor("black"), WHITE) == pytest.approx(21.0)
    assert contrast(WHITE, QColor("#777777")) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("ground", [DARK_PANEL, WHITE], ids=["dark panel", "white"])
def test_the_book_stands_out_from_a_dark_and_from_a_light_ground(smallest: QImage, ground: QColor) -> None:
    assert contrast(cover(smallest), ground) >= 3


def test_the_receiver_stands_out_from_the_book_at_16_pixels(smallest: QImage) -> None:
    book = cover(smallest)
    solid = [(x, y) for x in range(4, 13) for y in range(16) if smallest.pixelColor(x, y).alpha() == 255]
    strong = [(x, y) for x, y in solid if contrast(smallest.pixelColor(x, y), book) >= 3]
    assert len(strong) >= 16
    # The book's colour is left around it: four pixels of spine and line at its left, the last one at its right.
    assert min(x for x, _ in strong) == 4 and max(x for x, _ in strong) <= 11
    # From the upper left to the lower right, with nothing of it in the corner between its ends.
    assert max(y for x, y in strong if x <= 6) < max(y for x, y in strong if x >= 9)
    assert not [(x, y) for x, y in strong if x >= 9 and y <= 7]


def test_edges_lie_on_whole_pixels_at_16(smallest: QImage) -> None:
    tabs = [y for y in range(16) if smallest.pixelColor(13, y).alpha() == 255]
    assert tabs == [3, 4, 7, 8, 11, 12]
    assert not [y for y in range(16) if y not in tabs and smallest.pixelColor(13, y).alpha()]
    line = {smallest.pixelColor(2, y).name() for y in range(1, 15)}
    assert len(line) == 1
    assert contrast(QColor(line.pop()), cover(smallest)) >= 2
    assert not [x for x in range(16) if smallest.pixelColor(x, 0).alpha() or smallest.pixelColor(x, 15).alpha()]


# The whole


def test_two_runs_write_the_same_bytes(made: Path, tmp_path: Path) -> None:
    icons.make_icons(icons.MARK, tmp_path)
    icons.make_icons(icons.MARK, tmp_path)
    first, second = (
        {str(path.relative_to(top)): path.read_bytes() for path in top.rglob("*.*")} for top in (made, tmp_path)
    )
    assert len(first) == 2 + len(HICOLOR_SIZES) + 1
    assert first == second


@pytest.mark.qt_log_ignore(".*")
def test_what_is_no_drawing_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.svg"
    broken.write_text("no drawing", encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.svg cannot be drawn"):
        icons.make_icons(broken, tmp_path / "out")
    with pytest.raises(FileNotFoundError):
        icons.make_icons(tmp_path / "missing.svg", tmp_path / "out")
    assert not (tmp_path / "out").exists()
