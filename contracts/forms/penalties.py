"""Forms about penalties: what is proposed, what the organization says, what is decided."""

from collections.abc import Iterable
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.queries.penalties import Option
from marketplace.web.fields import FilesField, MoneyField, TextField

TEN = 10 * 1024 * 1024
DECISIONS = (
    ("confirm", gettext_lazy("Confirm the computed sum")),
    ("reduce", gettext_lazy("Confirm a lower sum")),
    ("drop", gettext_lazy("Impose no penalty")),
)
OUTCOMES = (
    ("stands", gettext_lazy("The penalty stands")),
    ("reduced", gettext_lazy("Lower the sum")),
    ("annulled", gettext_lazy("Annul the penalty")),
)
LOWER = frozenset({"reduce", "reduced"})


def count_text(count: dict[str, object]) -> str:
    """Return how a sum is counted, in one line."""
    if "days" in count:
        rate = f"{(Decimal(str(count['rate'])) * 100).normalize():f}"
        text = _("{basis} × {rate} % × {days} day(s) = {sum}").format(
            basis=_money(count["basis"]), rate=rate, days=count["days"], sum=_money(count["sum"])
        )
    else:
        text = _("{each} × {number} = {sum}").format(
            each=_money(count["each"]), number=count["number"], sum=_money(count["sum"])
        )
    if count["amount"] == count["sum"]:
        return text
    rest = _("the cap of {cap} leaves {amount} beside {taken} of other penalties").format(
        cap=_money(count["cap"]), amount=_money(count["amount"]), taken=_money(count["taken"])
    )
    return f"{text}；{rest}"


def _money(value: object) -> str:
    return f"¥{Decimal(str(value)):,.2f}"


class ProposeForm(forms.Form):
    """For which cause a penalty is proposed, why, and the facts that the organization answers."""

    cause = forms.ChoiceField(label=gettext_lazy("Cause and sum by the clause"), widget=forms.RadioSelect)
    reason = TextField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Which duty of the contract was broken."),
    )
    facts = TextField(
        label=gettext_lazy("Facts"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "What happened, since when, and what shows it. The organization reads and answers it."
        ),
    )

    def __init__(self, *args: object, options: Iterable[Option], **given: object) -> None:
        super().__init__(*args, **given)  # type: ignore[arg-type]
        self.fields["cause"].choices = [  # type: ignore[attr-defined]
            (row.key, f"{row.title}：{count_text(row.count)}") for row in options
        ]


class AnswerForm(forms.Form):
    """What the organization says about a proposal, with evidence."""

    answer = TextField(
        label=gettext_lazy("What we have to say"), max_length=3000, widget=forms.Textarea(attrs={"rows": 6})
    )
    files = FilesField(label=gettext_lazy("Evidence (photos or PDF)"), limit=TEN, most=5, required=False)


class ObjectForm(forms.Form):
    """What the organization says against a decision, with evidence."""

    text = TextField(
        label=gettext_lazy("Objection"), max_length=3000, widget=forms.Textarea(attrs={"rows": 6})
    )
    files = FilesField(label=gettext_lazy("Evidence (photos or PDF)"), limit=TEN, most=5, required=False)


class DecideForm(forms.Form):
    """The decision, a lower sum where it is lowered, and the reasons."""

    outcome = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    amount = MoneyField(label=gettext_lazy("Lower sum (yuan)"), required=False)
    reason = TextField(
        label=gettext_lazy("Reasons (the organization reads them)"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: object, choices: Iterable[tuple[str, object]], **given: object) -> None:
        super().__init__(*args, **given)  # type: ignore[arg-type]
        self.fields["outcome"].choices = list(choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Ask for the sum where it is lowered, and take none where it is not."""
        cleaned = super().clean() or {}
        is_lower = cleaned.get("outcome") in LOWER
        if is_lower and cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Enter the lower sum."))
        if not is_lower:
            cleaned["amount"] = None
        return cleaned
