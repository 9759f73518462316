"""Pictures of the demo: a street of the invented district, drawn, never a photograph of anybody."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

SKIES = ("#DCEBF7", "#E6F0F8", "#F6ECDD", "#E4F1E8")
WALLS = ("#0B5FA5", "#5B93C7", "#A9C6E5", "#C8D3DE", "#E2703A", "#3C7D8C")
LEAVES = ("#2F8F5B", "#57A773", "#7FB98E")
COATS = ("#C2410C", "#0E7490", "#7C3AED", "#8A5A00", "#1B7F3B")
GROUND, PAVEMENT, WINDOW, SUN, SKIN, HAIR = "#CBD5DD", "#E9EDF1", "#FFF6DC", "#F5B759", "#F2D3B8", "#46525F"


def picture(text: str, *, width: int = 480, height: int = 300) -> bytes:
    """Return a PNG of houses, trees and neighbors; the text seeds it, so that one text has one picture."""
    chance = Random(text)  # noqa: S311 - a drawing, no secret
    image = Image.new("RGB", (width, height), chance.choice(SKIES))
    draw = ImageDraw.Draw(image)
    floor = height * 3 // 4
    x, y, r = chance.randrange(40, width - 40), chance.randrange(30, 70), chance.randrange(16, 26)
    draw.ellipse((x - r, y - r, x + r, y + r), fill=SUN)
    _houses(draw, chance, width, floor)
    draw.rectangle((0, floor, width, height), fill=GROUND)
    draw.rectangle((0, floor + 34, width, height), fill=PAVEMENT)
    for _ in range(chance.randrange(2, 5)):
        _tree(draw, chance, chance.randrange(20, width - 20), floor)
    for place in sorted(chance.sample(range(30, width - 30, 34), chance.randrange(3, 7))):
        _neighbor(draw, chance, place, floor + chance.randrange(18, 46))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _houses(draw: ImageDraw.ImageDraw, chance: Random, width: int, floor: int) -> None:
    """Draw a row of houses with lit windows."""
    x = -10
    while x < width:
        wide, storeys = chance.randrange(54, 110), chance.randrange(3, 7)
        top = floor - storeys * 28 - 12
        draw.rectangle((x, top, x + wide, floor), fill=chance.choice(WALLS))
        for storey in range(storeys):
            for left in range(x + 9, x + wide - 16, 20):
                if chance.random() > 0.2:
                    draw.rectangle(
                        (left, top + 10 + storey * 28, left + 10, top + 25 + storey * 28), fill=WINDOW
                    )
        x += wide + chance.randrange(4, 26)


def _tree(draw: ImageDraw.ImageDraw, chance: Random, x: int, floor: int) -> None:
    high, r = chance.randrange(34, 60), chance.randrange(15, 25)
    draw.rectangle((x - 2, floor - high, x + 2, floor + 6), fill="#8A6A4A")
    draw.ellipse((x - r, floor - high - r, x + r, floor - high + r), fill=chance.choice(LEAVES))


def _neighbor(draw: ImageDraw.ImageDraw, chance: Random, x: int, foot: int) -> None:
    draw.rounded_rectangle((x - 8, foot - 34, x + 8, foot), radius=7, fill=chance.choice(COATS))
    draw.ellipse((x - 7, foot - 48, x + 7, foot - 34), fill=SKIN)
    draw.pieslice((x - 7, foot - 48, x + 7, foot - 34), 180, 360, fill=HAIR)
