"""The coded rules as a reader sees them: what, effect, article, numbers in force, how sure."""

from dataclasses import dataclass
from datetime import date

from bidding.queries.local_values import local_numbers
from cms import phrases
from cms.phrases.rules import EFFECTS, FAMILIES, PHASES, RULE_TEXTS
from marketplace.statutes import INSTRUMENTS, RULES, Rule
from marketplace.web.formats import is_chinese

from .pages import policy_addresses
from .statutes import UNSURE, RuleLine, article_text, rule_lines


@dataclass(frozen=True)
class CodedLine:
    """One coded rule with its source and its numbers."""

    id: str
    family: str
    family_name: str
    phase: str
    phase_name: str
    text: str
    effect: str
    effect_name: str
    effect_tone: str
    source: str
    article: str
    address: str
    trust: str
    tone: str
    is_unsure: bool
    since: date | None
    in_force: bool
    numbers: list[RuleLine]


def coded_rules(
    day: date,
    *,
    query: str = "",
    family: str = "",
    phase: str = "",
    effect: str = "",
    trust: str = "",
    only_unsure: bool = False,
) -> list[CodedLine]:
    """Return the coded rules by family, each with its numbers in force on the day; narrowed as asked (five queries)."""
    addresses = policy_addresses()
    chosen = [
        rule
        for rule in RULES.all()
        if (not family or rule.family == family)
        and (not phase or rule.phase == phase)
        and (not effect or rule.effect == effect)
        and (not trust or rule.citation.trust == trust)
    ]
    local = local_numbers(day)
    numbers = {
        line.key: line
        for line in rule_lines(local.get(n.key, n) for rule in chosen for n in rule.numbers(day))
    }
    lines = [_line(rule, day, addresses, numbers) for rule in chosen]
    words = query.lower().split()
    kept = [
        line
        for line in lines
        if all(word in _haystack(line) for word in words)
        and (not only_unsure or line.is_unsure or any(row.is_unsure for row in line.numbers))
    ]
    order = {code: place for place, code in enumerate(FAMILIES)}
    return sorted(kept, key=lambda line: (order[line.family], line.id))


def _haystack(line: CodedLine) -> str:
    return f"{line.id} {line.text} {line.source} {line.article} {line.family_name} {line.phase_name}".lower()


def _line(rule: Rule, day: date, addresses: dict[str, str], numbers: dict[str, RuleLine]) -> CodedLine:
    instrument = INSTRUMENTS[rule.citation.instrument]
    trust, tone = phrases.TRUST[rule.citation.trust]
    effect, effect_tone = EFFECTS[rule.effect]
    return CodedLine(
        id=rule.id,
        family=rule.family,
        family_name=str(FAMILIES[rule.family]),
        phase=rule.phase,
        phase_name=str(PHASES[rule.phase]),
        text=str(RULE_TEXTS[rule.id]),
        effect=rule.effect,
        effect_name=str(effect),
        effect_tone=effect_tone,
        source=instrument.title if is_chinese() else instrument.title_en,
        article=article_text(rule.citation.article),
        address=addresses.get(rule.citation.instrument, ""),
        trust=str(trust),
        tone=tone,
        is_unsure=rule.citation.trust in UNSURE,
        since=rule.since,
        in_force=rule.in_force(day),
        numbers=[numbers[row.key] for row in rule.numbers(day)],
    )
