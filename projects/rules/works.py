"""What may not be bought as a service: goods, works, bundles (caiyu 2017 no. 87; Order 102 art. 10)."""

from marketplace.core.refusals import Citation, Refused

SERVICE, GOODS, WORKS, BUNDLE = "service", "goods", "works", "bundle"
NATURES = (SERVICE, GOODS, WORKS, BUNDLE)
NEGATIVE_LIST = Citation("Y2017-87", "", "P")
EXCLUSIONS = Citation("O102", "art. 10", "P")

WORKS_WORDS = (
    "新建",
    "改建",
    "扩建",
    "改造施工",
    "改造工程",
    "装修",
    "修缮",
    "翻新",
    "拆除",
    "施工",
    "土建",
    "铺设",
    "加装电梯",
    "维修工程",
    "建设工程",
    "绿化工程",
    "renovation works",
    "construction",
    "refurbish",
    "demolition",
    "rebuild",
)
LEAST_EXPLANATION = 15


def works_words(*texts: str) -> list[str]:
    """Return the words in the texts that often mean works, in the order of the list."""
    joined = " ".join(texts).lower()
    return [word for word in WORKS_WORDS if word in joined]


def check_nature(nature: str) -> None:
    """Refuse goods, works and bundles of works with services (caiyu 2017 no. 87, item 2; Order 102 art. 10)."""
    # PLAN-01
    if nature == GOODS:
        raise Refused("projects.goods", citation=EXCLUSIONS, field="nature")
    if nature == WORKS:
        raise Refused("projects.works", citation=NEGATIVE_LIST, field="nature")
    if nature == BUNDLE:
        raise Refused("projects.bundle", citation=NEGATIVE_LIST, field="nature")
    if nature != SERVICE:
        raise Refused("projects.unknown_nature", field="nature")


def check_works(*, words: list[str], is_guarded: bool, is_declared: bool, explanation: str) -> None:
    """Refuse a text with words of works, or a guarded category, without declaration and explanation."""
    if not words and not is_guarded:
        return
    if not is_declared:
        raise Refused(
            "projects.works_undeclared",
            citation=NEGATIVE_LIST,
            field="works_declared",
            words="、".join(words) or "—",
        )
    if words and len(explanation.strip()) < LEAST_EXPLANATION:
        raise Refused(
            "projects.works_unexplained",
            citation=NEGATIVE_LIST,
            field="works_explanation",
            words="、".join(words),
            least=LEAST_EXPLANATION,
        )
