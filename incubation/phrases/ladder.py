"""One observable sentence for each level of each dimension."""

from django.utils.translation import gettext_lazy as _

DIMENSION_NAMES = {
    "governance": _("Governance"),
    "finance": _("Finances"),
    "services": _("Professional service"),
    "management": _("Project management"),
    "residents": _("Relations with residents"),
    "openness": _("Openness"),
}
SENTENCES = {
    "governance": (
        _("The initiators decide everything among themselves; nothing is written down."),
        _("There is a charter and a list of members; meetings are held when needed."),
        _("The council meets twice a year and keeps minutes; conflicts of interest are declared."),
        _(
            "A supervisor checks the council's decisions; duties of council and staff are separated in writing."
        ),
        _("An outside person sits on the council; succession of the head is settled in writing."),
    ),
    "finance": (
        _("Money is kept together with private money."),
        _("There is an own account; every expense has a receipt."),
        _("Accounts are kept per project and shown to the community each quarter."),
        _("A qualified accountant closes the books every month; an outside check found nothing serious."),
        _("A yearly audit is published; reserves cover three months."),
    ),
    "services": (
        _("Services are offered by goodwill, without a plan."),
        _("There is a service plan; helpers have been instructed."),
        _("At least one qualified social worker leads the service; every case has a record."),
        _("There is a written standard, and spot checks by the organization itself."),
        _("Others adopt its standard; results are measured with recipients before and after."),
    ),
    "management": (
        _("Dates are kept in the head."),
        _("There is a schedule; most reports come after a reminder."),
        _("Milestones are reported on time for half a year; indicators are recorded as they happen."),
        _("Two projects run side by side without an overdue report; risks are listed and followed."),
        _("Deviations are reported before they are asked about; lessons change the next plan."),
    ),
    "residents": (
        _("Few residents know the organization."),
        _("It takes part in community meetings; residents know whom to call."),
        _("Residents help to plan; complaints are answered within five working days."),
        _("A fixed group of residents or volunteers carries part of the work."),
        _("Residents start their own activities with its help, and rate it above the district's mean."),
    ),
    "openness": (
        _("Nothing is published."),
        _("Name, head, phone and projects are public."),
        _("Progress and money of each project are published every quarter."),
        _("The yearly report with figures is published on time; questions are answered in public."),
        _("Data are published in a form that others can use; failures are reported as well."),
    ),
}
