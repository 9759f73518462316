from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

REFUSALS = {
    "organizations.sanction_term": _("The last day lies between today and {days} days from today."),
    "organizations.sanction_appeal_closed": _("No appeal is open here, or its time has passed."),
    "organizations.sign_in_wrong": _(
        "The address, password or code is not right, or the code was used already."
    ),
    "organizations.sign_in_locked": _("Too many attempts. Try again in 15 minutes."),
    "organizations.second_factor_missing": _("Set up the second factor on the website first."),
    "organizations.second_factor_stale": _(
        "More than 15 minutes have passed since the second factor was confirmed. Confirm it again."
    ),
    "organizations.code_missing": _(
        "Enter the unified social credit code. Only a filed community organization has none of its own."
    ),
    "organizations.code_not_expected": _(
        "A filed community organization has no code of its own; leave the field empty or choose another type."
    ),
    "organizations.code_length": _("A unified social credit code has 18 characters."),
    "organizations.code_character": _(
        "The code contains a character that these codes never use (I, O, S, V, Z and signs are not used)."
    ),
    "organizations.code_check": _(
        "The check character does not fit: at least one character was mistyped. Compare it with the certificate."
    ),
    "organizations.code_of_another_type": _(
        "The code begins with {prefix}, which does not stand for the chosen type"
        " (51 social group, 52 social service institution, 53 foundation)."
    ),
    "organizations.code_taken": _("An organization with this code is already registered."),
    "organizations.already_registered": _("You have already registered this organization."),
    "organizations.certificate_kept": _("This certificate is in the library already."),
    "organizations.incomplete": _("Fill in this field before sending the record for verification."),
    "organizations.grade_missing": _("Choose the grade that was issued on this day."),
    "organizations.grade_undated": _("Enter the day on which the grade was issued; it holds for five years."),
    "organizations.grade_in_future": _("The grade cannot have been issued in the future."),
    "organizations.no_certificate": _(
        "Add the registration certificate before sending the record for verification."
    ),
    "organizations.reason_missing": _("Write down the reason; the organization reads it."),
    "organizations.not_registrar": _("Only registrars of the bureau may do this."),
    "organizations.not_legal_representative": _("Only the legal representative may appeal."),
    "organizations.decided_it": _("Whoever decided does not answer the appeal: another person does."),
    "organizations.own_organization": _("Nobody decides about an organization of their own."),
    "organizations.change_waits": _(
        "A change already waits for the registrar. Withdraw it or wait for the answer."
    ),
    "organizations.nothing_changed": _("Nothing was changed."),
    "organizations.dates_reversed": _("The certificate ends before it begins."),
    "organizations.already_member": _("This person already has this role in the organization."),
    "organizations.already_invited": _("An invitation for this address and role is still open."),
    "organizations.invitation_unknown": _("This invitation does not exist."),
    "organizations.invitation_used": _("This invitation has already been used."),
    "organizations.invitation_revoked": _("This invitation was withdrawn."),
    "organizations.invitation_expired": _("This invitation has expired. Ask the organization for a new one."),
    "organizations.invitation_for_another": _(
        "This invitation was sent to another e-mail address. Sign in with that account."
    ),
    "organizations.official_cannot_join": _("An official cannot be a member of a social organization."),
    "organizations.member_cannot_hold_post": _(
        "A member of a social organization cannot hold a post. The membership must end first."
    ),
    "organizations.successor_needed": _(
        "An organization always has a legal representative. Name the member who takes over first."
    ),
    "organizations.successor_not_a_member": _("The successor must be another member of the organization."),
    "organizations.own_post": _("Nobody gives themselves a post."),
    "organizations.post_exists": _("This person already holds this post."),
    "organizations.last_administrator": _("The last administrator's post cannot be ended."),
    "organizations.already_appointed": _("This person is already appointed to the community."),
    "organizations.not_appointed": _("This person is not appointed to the community."),
    "organizations.already_expert": _("This person is already on the roster."),
    "organizations.own_residency": _("Nobody confirms their own residence."),
    "organizations.own_phone": _("Nobody verifies their own number."),
    "organizations.residency_confirmed": _(
        "Your residence has been confirmed. If you have moved, ask your new community to change it."
    ),
    "organizations.household_missing": _("Name the building and the door."),
    "organizations.only_officials_edit": _("Only officials write on the public site."),
    "organizations.still_bound": _(
        "Posts, memberships and appointments must end before the account is closed."
    ),
    "organizations.account_exists": _("An account with this e-mail address or phone number exists already."),
    "organizations.contact_missing": _("Enter an e-mail address or a phone number."),
}

REASONS = {
    "organizations.officials_have_no_organization": _(
        "Officials cannot register or belong to a social organization."
    ),
    "organizations.not_a_member": _("Only members of the organization may do this."),
    "organizations.not_the_legal_representative": _(
        "Only the legal representative of the organization may do this."
    ),
    "organizations.waits_for_verification": _("The record waits for verification and cannot be changed now."),
    "organizations.is_suspended": _("The organization is suspended."),
    "organizations.already_submitted": _("The record has already been sent."),
    "organizations.not_a_registrar": _("Only a registrar of organizations may do this."),
    "organizations.not_a_worker_here": _("Only workers and directors of this community may do this."),
    "organizations.not_a_worker": _("Only community workers and directors may do this."),
    "organizations.not_an_administrator": _("Only an administrator may do this."),
}

KINDS: tuple[Kind, ...] = (
    Kind(
        "organizations.sanctioned",
        _("{decision}: a decision about your organization"),
        _("It holds until {until}. Reason: {reason} Your legal representative can appeal."),
        _("You are a member of this organization."),
        is_legal=True,
    ),
    Kind(
        "organizations.sanction_answered",
        _("Your appeal was decided: {decision}"),
        _("Reasons: {reason}"),
        _("You are a member of this organization."),
        is_legal=True,
    ),
    Kind(
        "organizations.submitted",
        _("{name} waits for verification"),
        _("The organization sent its record. Check it against the certificate."),
        _("You receive this because you are a registrar of organizations."),
    ),
    Kind(
        "organizations.change_proposed",
        _("{name} asks to change its verified record"),
        _("The verified record stays in force until you decide."),
        _("You receive this because you are a registrar of organizations."),
    ),
    Kind(
        "organizations.change_accepted",
        _("The change of {name} is in force"),
        _("The registrar compared it with the certificate and accepted it."),
        _("You receive this because you are a member of the organization."),
        is_legal=True,
    ),
    Kind(
        "organizations.change_refused",
        _("The change of {name} was not accepted"),
        _("Reason: {reason}. The verified record stays in force."),
        _("You receive this because you are a member of the organization."),
        is_legal=True,
    ),
    Kind(
        "organizations.verified",
        _("{name} has been verified"),
        _("The public profile is online. The organization may now bid."),
        _("You receive this because you are a member of the organization."),
        is_legal=True,
    ),
    Kind(
        "organizations.returned",
        _("The record of {name} was returned for correction"),
        _("Reason: {reason}"),
        _("You receive this because you are a member of the organization."),
        is_legal=True,
    ),
    Kind(
        "organizations.suspended",
        _("{name} has been suspended"),
        _("Reason: {reason}. New bids are not possible; running contracts go on."),
        _("You receive this because you are a member of the organization."),
        is_legal=True,
    ),
    Kind(
        "organizations.reinstated",
        _("{name} is no longer suspended"),
        _("The organization may bid again."),
        _("You receive this because you are a member of the organization."),
        is_legal=True,
    ),
    Kind(
        "organizations.certificate_expires",
        _("The certificate {title} expires on {day}"),
        _("Upload the renewed certificate in time; it is attached to every bid."),
        _("You receive this because you keep the certificates of {name}."),
    ),
    Kind(
        "organizations.member_joined",
        _("{person} joined {name} as {role}"),
        _("If this was not intended, end the membership on the members' page."),
        _("You receive this because you are the legal representative."),
    ),
    Kind(
        "organizations.membership_ended",
        _("Your membership in {name} has ended"),
        _("What you prepared stays with the organization and was handed over."),
        _("You receive this because you were a member of the organization."),
        is_legal=True,
    ),
    Kind(
        "organizations.handed_over",
        _("You now represent {name}"),
        _("The former legal representative has left; their work has passed to you."),
        _("You receive this because you were named as successor."),
        is_legal=True,
    ),
    Kind(
        "organizations.residency_confirmed",
        _("Your residence in {community} has been confirmed"),
        _("You may now support needs, vote and rate services of your community."),
        _("You receive this because you registered as a resident."),
    ),
    Kind(
        "organizations.post_given",
        _("You are now {role} at {department}"),
        _("Set up the second factor when you sign in next; your work is listed on your desk."),
        _("You receive this because you were given a post."),
        is_legal=True,
    ),
)
