"""PDF: what is set in type is Chinese, nothing is fetched, and a machine without Pango says so plainly."""

import re
import zlib

import pytest

from marketplace.core.refusals import Refused
from marketplace.web import pdf

STREAM = re.compile(rb"/FlateDecode[^>]*>>\nstream\n(.*?)\nendstream", re.DOTALL)
SLIP = '<section class="slip"><h2>请您评一评</h2><p class="reference">ABCD 2345</p></section>'


def test_a_machine_without_pango_refuses(monkeypatch):
    monkeypatch.setattr(pdf, "_maker", lambda: None)
    assert not pdf.can_print()
    with pytest.raises(Refused) as refused:
        pdf.pdf_of("<p>合同</p>", title="合同")
    assert (refused.value.code, refused.value.status) == ("web.no_pdf", 503)


@pytest.mark.services
@pytest.mark.parametrize("style", [pdf.STYLE, pdf.TABLES, pdf.SLIPS])
def test_the_three_sheets_are_set_in_chinese_type(style):
    assert pdf.can_print()
    made = pdf.pdf_of(SLIP * 9, title="<一次性住户码>", style=style)
    assert made.startswith(b"%PDF-")
    inside = b"".join(zlib.decompress(stream) for stream in STREAM.findall(made))
    assert b"Noto" in inside
    assert inside.count(b"/MediaBox") >= 1


@pytest.mark.services
def test_nothing_is_fetched(tmp_path, caplog):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    made = pdf.pdf_of(
        f'<img src="{secret.as_uri()}"><link rel="stylesheet" href="{secret.as_uri()}">', title="x"
    )
    assert made.startswith(b"%PDF-")
    assert caplog.text.count("disallowed protocol") == 2
