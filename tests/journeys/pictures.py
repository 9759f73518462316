"""Files that people attach on the journey."""

from io import BytesIO

from PIL import Image, ImageDraw

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def photo(name: str, *, color: str = "#CFE3D4") -> dict:
    """Return a photo as a browser's file chooser takes it: a plain landscape."""
    image = Image.new("RGB", (960, 640), color)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 430, 960, 640), fill="#7FA88B")
    draw.polygon(((120, 430), (330, 200), (540, 430)), fill="#46525F")
    draw.ellipse((700, 80, 820, 200), fill="#E9B44C")
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def document(name: str) -> dict:
    """Return a small PDF."""
    return {"name": name, "mimeType": "application/pdf", "buffer": PDF}


def disguised(name: str) -> dict:
    """Return a text that calls itself a picture."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": b"this is no picture"}
