"""axe-core in the open page: what hinders people, by the rules of WCAG 2.2 A and AA."""

from dataclasses import dataclass
from importlib.resources import files

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
SERIOUS = ("serious", "critical")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
  return found.violations.map(v => [v.id, v.impact, v.nodes.map(n => n.target.join(' ')).slice(0, 3)]);
}"""


@dataclass(frozen=True)
class Finding:
    """One rule that a page breaks."""

    who: str
    mode: str
    path: str
    rule: str
    impact: str
    targets: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.mode} {self.who} {self.path}: {self.rule} ({self.impact}) at {' | '.join(self.targets)}"
        )


def scan(page: Page, who: str, mode: str) -> list[Finding]:
    """Return the serious findings of the open page."""
    page.evaluate(AXE)
    path = "/" + page.url.split("/", 3)[-1]
    return [
        Finding(who, mode, path, rule, impact, tuple(targets))
        for rule, impact, targets in page.evaluate(RUN, TAGS)
        if impact in SERIOUS
    ]
