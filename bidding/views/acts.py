"""The words of each act on a tender: its title, what follows from it, its button."""

from django.utils.translation import gettext_lazy

ACTS = {
    "submit_tender": (
        gettext_lazy("Hand in the tender"),
        gettext_lazy("After this a second official publishes or returns it."),
        gettext_lazy("Hand in for publication"),
    ),
    "return_tender": (
        gettext_lazy("Return the tender"),
        gettext_lazy("The colleague reads your comment and changes the draft."),
        gettext_lazy("Return"),
    ),
    "publish_tender": (
        gettext_lazy("Publish the tender"),
        gettext_lazy("The text is frozen with its digest and open to everybody."),
        gettext_lazy("Publish the tender"),
    ),
    "cancel_tender": (
        gettext_lazy("End the tender"),
        gettext_lazy("Only when the task falls away. The reason is public."),
        gettext_lazy("End the tender"),
    ),
    "fail_tender": (
        gettext_lazy("End without award"),
        gettext_lazy("Only for a legal ground (Procurement Law art. 36). The reason is public."),
        gettext_lazy("End without award"),
    ),
    "publish_amendment": (
        gettext_lazy("Publish the change"),
        gettext_lazy(
            "The document gets a new version with its digest; after a material change sealed bids are confirmed again."
        ),
        gettext_lazy("Publish the change"),
    ),
    "drop_amendment": (
        gettext_lazy("Drop the change"),
        gettext_lazy("The tender stays as it is. The reason is kept."),
        gettext_lazy("Drop"),
    ),
    "share_content": (
        gettext_lazy("Give this lot's content to the others"),
        gettext_lazy(
            "Criteria, conditions, acceptance, payment and the terms of the document replace those of the other lots. "
            "Name, need and money stay their own."
        ),
        gettext_lazy("Give it to the other lots"),
    ),
    "appoint_committee": (
        gettext_lazy("Appoint the committee"),
        gettext_lazy("Names stay secret until the result."),
        gettext_lazy("Appoint the members"),
    ),
    "replace_member": (
        gettext_lazy("Replace a member"),
        gettext_lazy("What the replaced member scored no longer counts."),
        gettext_lazy("Replace"),
    ),
    "publish_prequalification": (
        gettext_lazy("Publish the qualification notice"),
        gettext_lazy(
            "Everybody reads it; what it says can no longer be changed. Organizations apply until the time given."
        ),
        gettext_lazy("Publish the qualification notice"),
    ),
    "draw_invited": (
        gettext_lazy("Draw who is invited"),
        gettext_lazy(
            "By the seed that the notice has fixed; once, for all to repeat. Names stay closed until the result."
        ),
        gettext_lazy("Draw"),
    ),
    "name_single_supplier": (
        gettext_lazy("Name the supplier"),
        gettext_lazy("Only this organization can bid. For an addition choose the original contract instead."),
        gettext_lazy("Keep"),
    ),
    "keep_argument": (
        gettext_lazy("Keep an expert's argument"),
        gettext_lazy("Opinion, name, employer and title stand in the publicity."),
        gettext_lazy("Keep"),
    ),
    "publish_single_source": (
        gettext_lazy("Publish the single source"),
        gettext_lazy("For five working days anybody can object. What it says can no longer be changed."),
        gettext_lazy("Publish"),
    ),
    "go_on_with_two": (
        gettext_lazy("Go on with two suppliers"),
        gettext_lazy(
            "Buying services, law leaves it to the buyer to go on with two or to end. The reason is kept."
        ),
        gettext_lazy("Go on"),
    ),
    "start_evaluation": (
        gettext_lazy("Start the evaluation"),
        gettext_lazy("The qualified bids go to the committee; decisions on qualification are then final."),
        gettext_lazy("Start scoring"),
    ),
    "conclude_evaluation": (
        gettext_lazy("Compute the result"),
        gettext_lazy(
            "All scores are final. Totals and ranking are computed and frozen; a tie is drawn and logged."
        ),
        gettext_lazy("Compute"),
    ),
    "propose_award": (
        gettext_lazy("Propose the award"),
        gettext_lazy(
            "The first candidate gets the award. Say in plain words why it won; everybody reads this."
        ),
        gettext_lazy("Propose this award"),
    ),
    "confirm_award": (
        gettext_lazy("Confirm the award"),
        gettext_lazy("The result becomes public and the letter of award goes out; the periods begin today."),
        gettext_lazy("Confirm"),
    ),
    "revoke_award": (
        gettext_lazy("Take the proposal back"),
        gettext_lazy("The reason is kept."),
        gettext_lazy("Take back"),
    ),
}
