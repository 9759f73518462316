"""Who may do what with needs and deliberations; each answer has its reason."""

from deliberation.models import Deliberation, Need, RuleSet, Vote
from deliberation.queries.needs import is_public
from deliberation.states import Electorate, PartyKind
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import Community, User
from organizations.queries.people import directs, has_post, is_verified_resident, works_in
from organizations.states import PostRole


@permission("raise_need")
def may_raise_need(user: User) -> Verdict:
    """Anybody with a verified phone number raises needs."""
    if not user.is_authenticated:
        return denied("web.sign_in")
    return ALLOWED if user.phone_verified_at else denied("deliberation.phone_unverified")


@permission("read_need", model="deliberation.Need")
def may_read_need(user: User, need: Need) -> Verdict:
    """Everybody reads public needs; author, workers, directors and the level above read all of them."""
    if is_public(need) or (user.is_authenticated and need.author_id == user.pk):
        return ALLOWED
    if _is_staff(user, need.community) or may_decide_appeal(user, need):
        return ALLOWED
    return denied("deliberation.need_not_public")


def _is_staff(user: User, community: Community) -> bool:
    return works_in(user, community) or directs(user, community)


@permission("support_need", model="deliberation.Need")
def may_support_need(user: User, need: Need) -> Verdict:
    """Let verified residents of the community support its needs."""
    if not user.is_authenticated:
        return denied("web.sign_in")
    if is_verified_resident(user, need.community):
        return ALLOWED
    return denied("deliberation.not_resident_here")


@permission("answer_question", model="deliberation.Need")
def may_answer_question(user: User, need: Need) -> Verdict:
    """Let the author answer questions and appeal."""
    return ALLOWED if need.author_id == user.pk else denied("deliberation.not_author")


@permission("screen_need", model="deliberation.Need")
def may_screen_need(user: User, need: Need) -> Verdict:
    """Workers and directors of the community screen its needs."""
    return may_work_here(user, need.community)


@permission("work_here", model="organizations.Community")
def may_work_here(user: User, community: Community) -> Verdict:
    """Workers and directors of a community do its work and open its deliberations."""
    return ALLOWED if _is_staff(user, community) else denied("deliberation.not_worker")


@permission("review_refusal", model="deliberation.Need")
def may_review_refusal(user: User, need: Need) -> Verdict:
    """Another worker or director confirms or returns a refusal."""
    waiting = need.screenings.filter(result="refused", is_confirmed__isnull=True).first()
    if waiting and user.pk in (waiting.screened_by_id, need.author_id):
        return denied("deliberation.own_screening")
    return may_work_here(user, need.community)


@permission("decide_appeal", model="deliberation.Need")
def may_decide_appeal(user: User, need: Need) -> Verdict:
    """Officials of the sub-district office above decide appeals."""
    if has_post(user, department=need.community.subdistrict):
        return ALLOWED
    return denied("deliberation.not_level_above")


@permission("run_deliberation", model="deliberation.Deliberation")
def may_run_deliberation(user: User, deliberation: Deliberation) -> Verdict:
    """Let the convener organize the deliberation."""
    return ALLOWED if deliberation.convener_id == user.pk else denied("deliberation.not_convener")


@permission("see_desk_of_deliberation", model="deliberation.Deliberation")
def may_see_desk(user: User, deliberation: Deliberation) -> Verdict:
    """Workers and directors see the working page of their community's deliberations."""
    return may_work_here(user, deliberation.community)


@permission("confirm_topic", model="deliberation.Deliberation")
def may_confirm_topic(user: User, deliberation: Deliberation) -> Verdict:
    """Secretary or director confirms, never the convener."""
    if deliberation.convener_id == user.pk:
        return denied("deliberation.convener_confirms")
    return may_direct(user, deliberation)


@permission("pause_deliberation", model="deliberation.Deliberation")
def may_direct(user: User, deliberation: Deliberation) -> Verdict:
    """Secretary or director of the community."""
    return ALLOWED if directs(user, deliberation.community) else denied("deliberation.not_director")


@permission("cast_ballot", model="deliberation.Vote")
def may_cast_ballot(user: User, vote: Vote) -> Verdict:
    """Parties, or verified residents, vote; the convener never does (CNS-03)."""
    if not user.is_authenticated:
        return denied("web.sign_in")
    if vote.deliberation.convener_id == user.pk:
        return denied("deliberation.convener_votes")
    if vote.electorate == Electorate.PARTIES:
        parties = vote.deliberation.parties.filter(user=user).exclude(kind=PartyKind.EXPERT)
        return ALLOWED if parties.exists() else denied("deliberation.not_a_party")
    if is_verified_resident(user, vote.deliberation.community):
        return ALLOWED
    return denied("deliberation.not_resident_here")


@permission("raise_objection", model="deliberation.Deliberation")
def may_object(user: User, deliberation: Deliberation) -> Verdict:
    """Parties and verified residents object to a posted result."""
    if not user.is_authenticated:
        return denied("web.sign_in")
    if deliberation.parties.filter(user=user).exists():
        return ALLOWED
    if is_verified_resident(user, deliberation.community):
        return ALLOWED
    return denied("deliberation.not_resident_here")


@permission("keep_rules", model="deliberation.RuleSet")
def may_keep_rules(user: User, _rule_set: RuleSet | None = None) -> Verdict:
    """Approvers and administrators of the bureau confirm and edit the screening rules."""
    if has_post(user, PostRole.APPROVER, PostRole.ADMINISTRATOR):
        return ALLOWED
    return denied("deliberation.not_bureau")
