"""Raise a need, answer a question about it, solve it, deliver it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from deliberation.models import Need, NeedPhoto
from deliberation.queries.needs import hides_text
from deliberation.queries.supports import households_behind
from deliberation.rules.clocks import end_of, working_end
from deliberation.rules.lives import need_state_at
from deliberation.rules.needs import check_daily
from deliberation.states import FAST_KINDS, NEED, Display, Entry, NeedState, ScreeningResult
from marketplace.audit.actions import next_reference, record
from marketplace.core.clock import SHANGHAI, day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from marketplace.web.files import Checked
from marketplace.web.models import Stop
from marketplace.web.spine import begin_spine, write_stop
from marketplace.workdays.queries import load_calendar
from organizations.models import Community, User
from organizations.queries.people import workers_of

REPEAT = timedelta(minutes=30)


def locked(need: Need, now: datetime) -> Need:
    """Lock the row and write down what the clock has already done to it."""
    row = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    write_due(row, now)
    return row


def write_due(row: Need, now: datetime) -> bool:
    """Write down a move that is due; one audit row per move."""
    target = need_state_at(
        state=row.state,
        moves_at=row.moves_at,
        now=now,
        is_reached=_is_reached(row),
        has_open_appeal=hasattr(row, "appeal") and row.appeal.decided_at is None,
        dormant_days=STATUTES.on("need.dormant", day_of(now)).days,
    )
    if target == row.state:
        return False
    before, due = row.state, row.moves_at
    if before == NeedState.SUPPORTING:
        row.dormant_at = due
        require_transition(NEED, row.state, NeedState.DORMANT)
        row.state = NeedState.DORMANT
        row.moves_at = end_of(due, STATUTES.on("need.dormant", day_of(now)).days) if due else None
    if target != row.state:
        require_transition(NEED, row.state, target)
        row.state, row.moves_at = NeedState(target), None
    row.save(update_fields=["state", "moves_at", "dormant_at", "changed_at"])
    record(
        actor=None,
        action="need.moved",
        subject=row,
        at=now,
        before={"state": before},
        after={"state": target},
    )
    return True


def _is_reached(row: Need) -> bool:
    if row.threshold_reached_at is not None or row.state != NeedState.SUPPORTING or row.moves_at is None:
        return row.threshold_reached_at is not None
    return households_behind(row, row.moves_at) >= (row.threshold or 0)


def screening_due(kind: str, now: datetime) -> datetime:
    """Return until when a need is screened: two working days, one for the fast kinds."""
    key = "need.screening_fast" if kind in FAST_KINDS else "need.screening"
    return working_end(now, STATUTES.on(key, day_of(now)).days, load_calendar())


@transaction.atomic
def raise_need(
    *,
    actor: User,
    community: Community,
    kind: str,
    title: str,
    now: datetime,
    body: str = "",
    display: str = Display.ANONYMOUS,
    is_private: bool = False,
    photos: Sequence[Checked] = (),
    entry: str = Entry.ONLINE,
    is_demo: bool = False,
) -> Need:
    """Raise a need: it gets a number and waits for screening. The same text sent twice gives the same need.

    Raises Refused: phone not verified, neither text nor photo, over the daily limit.
    """
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    _check_words(actor, entry, has_something=bool(body.strip() or photos))
    same = Need.objects.filter(
        author=actor, community=community, title=title, body=body, raised_at__gt=now - REPEAT
    ).first()
    if same:
        return same
    _check_limit(actor, entry, now)
    need = Need(
        reference=next_reference("XQ", day_of(now).year),
        spine=begin_spine(),
        author=actor,
        entered_by=None if entry == Entry.ONLINE else actor,
        entry=entry,
        community=community,
        kind=kind,
        title=title,
        body=body,
        display=display,
        is_private=is_private,
        raised_at=now,
        due_at=screening_due(kind, now),
        is_demo=is_demo,
    )
    _submit(need)
    _keep_photos(need, photos)
    facts = {"reference": need.reference, "kind": kind, "community": community.code, "entry": entry}
    record(actor=actor, action="need.raised", subject=need, at=now, after=facts)
    _receipt(need, actor, now)
    return need


def _submit(need: Need) -> None:
    for state in (NeedState.SUBMITTED, NeedState.SCREENING):
        require_transition(NEED, need.state, state)
        need.state = state
    need.save()


def _keep_photos(need: Need, photos: Sequence[Checked]) -> None:
    for photo in photos:
        NeedPhoto.keep(photo, need=need)


def _check_words(actor: User, entry: str, *, has_something: bool) -> None:
    if entry == Entry.ONLINE and not actor.phone_verified_at:
        raise Refused("deliberation.phone_unverified", status=403)
    if not has_something:
        raise Refused("deliberation.nothing_said", field="body")


def _check_limit(actor: User, entry: str, now: datetime) -> None:
    if entry != Entry.ONLINE:
        return
    today = datetime.combine(day_of(now), datetime.min.time(), SHANGHAI)
    check_daily(raised_today=Need.objects.filter(author=actor, raised_at__gte=today).count(), day=day_of(now))


def _receipt(need: Need, actor: User, now: datetime) -> None:
    facts = {"reference": need.reference, "title": need.title, "due": day_of(need.due_at).isoformat()}
    notify(
        recipients=[actor],
        kind="deliberation.need_received",
        key=need.reference,
        at=now,
        path=need.path,
        **facts,
    )
    notify(
        recipients=workers_of(need.community),
        kind="deliberation.need_to_screen",
        key=need.reference,
        at=now,
        path=f"/work/needs/{need.public_id}/",
        **facts,
    )


def show_on_spine(need: Need, now: datetime) -> None:
    """Write the stop of a public need."""
    write_stop(
        spine_id=need.spine_id,
        stop=Stop.NEED,
        reference=need.reference,
        title=need.reference if hides_text(need) else need.title,
        path=need.path,
        at=need.raised_at or now,
    )


@transaction.atomic
def answer_question(*, actor: User, need: Need, answer: str, now: datetime) -> Need:
    """Answer the worker's question; possible after the seven days, too."""
    need = locked(need, now)
    if need.author_id != actor.pk:
        raise Refused("deliberation.not_author", status=403)
    require_transition(NEED, need.state, NeedState.SCREENING)
    asked = need.screenings.filter(result=ScreeningResult.NEED_INFO, answered_at__isnull=True).last()
    if asked is None:
        raise Refused("core.not_in_this_state", status=409)
    asked.answer, asked.answered_at = answer.strip(), now
    asked.save(update_fields=["answer", "answered_at"])
    before = need.state
    need.state, need.moves_at, need.due_at = NeedState.SCREENING, None, screening_due(need.kind, now)
    need.save(update_fields=["state", "moves_at", "due_at", "changed_at"])
    record(
        actor=actor,
        action="need.answered",
        subject=need,
        at=now,
        before={"state": before},
        after={"state": need.state},
    )
    notify(
        recipients=workers_of(need.community),
        kind="deliberation.need_to_screen",
        key=f"{need.reference}:{asked.pk}",
        at=now,
        path=f"/work/needs/{need.public_id}/",
        reference=need.reference,
        title=need.title,
        due=day_of(need.due_at).isoformat(),
    )
    return need


@transaction.atomic
def start_direct_action(*, actor: User, need: Need, owner: str, due_on: date, now: datetime) -> Need:
    """Solve a small matter at once, with a named owner and a day."""
    need = locked(need, now)
    require_transition(NEED, need.state, NeedState.DIRECT_ACTION)
    if due_on < day_of(now):
        raise Refused("deliberation.day_past", field="due_on")
    before = need.state
    need.state, need.owner, need.owner_due_on, need.moves_at = NeedState.DIRECT_ACTION, owner, due_on, None
    need.save(update_fields=["state", "owner", "owner_due_on", "moves_at", "changed_at"])
    record(
        actor=actor,
        action="need.direct_action_started",
        subject=need,
        at=now,
        before={"state": before},
        after={"state": need.state, "owner": owner, "due_on": due_on},
    )
    return need


@transaction.atomic
def settle_need(*, actor: User, need: Need, to: str, result: str, now: datetime) -> Need:
    """Carry an adopted need on as a covenant or as the task of a department."""
    need = locked(need, now)
    if to not in (NeedState.COVENANT, NeedState.DEPARTMENT_TASK):
        raise Refused("core.not_in_this_state", status=409)
    require_transition(NEED, need.state, to)
    need.state, need.result = NeedState(to), result
    need.save(update_fields=["state", "result", "changed_at"])
    record(
        actor=actor,
        action="need.settled",
        subject=need,
        at=now,
        before={"state": NeedState.ADOPTED},
        after={"state": to},
        reason=result,
    )
    return need


@transaction.atomic
def deliver_need(*, actor: User, need: Need, result: str, now: datetime) -> Need:
    """Say what was done for a need that is solved directly, by a covenant or by a department."""
    need = locked(need, now)
    if need.state == NeedState.TURNED_INTO_PROJECT:
        raise Refused("deliberation.project_delivers", status=409)
    require_transition(NEED, need.state, NeedState.DELIVERED)
    if not result.strip():
        raise Refused("deliberation.result_missing", field="result")
    before = need.state
    need.state, need.result, need.delivered_at = NeedState.DELIVERED, result.strip(), now
    need.save(update_fields=["state", "result", "delivered_at", "changed_at"])
    record(
        actor=actor,
        action="need.delivered",
        subject=need,
        at=now,
        before={"state": before},
        after={"state": need.state},
        reason=need.result,
    )
    return need
