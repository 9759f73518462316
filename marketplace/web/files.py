"""Files from people: size and content are checked before anything is kept; kept files are fsynced."""

import hashlib
import os
import secrets
import tempfile
import unicodedata
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.deconstruct import deconstructible

from marketplace.core.refusals import Refused

MEGABYTE = 1024 * 1024
MAX_PIXELS = 40_000_000
IMAGES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
DOCUMENTS = {"pdf": "application/pdf", **IMAGES}
_BIDI = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)}


@dataclass(frozen=True)
class Checked:
    """A file that passed: cleaned shown name, type by content, size in bytes, sha256 (hex), the bytes."""

    name: str
    content_type: str
    size: int
    sha256: str
    content: bytes


def clean_name(name: str) -> str:
    """Return a name that can be shown: NFC, last path part, no control or direction characters, at most 120."""
    text = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(c for c in text if unicodedata.category(c)[0] != "C" and c not in _BIDI).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:110]}{dot}{ending[:9]}" if dot else kept[:120] or "file"


def check_file(upload: File, *, kinds: dict[str, str] = DOCUMENTS, limit: int = 20 * MEGABYTE) -> Checked:
    """Read and check an upload; refuse (422) an empty, oversized, mistyped or disguised file.

    Pictures are re-encoded without metadata, so that no position of a phone is kept.
    """
    name = clean_name(upload.name or "file")
    if (upload.size or 0) > limit:
        raise Refused("web.file_large", name=name, limit=f"{limit // MEGABYTE} MB", status=413)
    content = upload.read(limit + 1)
    if len(content) > limit:
        raise Refused("web.file_large", name=name, limit=f"{limit // MEGABYTE} MB", status=413)
    if not content:
        raise Refused("web.file_empty", name=name)
    ending = name.rpartition(".")[2].lower()
    if ending not in kinds:
        raise Refused("web.file_type", name=name, accepted=", ".join(sorted(kinds)))
    if kinds[ending].startswith("image/"):
        content = _reencoded(content, kinds[ending], name)
    elif not content.startswith(b"%PDF-"):
        raise Refused("web.file_mismatch", name=name)
    return Checked(name, kinds[ending], len(content), hashlib.sha256(content).hexdigest(), content)


def _reencoded(content: bytes, content_type: str, name: str) -> bytes:
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content))
            if Image.MIME.get(picture.format or "") != content_type:
                raise Refused("web.file_mismatch", name=name)
            if picture.width * picture.height > MAX_PIXELS:
                raise Refused("web.file_pixels", name=name)
            picture = ImageOps.exif_transpose(picture)
            picture.thumbnail((1600, 1600))
            out = BytesIO()
            kind = content_type.partition("/")[2]
            picture.convert("RGB" if kind == "jpeg" else "RGBA").save(out, kind.upper(), quality=85)
    except Refused:
        raise
    except (OSError, ValueError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refused("web.file_mismatch", name=name) from error
    return out.getvalue()


@deconstructible
class DurableStorage(FileSystemStorage):
    """Files that survive a power cut: written aside, fsynced, renamed, folder fsynced; random names."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return a random name in the given folder: shown names never reach the disk."""
        folder = Path(name).parent
        return str(folder / f"{secrets.token_hex(16)}")

    def _save(self, name: str, content: File) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return name.replace("\\", "/")


def private_storage() -> DurableStorage:
    """Return the storage of files that only a view may hand out (DATA_DIR/files, no address)."""
    from django.conf import settings

    return DurableStorage(location=settings.PRIVATE_ROOT, base_url=None)


class StoredFile(models.Model):
    """A kept file: abstract; rooms add what it belongs to and who may read it."""

    file = models.FileField(storage=private_storage, upload_to="kept", max_length=120)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keep(cls, checked: Checked, **fields: object) -> "StoredFile":
        """Create the row and its fsynced file from a checked upload."""
        row = cls(
            name=checked.name,
            content_type=checked.content_type,
            size=checked.size,
            sha256=checked.sha256,
            **fields,
        )
        row.file.save(checked.name, ContentFile(checked.content), save=True)
        return row
