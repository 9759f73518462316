"""What happened, as the public reads it: needs and deliberations as dated entries."""

from datetime import datetime

from django.utils.translation import gettext as _

from deliberation.models import Deliberation, Meeting, Need


def _entry(at: datetime | None, title: str, text: str = "", *, url: str = "", tone: str = "neutral") -> dict:
    return {"at": at, "title": title, "text": text, "url": url, "tone": tone, "done": True}


def need_timeline(need: Need) -> list[dict]:
    """Return the dated story of a need, oldest first."""
    entries = [_entry(need.raised_at, str(_("Raised")))]
    if need.screened_at:
        code = need.rule.code if need.rule else ""
        entries.append(
            _entry(need.screened_at, str(_("Screened: %(code)s") % {"code": code}), need.screening_reason)
        )
    if need.threshold_reached_at:
        entries.append(_entry(need.threshold_reached_at, str(_("Support threshold reached")), tone="good"))
    if need.proposal_reached_at:
        entries.append(
            _entry(
                need.proposal_reached_at,
                str(_("Statutory proposal: one fifth of the households")),
                tone="good",
            )
        )
    if need.deliberation_id:
        row = need.deliberation
        entries.append(_entry(row.opened_at, str(_("Deliberation opened")), row.topic, url=row.path))
        outcome = getattr(row, "outcome", None)
        if outcome:
            entries.append(
                _entry(outcome.adopted_at, str(_("Decided")), outcome.statement, url=row.path, tone="good")
            )
            if outcome.project_reference:
                entries.append(
                    _entry(
                        outcome.answered_at,
                        str(_("Service project set up")),
                        outcome.project_reference,
                        url=outcome.project_path,
                        tone="good",
                    )
                )
    if need.delivered_at:
        entries.append(_entry(need.delivered_at, str(_("Delivered")), need.result, tone="good"))
    return [entry for entry in entries if entry["at"]]


def _meeting_entry(meeting: Meeting, now: datetime) -> dict:
    held, text = meeting.recorded_at is not None, meeting.place
    if held:
        facts = {"place": meeting.place, "present": meeting.present, "spoke": meeting.spoke}
        text = _("%(place)s · %(present)s present, %(spoke)s spoke") % facts
    entry = _entry(meeting.starts_at, _("Round %(n)s: meeting") % {"n": meeting.round}, text)
    entry["done"] = held or meeting.starts_at <= now
    return entry


def timeline_of(row: Deliberation, now: datetime) -> list[dict]:
    """Return the dated story of a deliberation, oldest first, notices of coming meetings included."""
    entries = [_entry(row.opened_at, str(_("Deliberation opened")), row.reason)]
    if row.confirmed_at:
        entries.append(_entry(row.confirmed_at, str(_("Topic confirmed")), row.topic))
    entries += [_meeting_entry(meeting, now) for meeting in row.meetings.all()]
    entries += [_entry(vote.opens_at, str(_("Ballot opened")), vote.question) for vote in row.votes.all()]
    outcome = getattr(row, "outcome", None)
    if outcome:
        entries.append(_entry(outcome.adopted_at, str(_("Decided")), outcome.statement, tone="good"))
    if row.failed_at:
        entries.append(_entry(row.failed_at, str(_("No agreement")), "；".join(row.open_points), tone="warn"))
    entries += [
        _entry(item.ended_at, item.get_state_display(), f"{item.text}：{item.note}")
        for item in row.commitments.all()
        if item.ended_at
    ]
    if row.result_posted_at:
        entries.append(_entry(row.result_posted_at, str(_("Result posted"))))
    if row.closed_at:
        entries.append(_entry(row.closed_at, str(_("Closed")), row.channel))
    return sorted(entries, key=lambda entry: entry["at"])
