"""B13: an editor changes a piece of news in the editors' pages; the public reads it once a second official approved it."""

from contextlib import suppress

from playwright.sync_api import Page, TimeoutError, expect  # noqa: A004 - the browser's own

from .cast import Cast

OLD = "平台开始试运行"
TRIES = 5
NEW = "平台试运行满月：意见请拨12345"


def edits_news(cast: Cast) -> None:
    """The editor changes a piece of news and hands it in; the public still reads the old one."""
    visitor = cast("visitor").go("/news/")
    visitor.press(visitor.main.get_by_role("link", name=OLD).first)
    cast.notebook.reach(news=visitor.path)
    editor = cast("officer")
    editor.page.goto("/cms/")
    editor.page.goto(f"/cms/pages/search/?q={OLD}")
    editor.page.get_by_role("link", name=OLD).first.click()
    _changes(editor.page, "")
    _says(editor.page, "请填写此项")
    _changes(editor.page, NEW)
    _says(editor.page, NEW)
    editor.shot("news-handed-in")
    visitor.go(cast.notebook.reached["news"])
    expect(visitor.page.locator("h1")).to_have_text(OLD)


def approves_news(cast: Cast) -> None:
    """Another official finds it on the editors' home and approves; now the public reads the new one."""
    approver = cast("approver")
    approver.page.goto("/cms/")
    approver.shot("news-waiting")
    approver.page.get_by_role("link", name=NEW).first.click()
    _presses(approver.page, "同意并发布")
    approver.shot("news-approved")
    visitor = cast("visitor").go(cast.notebook.reached["news"]).shot("news")
    expect(visitor.page.locator("h1")).to_have_text(NEW)


def _changes(page: Page, title: str) -> None:
    page.fill("#id_title", title)
    _presses(page, "提交给主管审核")


def _presses(page: Page, label: str) -> None:
    """Press an entry of the menu beside the editors' save button; the menu opens once the page's scripts are at work."""
    page.wait_for_url("**/edit/")
    page.wait_for_load_state("load")
    entry = page.get_by_role("button", name=label, exact=True)
    for _ in range(TRIES):
        page.get_by_role("button", name="更多动作").last.click()
        with suppress(TimeoutError):
            entry.wait_for(state="visible", timeout=3_000)
            break
    with page.expect_navigation():
        entry.click()


def _says(page: Page, text: str) -> None:
    expect(page.locator("body")).to_contain_text(text)
