"""Journey 11: anybody follows the money to the photos of accepted work, and the ranking to how it is computed."""

from .cast import Cast

CATEGORY, DELIVERED = "空巢独居老人巡访", "线路新村独居老人巡访"


def follows_money(cast: Cast) -> None:
    """Home, a category, a project, a photo of what was accepted: three clicks."""
    visitor = cast("visitor").go("/")
    with visitor.within_clicks(3, "follow the money"):
        visitor.press(visitor.main.locator(".plot-link", has_text=CATEGORY).first).shot("category")
        visitor.press(DELIVERED).sees("每100元预算").shot("project")
        photo = visitor.main.locator(".photo-row a").first.get_attribute("href")
        visitor.clicks += 1  # the photo alone is no page of ours: fetched as the browser would
        assert visitor.context.request.get(photo).headers["content-type"].startswith("image/")


def understands_ranking(cast: Cast) -> None:
    """Home, the ranking, how it is computed: two clicks."""
    visitor = cast("visitor").go("/")
    with visitor.within_clicks(2, "understand the ranking"):
        visitor.press(visitor.main.locator("a[href='/how-the-ranking-is-computed/']").first)
    visitor.sees("70").shot("how-computed")
