"""PDF from HTML, with an optional component: without it everything works, only no PDF is made."""

from marketplace.core.refusals import Refused

STYLE = """
@page { size: A4; margin: 22mm 20mm; @bottom-center { content: counter(page) " / " counter(pages); } }
body { font-family: "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif; font-size: 11pt;
  line-height: 1.7; }
h1, h2 { text-align: center; font-size: 16pt; } h3 { font-size: 12pt; break-after: avoid; }
table { width: 100%; border-collapse: collapse; } td, th { border: 0.5pt solid #555; padding: 3pt 5pt;
  text-align: left; vertical-align: top; } tr { break-inside: avoid; } code { word-break: break-all; }
"""


def pdf_of(html: str, *, title: str) -> bytes:
    """Return an A4 document of a page's body in Chinese; refuse (503) where the component is not installed.

    Nothing is fetched while it is made: neither from the network nor from the disk.
    """
    try:
        from weasyprint import CSS, HTML
    except (ImportError, OSError):  # OSError: the Python part is there, the system's pango is not
        raise Refused("web.no_pdf", status=503) from None
    page = f'<html lang="zh-Hans"><head><title>{title}</title></head><body>{html}</body></html>'
    return HTML(string=page, url_fetcher=_fetch_nothing).write_pdf(stylesheets=[CSS(string=STYLE)])


def _fetch_nothing(url: str, *_args: object, **_options: object) -> dict[str, object]:
    raise ValueError(f"{url[:40]} is not fetched for a PDF")
