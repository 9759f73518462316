"""Screening by the rule set: exactly one code, a public reason, four eyes for a refusal, one appeal."""

from datetime import datetime

from django.db import transaction

from deliberation.models import Appeal, Need, Screening, ScreeningRule, Support
from deliberation.queries.needs import supporters_of
from deliberation.rules.clocks import end_of, working_end
from deliberation.rules.needs import check_reason, check_second_reviewer, threshold
from deliberation.rules.privacy import masked
from deliberation.states import NEED, NeedState, RuleKind, ScreeningResult
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from marketplace.workdays.queries import load_calendar
from organizations.models import User
from organizations.queries.people import directors_of, officials_with, workers_of

from .needs import locked, screening_due, show_on_spine, write_due


def _screen(
    *, need: Need, actor: User, rule: ScreeningRule | None, result: str, reason: str, now: datetime, **more
):
    if need.state != NeedState.SCREENING:
        raise Refused("core.not_in_this_state", status=409)
    if need.screenings.filter(result=ScreeningResult.REFUSED, is_confirmed__isnull=True).exists():
        raise Refused("deliberation.refusal_waits", status=409)
    if need.author_id == actor.pk and need.entered_by_id is None:
        raise Refused("deliberation.own_need", status=403)
    check_reason(kind=rule.kind if rule else "", reason=reason, day=day_of(now))
    return Screening.objects.create(
        need=need, rule=rule, result=result, reason=reason.strip(), screened_by=actor, screened_at=now, **more
    )


def _require_kind(rule: ScreeningRule, kind: str) -> None:
    if rule.kind != kind:
        raise Refused("deliberation.wrong_rule", field="rule", rule=rule.code)


def _mask(need: Need) -> dict[str, str]:
    """Mask personal numbers before the text is public; the log keeps what was written."""
    before = {}
    for name in ("title", "body"):
        text = getattr(need, name)
        if (public := masked(text)) != text:
            before[name] = text
            setattr(need, name, public)
    return before


@transaction.atomic
def accept_need(
    *, actor: User, need: Need, rule: ScreeningRule, who_acts: str, reason: str, now: datetime
) -> Need:
    """Accept a need under one code: it is public and collects support from now on."""
    need = locked(need, now)
    _require_kind(rule, RuleKind.DISCUSS)
    _screen(need=need, actor=actor, rule=rule, result=ScreeningResult.ACCEPTED, reason=reason, now=now)
    for state in (NeedState.ACCEPTED, NeedState.SUPPORTING):
        require_transition(NEED, need.state, state)
        need.state = state
    day = day_of(now)
    need.threshold = threshold(need.community.households, day)
    need.moves_at = end_of(now, STATUTES.on("need.support_open", day).days)
    need.who_acts, need.rule, need.screening_reason, need.screened_at = who_acts, rule, reason.strip(), now
    need.due_at, original = None, _mask(need)
    need.save(
        update_fields=[
            "title",
            "body",
            "state", "threshold", "moves_at", "who_acts", "rule", "screening_reason", "screened_at", "due_at",
            "changed_at",
        ]
    )  # fmt: skip
    record(
        actor=actor,
        action="need.accepted",
        subject=need,
        at=now,
        before={"state": NeedState.SCREENING, **original},
        after={"state": need.state, "code": rule.code, "threshold": need.threshold, "who_acts": who_acts},
        reason=reason,
    )
    show_on_spine(need, now)
    _tell_author(need, now)
    return need


@transaction.atomic
def redirect_need(
    *, actor: User, need: Need, rule: ScreeningRule, reason: str, channel: str, now: datetime
) -> Need:
    """Send a need to the office that can settle it (E1), naming the channel."""
    need = locked(need, now)
    _require_kind(rule, RuleKind.EXIT)
    if not channel.strip():
        raise Refused("deliberation.channel_missing", field="channel")
    _screen(
        need=need,
        actor=actor,
        rule=rule,
        result=ScreeningResult.REDIRECTED,
        reason=reason,
        channel=channel,
        now=now,
    )
    original = _finish(need, state=NeedState.REDIRECTED, rule=rule, reason=reason, channel=channel, now=now)
    record(
        actor=actor,
        action="need.redirected",
        subject=need,
        at=now,
        before={"state": NeedState.SCREENING, **original},
        after={"state": need.state, "code": rule.code, "channel": channel},
        reason=reason,
    )
    _tell_author(need, now)
    return need


def _finish(
    need: Need, *, state: NeedState, rule: ScreeningRule | None, reason: str, channel: str, now: datetime
) -> dict[str, str]:
    require_transition(NEED, need.state, state)
    original = _mask(need)
    need.state, need.rule, need.screening_reason, need.channel = state, rule, reason.strip(), channel
    need.screened_at, need.due_at = now, None
    need.moves_at = working_end(now, STATUTES.on("need.appeal", day_of(now)).days, load_calendar())
    need.save(
        update_fields=[
            "title", "body", "state", "rule", "screening_reason", "channel", "screened_at", "due_at", "moves_at", "changed_at",
        ]
    )  # fmt: skip
    show_on_spine(need, now)
    return original


@transaction.atomic
def refuse_need(
    *, actor: User, need: Need, rule: ScreeningRule, reason: str, channel: str, now: datetime
) -> Screening:
    """Propose a refusal with one N code and a reason; it takes effect only with a second reviewer."""
    need = locked(need, now)
    _require_kind(rule, RuleKind.DECLINE)
    due = working_end(now, STATUTES.on("need.second_review", day_of(now)).days, load_calendar())
    screening = _screen(
        need=need,
        actor=actor,
        rule=rule,
        result=ScreeningResult.REFUSED,
        reason=reason,
        channel=channel,
        review_due_at=due,
        now=now,
    )
    record(
        actor=actor,
        action="need.refusal_proposed",
        subject=need,
        at=now,
        after={"code": rule.code, "channel": channel},
        reason=reason,
    )
    reviewers = (workers_of(need.community) | directors_of(need.community)).exclude(pk=actor.pk)
    notify(
        recipients=reviewers,
        kind="deliberation.refusal_to_review",
        key=f"{need.reference}:{screening.pk}",
        at=now,
        path=f"/work/needs/{need.public_id}/",
        reference=need.reference,
        title=need.title,
        code=rule.code,
        due=day_of(due).isoformat(),
    )
    return screening


@transaction.atomic
def review_refusal(*, actor: User, need: Need, is_confirmed: bool, reason: str, now: datetime) -> Need:
    """Confirm a proposed refusal, or return it to screening. The second reviewer is another person."""
    need = locked(need, now)
    screening = need.screenings.filter(result=ScreeningResult.REFUSED, is_confirmed__isnull=True).first()
    if screening is None:
        raise Refused("core.not_in_this_state", status=409)
    check_second_reviewer(screened_by=screening.screened_by_id, reviewer=actor.pk, author=need.author_id)
    screening.is_confirmed, screening.reviewed_by, screening.reviewed_at = is_confirmed, actor, now
    screening.review_reason = reason.strip()
    screening.save(update_fields=["is_confirmed", "reviewed_by", "reviewed_at", "review_reason"])
    original: dict[str, str] = {}
    if is_confirmed:
        original = _finish(
            need,
            state=NeedState.REFUSED,
            rule=screening.rule,
            reason=screening.reason,
            channel=screening.channel,
            now=now,
        )
    record(
        actor=actor,
        action="need.refused" if is_confirmed else "need.refusal_returned",
        subject=need,
        at=now,
        before={"state": NeedState.SCREENING, **original},
        after={"state": need.state, "code": screening.rule.code},
        reason=reason,
    )
    if is_confirmed:
        _tell_author(need, now)
    return need


@transaction.atomic
def ask_author(*, actor: User, need: Need, question: str, now: datetime) -> Need:
    """Ask the author a question in words; seven days to answer."""
    need = locked(need, now)
    _screen(need=need, actor=actor, rule=None, result=ScreeningResult.NEED_INFO, reason=question, now=now)
    require_transition(NEED, need.state, NeedState.NEED_INFO)
    need.state, need.due_at = NeedState.NEED_INFO, None
    need.moves_at = end_of(now, STATUTES.on("need.answer", day_of(now)).days)
    need.save(update_fields=["state", "due_at", "moves_at", "changed_at"])
    record(
        actor=actor,
        action="need.question_asked",
        subject=need,
        at=now,
        before={"state": NeedState.SCREENING},
        after={"state": need.state},
        reason=question,
    )
    notify(
        recipients=[need.author],
        kind="deliberation.question_asked",
        key=f"{need.reference}:{need.screenings.count()}",
        at=now,
        path=need.path,
        title=need.title,
        question=question[:200],
        due=day_of(need.moves_at).isoformat(),
    )
    return need


@transaction.atomic
def merge_need(*, actor: User, need: Need, target: Need, reason: str, now: datetime) -> Need:
    """Join a need with an older open one of the community; its supporters are carried over."""
    first, second = sorted((need.pk, target.pk))
    rows = {
        row.pk: row
        for row in Need.objects.select_for_update(of=("self",)).filter(pk__in=[first, second]).order_by("pk")
    }
    need, target = rows[need.pk], rows.get(target.pk, target)
    write_due(target, now)
    if need.pk == target.pk or need.community_id != target.community_id:
        raise Refused("deliberation.merge_elsewhere", field="target")
    if target.state not in (NeedState.SUPPORTING, NeedState.DORMANT, NeedState.IN_DELIBERATION):
        raise Refused("deliberation.merge_closed", field="target", status=409)
    rule = ScreeningRule.objects.filter(code="E2").order_by("-rule_set__version").first()
    _screen(need=need, actor=actor, rule=rule, result=ScreeningResult.MERGED, reason=reason, now=now)
    need.merged_into = target
    need.save(update_fields=["merged_into"])
    original = _finish(need, state=NeedState.MERGED, rule=rule, reason=reason, channel="", now=now)
    Support.objects.bulk_create(
        (
            Support(
                need=target,
                user_id=row.user_id,
                household_id=row.household_id,
                at=row.at,
                counts_from=row.counts_from,
            )
            for row in need.supports.all()
        ),
        ignore_conflicts=True,
    )
    record(
        actor=actor,
        action="need.merged",
        subject=need,
        at=now,
        before={"state": NeedState.SCREENING, **original},
        after={"state": need.state, "into": target.reference},
        reason=reason,
    )
    _tell_author(need, now)
    return need


def _tell_author(need: Need, now: datetime) -> None:
    notify(
        recipients=supporters_of(Need.objects.filter(pk=need.pk)),
        kind="deliberation.need_screened",
        key=f"{need.reference}:{need.state}:{need.screenings.count()}",
        at=now,
        path=need.path,
        title=need.title,
        reference=need.reference,
        reason=need.screening_reason[:200],
        channel=need.channel,
    )


@transaction.atomic
def appeal_refusal(*, actor: User, need: Need, reason: str, now: datetime) -> Appeal:
    """Appeal a refusal to the level above, once, within ten working days."""
    need = locked(need, now)
    if need.author_id != actor.pk:
        raise Refused("deliberation.not_author", status=403)
    if Appeal.objects.filter(need=need).exists():
        raise Refused("deliberation.appealed_already", status=409)
    if need.state != NeedState.REFUSED:
        raise Refused("deliberation.appeal_late", status=409)
    appeal = Appeal.objects.create(need=need, reason=reason.strip(), made_at=now)
    record(actor=actor, action="need.appealed", subject=need, at=now, reason=reason)
    notify(
        recipients=officials_with(department=need.community.subdistrict),
        kind="deliberation.appeal_made",
        key=need.reference,
        at=now,
        path=f"/work/needs/{need.public_id}/",
        reference=need.reference,
        title=need.title,
    )
    return appeal


@transaction.atomic
def decide_appeal(*, actor: User, need: Need, is_upheld: bool, answer: str, now: datetime) -> Need:
    """Decide the appeal as the level above: upheld, the need returns to screening; else the refusal stands."""
    need = locked(need, now)
    appeal = Appeal.objects.select_for_update(of=("self",)).filter(need=need, decided_at__isnull=True).first()
    if appeal is None:
        raise Refused("core.not_in_this_state", status=409)
    check_reason(kind=RuleKind.DECLINE, reason=answer, day=day_of(now))
    appeal.decided_by, appeal.decided_at, appeal.is_upheld, appeal.answer = (
        actor,
        now,
        is_upheld,
        answer.strip(),
    )
    appeal.save(update_fields=["decided_by", "decided_at", "is_upheld", "answer"])
    before = need.state
    if is_upheld:
        require_transition(NEED, need.state, NeedState.SCREENING)
        need.state, need.moves_at, need.due_at = NeedState.SCREENING, None, screening_due(need.kind, now)
        need.rule, need.screening_reason, need.channel = None, "", ""
    need.save(
        update_fields=["state", "moves_at", "due_at", "rule", "screening_reason", "channel", "changed_at"]
    )
    record(
        actor=actor,
        action="need.appeal_decided",
        subject=need,
        at=now,
        before={"state": before},
        after={"state": need.state, "upheld": is_upheld},
        reason=answer,
    )
    notify(
        recipients=[need.author],
        kind="deliberation.appeal_decided",
        key=need.reference,
        at=now,
        path=need.path,
        title=need.title,
        answer=answer[:200],
    )
    return need
