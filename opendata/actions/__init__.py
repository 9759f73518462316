"""Take in open contracting data of others."""

from .importing import Report, import_documents

__all__ = ["Report", "import_documents"]
