"""A printed page as one HTML file: nothing is fetched, nothing runs, every text is escaped."""

from collections.abc import Iterable
from html import escape

from callbook.domain.paper import Paper
from callbook.ui.printed.parts import (
    Band,
    Bar,
    Break,
    Cell,
    Days,
    Figures,
    Form,
    Heading,
    Named,
    Paragraph,
    Part,
    Printed,
    Table,
    Words,
)
from callbook.ui.printed.picture import HEIGHT, Box, Ink, Shape, Stroke, shapes

WIDTH, LETTERS = 380.0, 10.0  # of a picture, which is scaled to the page: on a telephone they are still read
STYLE = f"""
@page {{ size: %s; margin: 16mm 15mm }}
* {{ box-sizing: border-box }}
body {{ margin: 0 auto; max-width: 46rem; padding: 1.25rem; color: {Ink.TEXT}; background: #fff;
  font: 0.95rem/1.4 Inter, "Segoe UI", "Helvetica Neue", "Noto Sans", sans-serif; overflow-wrap: anywhere }}
h1 {{ font-size: 1.5rem; line-height: 1.2; margin: 0 }}
h2 {{ font-size: 1rem; margin: 1.6rem 0 0.4rem; border-bottom: 1px solid {Ink.TEXT}; padding-bottom: 0.15rem;
  break-after: avoid }}
h2 small, header p, .quiet, th, dt, .under {{ color: {Ink.QUIET}; font-weight: 400; font-size: 0.85rem }}
h2 small {{ margin-left: 0.6rem }}
p {{ margin: 0.3rem 0 }}
.keep, .figures span, td, th {{ white-space: pre-line }}
.figures {{ display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1rem 0 }}
.figures div {{ flex: 1 1 9rem; border: 1px solid {Ink.LINE}; border-radius: 4px; padding: 0.5rem 0.7rem }}
.figures b {{ display: block; font-size: 1.6rem; line-height: 1.2 }}
.figures span {{ display: block; font-size: 0.85rem; color: {Ink.QUIET} }}
.wide {{ overflow-x: auto }}
table {{ border-collapse: collapse; width: 100%%; table-layout: fixed }}
th, td {{ text-align: left; vertical-align: top; padding: 0.25rem 0.6rem 0.25rem 0;
  border-bottom: 1px solid {Ink.LINE} }}
tr, .form, svg {{ break-inside: avoid }}
thead {{ display: table-header-group }}
.under {{ display: block }}
svg {{ display: block; width: 100%%; height: auto }}
svg[role] {{ max-width: 36rem }}
td svg {{ height: 0.8rem; margin-top: 0.3rem; min-width: 2.5rem }}
.form {{ border: 1px solid {Ink.QUIET}; border-radius: 4px; padding: 0.6rem 0.8rem; margin: 1rem 0 }}
.form h2 {{ border: 0; margin: 0; padding: 0; font-size: 1.15rem }}
.sides {{ display: flex; flex-wrap: wrap; gap: 0 1.4rem }}
.sides > * {{ flex: 1 1 15rem; margin: 0.4rem 0 0 }}
dt {{ margin-top: 0.35rem }}
dd {{ margin: 0; white-space: pre-line }}
.rule {{ border-bottom: 1px solid {Ink.LINE}; height: 1.7rem }}
.new-page {{ break-before: page }}
@media screen and (max-width: 36rem) {{ table {{ table-layout: auto }} td, th {{ overflow-wrap: break-word }} }}
@media print {{ body {{ max-width: none; padding: 0; font-size: 9.5pt }} }}
"""
SIZES = {Paper.A4: "A4", Paper.LETTER: "letter"}


def html(printed: Printed) -> str:
    """The whole file. It says by itself how it is printed, and is read on a telephone too."""
    style = STYLE % SIZES[printed.paper]
    body = "\n".join(part(one) for one in printed.parts)
    return (
        f'<!DOCTYPE html>\n<html lang="{text(printed.language)}">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
        f"<title>{text(printed.title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"<header><h1>{text(printed.title)}</h1>\n<p>{text(printed.under)}</p></header>\n{body}\n</body>\n</html>\n"
    )


def text(plain: str) -> str:
    """Text as text, whatever it holds; signs that no page may hold are left out."""
    return escape("".join(sign for sign in plain if sign in "\n\t" or (sign >= " " and sign not in "\ufffe\uffff")))


def part(one: Part) -> str:
    match one:
        case Heading():
            beside = f"<small>{text(one.beside)}</small>" if one.beside else ""
            return f"<h2>{text(one.text)}{beside}</h2>"
        case Paragraph():
            return f'<p class="keep{" quiet" if one.quiet else ""}">{text(one.text)}</p>'
        case Figures():
            return figures(one)
        case Days():
            return picture(one)
        case Table():
            return table(one)
        case Form():
            return form(one)
        case Break():
            return '<div class="new-page"></div>'


def figures(one: Figures) -> str:
    cards = (
        f"<div><span>{text(each.name)}</span><b>{text(each.count)}</b><span>{text(each.told)}</span></div>"
        for each in one.figures
    )
    return f'<div class="figures">{"".join(cards)}</div>'


def table(one: Table) -> str:
    columns = "".join(f'<col style="width: {100 * width:.1f}%"/>' for width in one.widths)
    heads = "".join(f"<th>{text(head)}</th>" for head in one.heads)
    rows = "\n".join(f"<tr>{''.join(f'<td>{cell(each)}</td>' for each in row)}</tr>" for row in one.rows)
    more = f'\n<p class="quiet">{text(one.more)}</p>' if one.more else ""
    head = f"<thead><tr>{heads}</tr></thead>" if any(one.heads) else ""
    return f'<div class="wide"><table><colgroup>{columns}</colgroup>{head}<tbody>\n{rows}\n</tbody></table></div>{more}'


def cell(one: Cell) -> str:
    match one:
        case None:
            return ""
        case Words():
            told = f"<b>{text(one.text)}</b>" if one.strong else text(one.text)
            return told + (f'<span class="under">{text(one.under)}</span>' if one.under else "")
        case Bar():
            return scale(f'<rect y="2" width="{100 * one.share:.2f}" height="6" fill="{Ink.FULL}"/>')
        case Band():
            low, share, high = (100 * each for each in (one.low, one.share, one.high))
            return scale(
                f'<path d="M0 5H100" stroke="{Ink.LINE}" vector-effect="non-scaling-stroke"/>'
                f'<rect x="{low:.2f}" y="2.5" width="{high - low:.2f}" height="5" fill="{Ink.LINE}"/>'
                f'<rect x="{min(share, 99):.2f}" y="0" width="1.2" height="10" fill="{Ink.TEXT}"/>'
            )


def scale(inside: str) -> str:
    """A picture as wide as its cell; the cell beside it says the same in words."""
    return f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{inside}</svg>'


def picture(one: Days) -> str:
    inside = "\n".join(map(shape, shapes(one, WIDTH)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
        f'font-size="{LETTERS:g}"><title>{text(one.told)}</title>\n{inside}</svg>'
    )


def shape(one: Shape) -> str:
    if isinstance(one, Box):
        edge = f' stroke="{Ink.QUIET}" stroke-width="0.75"' if one.edge else ""
        return (
            f'<rect x="{one.left:.2f}" y="{one.top:.2f}" width="{one.width:.2f}" height="{one.height:.2f}" '
            f'fill="{one.ink}"{edge}/>'
        )
    if isinstance(one, Stroke):
        dashes = ' stroke-dasharray="4 3"' if one.dashed else ""
        return f'<path d="M{one.left:.2f} {one.y:.2f}H{one.right:.2f}" stroke="{one.ink}" stroke-width="0.75"{dashes}/>'
    weight = ' font-weight="600"' if one.strong else ""
    return (
        f'<text x="{one.x:.2f}" y="{one.y:.2f}" text-anchor="{one.side}" fill="{one.ink}"{weight}>'
        f"{text(one.text)}</text>"
    )


def form(one: Form) -> str:
    ask = [named(one.opening)] if one.opening else []
    ask += [f"<dt>{text(question)}</dt><dd>{rules(one.lines)}</dd>" for question in one.questions]
    sides = [f"<dl>{''.join(map(named, one.left))}</dl>", f"<dl>{''.join(ask)}</dl>" if ask else ""]
    beside = f"<small>{text(one.beside)}</small>" if one.beside else ""
    return (
        f'<section class="form"><h2>{text(one.title)}{beside}</h2><p class="keep">{text(one.under)}</p>'
        f'<div class="sides">{"".join(sides)}</div><p class="quiet">{text(one.room)}</p>{rules(3)}</section>'
    )


def named(one: Named) -> str:
    return f"<dt>{text(one.name)}</dt><dd>{text(one.text)}</dd>"


def rules(count: int) -> str:
    return "".join(repeated('<div class="rule"></div>', count))


def repeated(line: str, count: int) -> Iterable[str]:
    return (line for _ in range(count))
