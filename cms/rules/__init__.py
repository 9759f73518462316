"""How a written text becomes the blocks of a page: pure."""

from .texts import Text, policies, read_text

__all__ = ["Text", "policies", "read_text"]
