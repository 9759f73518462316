"""Pages of the administrator: accounts, posts, appointments, the expert roster."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marketplace.audit.queries import history_of
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from organizations import actions, forms
from organizations.models import Community, Post, User
from organizations.permissions import may_manage_people
from organizations.queries import people as ask
from organizations.rules.phones import masked_phone


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """List officials; find anybody by the exact address or number."""
    demand(may_manage_people(request.user))
    form = forms.FindPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        contact = form.cleaned_data["contact"]
        found = User.objects.filter(Q(email=contact) | Q(phone=contact)).first()
        if found:
            return redirect("organizations:person", found.public_id)
        form.add_error("contact", _("Nobody has this address or number. Open an account for the person."))
    posts = Post.objects.filter(until=None).select_related("user", "department")
    rows = keyset_page(posts, order=("department__code", "id"), cursor=request.GET.get("after", ""))
    return page(request, "organizations/people.html", {"form": form, "page": rows})


@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """Open an account; the person sets a password by mail."""
    demand(may_manage_people(request.user))
    form = forms.NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = attempt(form, actions.open_account, actor=request.user, now=request.now, **form.cleaned_data)
        if user:
            messages.success(
                request, _("The account is open. The person sets a password under “I forgot my password”.")
            )
            return redirect("organizations:person", user.public_id)
    return page(request, "organizations/new_person.html", {"form": form})


FORMS: dict[str, tuple[type[Form], str]] = {
    "post": (forms.PostForm, "give_post"),
    "appointment": (forms.AppointmentForm, ""),
    "expert": (forms.ExpertForm, "add_expert"),
}


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a person's roles; give a post, appoint to a community, add to the roster."""
    demand(may_manage_people(request.user))
    user = get_object_or_404(User, public_id=public_id)
    chosen = request.POST.get("form", "")
    bound = {
        name: kind(request.POST if name == chosen else None, prefix=name)
        for name, (kind, _a) in FORMS.items()
    }
    if request.method == "POST":
        if chosen not in FORMS:
            raise Http404
        if bound[chosen].is_valid() and attempt(
            bound[chosen], _act(chosen, bound[chosen]), actor=request.user, user=user, now=request.now
        ):
            messages.success(request, _("Saved."))
            return redirect("organizations:person", public_id)
    context = {**_roles_of(user), **{f"{name}_form": form for name, form in bound.items()}}
    return page(request, "organizations/person.html", {"person": user, **context})


def _act(chosen: str, form: Form) -> Callable[..., object]:
    values = dict(form.cleaned_data)
    if chosen == "appointment":
        run = actions.appoint_worker if values.pop("role") == "worker" else actions.appoint_director
    else:
        run = getattr(actions, FORMS[chosen][1])

    def act(**who: object) -> object:
        return run(**who, **values) or True

    return act


def _roles_of(user: User) -> dict[str, object]:
    return {
        "posts": ask.open_posts(user),
        "works_in": ask.communities_worked_by(user),
        "directs": ask.communities_directed_by(user),
        "organizations": list(ask.organizations_of(user)),
        "residency": ask.residency_of(user),
        "expert": getattr(user, "expert", None),
        "phone": masked_phone(user.phone) if user.phone else "",
        "editing": user.groups.filter(name__in=actions.EDITING_GROUPS).first(),
        "history": history_of(user).order_by("-id")[:20],
    }


@require_POST
def end_post(request: HttpRequest, public_id: str, key: int) -> HttpResponse:
    """End a post."""
    demand(may_manage_people(request.user))
    post = get_object_or_404(Post.objects.select_related("user"), pk=key, user__public_id=public_id)
    actions.end_post(actor=request.user, post=post, now=request.now)
    messages.success(request, _("The post has ended."))
    return redirect("organizations:person", public_id)


@require_POST
def dismiss(request: HttpRequest, public_id: str, role: str, code: str) -> HttpResponse:
    """Take an appointment to a community back."""
    demand(may_manage_people(request.user))
    user = get_object_or_404(User, public_id=public_id)
    run = {"worker": actions.dismiss_worker, "director": actions.dismiss_director}.get(role)
    if run is None:
        raise Http404
    run(actor=request.user, user=user, community=get_object_or_404(Community, code=code), now=request.now)
    messages.success(request, _("The appointment has ended."))
    return redirect("organizations:person", public_id)


@require_POST
def editing(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let an official write or publish on the public site, or no longer."""
    demand(may_manage_people(request.user))
    user = get_object_or_404(User, public_id=public_id)
    group = request.POST.get("group", "")
    if group and group not in actions.EDITING_GROUPS:
        raise Http404
    actions.set_editing(actor=request.user, user=user, group=group, now=request.now)
    messages.success(request, _("Saved."))
    return redirect("organizations:person", public_id)


@require_POST
def expert_availability(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let an expert be drawn, or not for the time being."""
    demand(may_manage_people(request.user))
    user = get_object_or_404(User.objects.select_related("expert"), public_id=public_id, expert__isnull=False)
    actions.set_expert_available(
        actor=request.user,
        expert=user.expert,
        is_available=request.POST.get("available") == "1",
        now=request.now,
    )
    messages.success(request, _("Saved."))
    return redirect("organizations:person", public_id)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close an account after asking once more."""
    demand(may_manage_people(request.user))
    user = get_object_or_404(User, public_id=public_id)
    if request.method == "POST":
        actions.close_account(actor=request.user, user=user, now=request.now)
        messages.success(request, _("The account is closed."))
        return redirect("organizations:people")
    return page(request, "organizations/close_account.html", {"person": user})


@require_GET
def experts(request: HttpRequest) -> HttpResponse:
    """List the expert roster."""
    demand(may_manage_people(request.user))
    rows = keyset_page(
        User.objects.filter(expert__isnull=False).select_related("expert"),
        order=("id",),
        cursor=request.GET.get("after", ""),
    )
    return page(request, "organizations/experts.html", {"page": rows})
