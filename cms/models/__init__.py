from .blocks import BodyBlock
from .pages import (
    GuidePage,
    HomePage,
    MethodPage,
    NewsIndexPage,
    NewsPage,
    PolicyIndexPage,
    PolicyPage,
    WrittenPage,
)

__all__ = [
    "BodyBlock",
    "GuidePage",
    "HomePage",
    "MethodPage",
    "NewsIndexPage",
    "NewsPage",
    "PolicyIndexPage",
    "PolicyPage",
    "WrittenPage",
]
