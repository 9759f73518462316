"""Forms of the opening: what bidders say, what they are answered, recordings."""

import hashlib

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from bidding.states import RecordingPhase, RemarkKind
from marketplace.core.refusals import Refused
from marketplace.web.fields import LineField, TextField
from marketplace.web.files import MEGABYTE, Checked, clean_name
from marketplace.web.sentences import refusal_text
from organizations.models import Organization

LARGEST = 100 * MEGABYTE
RECORDINGS = {
    "mp4": ("video/mp4", 4, (b"ftyp",)),
    "m4a": ("audio/mp4", 4, (b"ftyp",)),
    "webm": ("video/webm", 0, (b"\x1aE\xdf\xa3",)),
    "mp3": ("audio/mpeg", 0, (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "wav": ("audio/wav", 0, (b"RIFF",)),
    "ogg": ("audio/ogg", 0, (b"OggS",)),
}


class RemarkForm(forms.Form):
    """A bidder's word at the opening."""

    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.none())
    kind = forms.ChoiceField(label=_("What you say"), choices=RemarkKind.choices)
    text = TextField(
        label=_("Objection or request"),
        max_length=2000,
        required=False,
        help_text=_("It becomes part of the public record, with the answer. Leave empty when you confirm."),
    )

    def __init__(self, *args: object, choices: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = choices
        if len(choices) == 1:  # type: ignore[arg-type]
            self.fields["organization"].initial = choices[0]  # type: ignore[index]

    def clean(self) -> dict[str, object]:
        """Ask for words where somebody objects."""
        data = super().clean()
        if data.get("kind") in {RemarkKind.OBJECTION, RemarkKind.RECUSAL} and not data.get("text"):
            self.add_error("text", _("Say what you object to."))
        return data


class AnswerForm(forms.Form):
    """The answer on the spot."""

    answer = TextField(label=_("Answer"), max_length=2000)


def check_recording(upload: UploadedFile) -> Checked:
    """Return a checked recording; refuse (413, 422) what is too large, empty, or no recording by its first bytes."""
    name = clean_name(upload.name or "file")
    if (upload.size or 0) > LARGEST:
        raise Refused("web.file_large", name=name, limit=f"{LARGEST // MEGABYTE} MB", status=413)
    content = upload.read()
    if not content:
        raise Refused("web.file_empty", name=name)
    kind, place, starts = RECORDINGS.get(name.rpartition(".")[2].lower(), ("", 0, ()))
    if not content[place:].startswith(tuple(starts)):
        raise Refused("bidding.recording_type", name=name)
    return Checked(name, kind, len(content), hashlib.sha256(content).hexdigest(), content)


class RecordingForm(forms.Form):
    """A recording of the opening or the evaluation."""

    phase = forms.ChoiceField(label=_("Recording of"), choices=RecordingPhase.choices)
    file = forms.FileField(
        label=_("Recording"),
        help_text=_("mp4, m4a, webm, mp3, wav or ogg, at most 100 MB; several parts may follow."),
    )
    note = LineField(label=_("Note"), max_length=200, required=False)

    def clean_file(self) -> Checked:
        """Check type and size by content."""
        try:
            return check_recording(self.cleaned_data["file"])
        except Refused as refused:
            raise forms.ValidationError(refusal_text(refused)) from refused
