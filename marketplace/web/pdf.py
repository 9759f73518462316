"""PDF from HTML by WeasyPrint; where the system lacks Pango everything else works, only no PDF is made."""

from functools import cache
from types import ModuleType

from django.utils.html import escape

from marketplace.core.refusals import Refused

FONTS = '"Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Microsoft YaHei", sans-serif'
STYLE = f"""
@page {{ size: A4; margin: 22mm 20mm; @bottom-center {{ content: counter(page) " / " counter(pages); font: 9pt {FONTS}; }} }}
p, dl, ul, ol {{ margin: 0 0 4pt; }} dd {{ margin-left: 1.5em; }}
body {{ font-family: {FONTS}; font-size: 11pt; line-height: 1.7; }}
h1, h2 {{ text-align: center; font-size: 16pt; }} h3 {{ font-size: 12pt; break-after: avoid; }}
table {{ width: 100%; border-collapse: collapse; }} td, th {{ border: 0.5pt solid #555; padding: 3pt 5pt;
  text-align: left; vertical-align: top; }} tr {{ break-inside: avoid; }} code {{ word-break: break-all; }}
"""
TABLES = f"""
@page {{ size: A4 landscape; margin: 12mm; @bottom-right {{ content: counter(page) " / " counter(pages); }} }}
body {{ font: 9pt {FONTS}; }} h1 {{ font-size: 13pt; }}
table {{ width: 100%; border-collapse: collapse; margin: 4mm 0; }} tr {{ break-inside: avoid; }}
th, td {{ border: 0.3pt solid #888; padding: 1mm 1.5mm; text-align: left; }}
td.number, th.number {{ text-align: right; white-space: nowrap; }}
"""
SLIPS = f"""
@page {{ size: A4; margin: 8mm; }}
body {{ font: 8.5pt/1.45 {FONTS}; display: grid; grid-template-columns: 1fr 1fr; margin: 0; }}
.slip {{ border: 0.4pt dashed #777; padding: 5mm; height: 58mm; box-sizing: border-box; overflow: hidden;
  break-inside: avoid; }}
h2 {{ font-size: 11pt; margin: 0 0 1mm; }} p {{ margin: 0 0 1mm; }}
.slip-code svg {{ width: 24mm; height: 24mm; float: right; }}
.reference {{ font: bold 15pt monospace; letter-spacing: 0.5mm; }}
"""
"""The three sheets that the product prints: documents, wide tables, slips to cut (eight on a page)."""


@cache
def _maker() -> ModuleType | None:
    """Return WeasyPrint, or None: its Python part is always there, the system's Pango is not."""
    try:
        import weasyprint.urls
    except (ImportError, OSError):
        return None
    return weasyprint


def can_print() -> bool:
    """Say whether this machine can make PDF files."""
    return _maker() is not None


def pdf_of(html: str, *, title: str, style: str = STYLE) -> bytes:
    """Return a page's body as PDF in Chinese type; refuse (503) where the machine cannot make any.

    Nothing is fetched while it is made: neither from the network nor from the disk.
    """
    made = _maker()
    if made is None:
        raise Refused("web.no_pdf", status=503)
    page = f'<html lang="zh-Hans"><head><title>{escape(title)}</title></head><body>{html}</body></html>'
    nothing = made.urls.URLFetcher(allowed_protocols=())
    document: bytes = made.HTML(string=page, url_fetcher=nothing).write_pdf(
        stylesheets=[made.CSS(string=style)]
    )
    return document
