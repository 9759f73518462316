"""Drawn pictures of the demo."""

from io import BytesIO

from PIL import Image

from marketplace.demo.pictures import picture


def test_one_text_has_one_picture_and_another_text_another():
    assert picture("阳光社区0") == picture("阳光社区0")
    assert picture("阳光社区0") != picture("阳光社区1")
    assert Image.open(BytesIO(picture("x"))).size == (480, 300)
