"""Decisions about organizations: a warning that holds after an appeal, and a ban that ended by the calendar."""

from datetime import date

from organizations import actions as organizations

from .clockwork import on, set_clock
from .script import Cast


def run_sanctions(cast: Cast) -> None:
    """Let the registrar decide both; the organization appeals against the warning, another person answers."""
    registrar = cast.people["registrar"]
    set_clock(on("2024-09-02"))
    organizations.impose_sanction(
        actor=registrar, organization=cast.organizations["heyu"], kind="ban",
        reason="投标时提供虚假的财务审计报告。", citation="《政府采购法》第七十七条",
        document="和财采罚〔2024〕3号（演示）", ends_on=date(2025, 9, 1), now=on("2024-09-02"),
    )  # fmt: skip
    set_clock(on("2026-01-12"))
    warning = organizations.impose_sanction(
        actor=registrar, organization=cast.organizations["tongxin"], kind="warning",
        reason="矛盾纠纷调解项目两个节点分别逾期三天、五天，均未提前报备。", citation="合同违约责任条款",
        document="和民管警〔2026〕1号（演示）", ends_on=date(2026, 7, 11), now=on("2026-01-12"),
    )  # fmt: skip
    set_clock(on("2026-01-20"))
    warning = organizations.appeal_sanction(
        actor=cast.people["tongxin"], sanction=warning, now=on("2026-01-20"),
        text="逾期期间正值小区道路施工，我会曾口头告知社区，请求撤销警告。",
    )  # fmt: skip
    set_clock(on("2026-01-29"))
    organizations.answer_sanction_appeal(
        actor=cast.people["approver"], sanction=warning, is_upheld=False, now=on("2026-01-29"),
        reason="施工只影响第一个节点，第二个节点逾期无正当理由，且均无书面报备，维持警告；期限届满自动失效。",
    )  # fmt: skip
