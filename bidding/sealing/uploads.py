"""Uploads of a bid stay in memory: Django's own handlers write large files to the disk in clear."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from marketplace.web.files import MEGABYTE

FILE_LIMIT = 20 * MEGABYTE
TOTAL_LIMIT = 60 * MEGABYTE


class MemoryOnly(FileUploadHandler):
    """Keep every file in memory; stop reading when a file or all together are too large."""

    chunk_size = 256 * 1024

    def __init__(self, request: object = None) -> None:
        super().__init__(request)
        self.total = 0
        self.is_too_large = False

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.buffer = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a piece; counted while reading, whatever the client declared."""
        self.total += len(raw_data)
        if start + len(raw_data) > FILE_LIMIT or self.total > TOTAL_LIMIT:
            self.is_too_large = True
            raise StopUpload(connection_reset=True)
        self.buffer.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Return the file, in memory."""
        self.buffer.seek(0)
        return InMemoryUploadedFile(
            self.buffer, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )
