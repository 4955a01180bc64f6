"""Makes the icons that each system asks for out of the one drawing of the mark; nothing of it is stored."""

import shutil
import struct
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parent.parent
MARK = ROOT / "resources" / "icons" / "callbook.svg"
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
HICOLOR_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
# Windows reads PNG in an icon at 256 pixels; smaller ones as PNG are not read everywhere.
PNG_FROM = 256
# In the order of their names. The first two hold channels, the others PNG; see `icns`.
ICNS_SIZES = {
    "ic04": 16, "ic05": 32, "ic07": 128, "ic08": 256, "ic09": 512,
    "ic10": 1024, "ic11": 32, "ic12": 64, "ic13": 256, "ic14": 512,
}  # fmt: skip
ICNS_CHANNELS = ("ic04", "ic05")
# 96 to the inch. Left alone, Qt writes the dots of the screen it finds into a PNG.
DOTS_PER_METRE = 3780
LONGEST_RUN, SHORTEST_RUN = 130, 3
LONGEST_LITERAL = 128


def make_icons(svg: Path, out: Path) -> None:
    """Write callbook.ico, callbook.icns and the folder hicolor into `out`; ValueError where `svg` cannot be drawn.

    hicolor is laid out as the Icon Theme Specification of freedesktop.org has it: <size>x<size>/apps and scalable/apps.
    """
    renderer = QSvgRenderer(QByteArray(svg.read_bytes()))
    if not renderer.isValid():
        raise ValueError(f"{svg} cannot be drawn")
    images = {size: drawn(renderer, size) for size in {*ICO_SIZES, *HICOLOR_SIZES, *ICNS_SIZES.values()}}
    out.mkdir(parents=True, exist_ok=True)
    (out / "callbook.ico").write_bytes(ico([images[size] for size in ICO_SIZES]))
    (out / "callbook.icns").write_bytes(icns(images))
    for size in HICOLOR_SIZES:
        path = out / "hicolor" / f"{size}x{size}" / "apps" / "callbook.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png(images[size]))
    scalable = out / "hicolor" / "scalable" / "apps"
    scalable.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(svg, scalable / "callbook.svg")


def drawn(renderer: QSvgRenderer, size: int) -> QImage:
    """The drawing on nothing, `size` pixels wide and high; each byte of colour stands for itself, not times alpha."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    image.setDotsPerMeterX(DOTS_PER_METRE)
    image.setDotsPerMeterY(DOTS_PER_METRE)
    return image.convertToFormat(QImage.Format.Format_RGBA8888)


def png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise ValueError("Qt writes no PNG here")
    return bytes(buffer.data().data())


def channels(image: QImage) -> tuple[bytes, bytes, bytes, bytes]:
    """Red, green, blue and alpha, a byte for each pixel, by rows from the top."""
    raw = bytes(image.constBits())
    return raw[0::4], raw[1::4], raw[2::4], raw[3::4]


def ico(images: Iterable[QImage]) -> bytes:
    """The container of Windows: ICONDIR, an ICONDIRENTRY for each picture, the pictures.

    Source: Microsoft, "Icons" (Win32 apps, John Hornick 1995), and BITMAPINFOHEADER in the Windows GDI reference.
    """
    pictures = [(each.width(), png(each) if each.width() >= PNG_FROM else bitmap(each)) for each in images]
    at = 6 + 16 * len(pictures)
    entries = [struct.pack("<HHH", 0, 1, len(pictures))]
    for size, data in pictures:
        # A byte holds the size: 256 is written as 0.
        entries.append(struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), at))
        at += len(data)
    return b"".join([*entries, *(data for _, data in pictures)])


def bitmap(image: QImage) -> bytes:
    """A BITMAPINFOHEADER of twice the height, the colours and then the mask of what is clear, both from the bottom."""
    size = image.width()
    red, green, blue, alpha = channels(image)
    colours = bytearray(4 * size * size)
    colours[0::4], colours[1::4], colours[2::4], colours[3::4] = blue, green, red, alpha
    header = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, 0, 0, 0, 0, 0)
    rows = [bytes(colours[4 * size * row : 4 * size * (row + 1)]) for row in reversed(range(size))]
    masks = [mask_row(alpha[size * row : size * (row + 1)]) for row in reversed(range(size))]
    return b"".join([header, *rows, *masks])


def mask_row(alpha: bytes) -> bytes:
    """A bit for each pixel, 1 where nothing is drawn, filled up to 32 bits."""
    bits = "".join("0" if each else "1" for each in alpha)
    width = -(-len(bits) // 32) * 32
    return int(bits.ljust(width, "0"), 2).to_bytes(width // 8, "big")


def icns(images: dict[int, QImage]) -> bytes:
    """The container of macOS: "icns" and the whole length, then for each picture its type, length and data.

    Apple documents the types only through its iconutil; these ten are the ones it writes. Source of the layout:
    Wikipedia, "Apple Icon Image format". 16 and 32 pixels are channels (macOS 11 and later): as PNG, in icp4 and icp5,
    they are drawn wrongly in the icon of a program (electron-builder-binaries, pull request 220).
    """
    parts = []
    for kind, size in ICNS_SIZES.items():
        data = argb(images[size]) if kind in ICNS_CHANNELS else png(images[size])
        parts.append(struct.pack(">4sI", kind.encode(), 8 + len(data)) + data)
    whole = b"".join(parts)
    return struct.pack(">4sI", b"icns", 8 + len(whole)) + whole


def argb(image: QImage) -> bytes:
    """The word ARGB, then alpha, red, green and blue, each packed by itself."""
    red, green, blue, alpha = channels(image)
    return b"ARGB" + b"".join(packed(channel) for channel in (alpha, red, green, blue))


def packed(channel: bytes) -> bytes:
    """Runs of 3 to 130 equal bytes as 125 + their number and the byte, all else as number - 1 and the bytes.

    Source: Wikipedia, "Apple Icon Image format", section Compression.
    """
    told, loose = bytearray(), bytearray()
    for value, group in groupby(channel):
        count = len(list(group))
        while count >= SHORTEST_RUN:
            run = min(count, LONGEST_RUN)
            told += literals(loose) + bytes((125 + run, value))
            loose.clear()
            count -= run
        loose += bytes((value,)) * count
    return bytes(told + literals(loose))


def literals(loose: bytearray) -> bytes:
    pieces = (loose[at : at + LONGEST_LITERAL] for at in range(0, len(loose), LONGEST_LITERAL))
    return b"".join(bytes((len(piece) - 1,)) + piece for piece in pieces)


if __name__ == "__main__":
    make_icons(MARK, Path(sys.argv[1]))
