"""Ballots: who may vote, and counts, which nobody sees before the vote is closed."""

from django.db.models import Count

from deliberation.models import Deliberation, Vote
from deliberation.rules.decisions import Counts
from deliberation.states import Choice


def last_vote(deliberation: Deliberation) -> Vote | None:
    """Return the newest vote of the present round of step 4, or None."""
    clock = deliberation.clocks.filter(step="step4").order_by("-started_at").first()
    votes = deliberation.votes.all()
    if clock is not None:
        votes = votes.filter(opens_at__gte=clock.started_at)
    return votes.order_by("-opens_at", "-id").first()


def counts_of(vote: Vote) -> Counts:
    """Return the counts of a vote. Call it only after closing."""
    found = dict(vote.ballots.order_by().values_list("choice").annotate(n=Count("pk")))
    yes, no, abstain = (found.get(choice, 0) for choice in (Choice.YES, Choice.NO, Choice.ABSTAIN))
    return Counts(eligible=vote.eligible, present=yes + no + abstain, yes=yes, no=no, abstain=abstain)


def has_voted(user: object, vote: Vote) -> bool:
    """Say whether the person has voted (never how)."""
    return vote.marks.filter(voter=user).exists()
