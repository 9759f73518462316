"""The few blocks that editors write with; none takes raw HTML, none loads anything from outside."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

PLAIN = ["bold", "link", "ol", "ul", "document-link"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        template = "cms/blocks/heading.html"
        icon = "title"
        label = _("Heading")


class ParagraphBlock(blocks.RichTextBlock):
    class Meta:
        template = "cms/blocks/paragraph.html"
        icon = "pilcrow"
        label = _("Text")


class NoteBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        choices=[("info", _("Good to know")), ("warn", _("Attention"))], default="info", label=_("Tone")
    )
    text = blocks.RichTextBlock(features=PLAIN, label=_("Text"))

    class Meta:
        template = "cms/blocks/note.html"
        icon = "info-circle"
        label = _("Note box")


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=60, label=_("Step"))
    who = blocks.CharBlock(max_length=60, required=False, label=_("Who acts"))
    text = blocks.TextBlock(max_length=600, label=_("What happens"))
    path = blocks.RegexBlock(
        regex=r"^/[a-z0-9/_-]*$",
        required=False,
        max_length=200,
        label=_("Address on this site"),
        error_messages={"invalid": _("Write an address of this site, such as /projects/.")},
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")


class StepsBlock(blocks.ListBlock):
    class Meta:
        template = "cms/blocks/steps.html"
        icon = "list-ol"
        label = _("Steps")


class RowBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=80, label=_("Name"))
    value = blocks.CharBlock(max_length=300, label=_("Value"))


class RowsBlock(blocks.StructBlock):
    caption = blocks.CharBlock(max_length=120, label=_("Caption"))
    rows = blocks.ListBlock(RowBlock(), label=_("Rows"))

    class Meta:
        template = "cms/blocks/rows.html"
        icon = "table"
        label = _("Small table")


class FormulaBlock(blocks.StructBlock):
    words = blocks.CharBlock(max_length=200, label=_("In words"))
    formula = blocks.CharBlock(max_length=200, label=_("As a formula"))

    class Meta:
        template = "cms/blocks/formula.html"
        icon = "code"
        label = _("Formula")


class PictureBlock(blocks.StructBlock):
    picture = ImageChooserBlock(label=_("Picture"))
    alternative = blocks.CharBlock(
        max_length=200,
        label=_("What the picture shows"),
        help_text=_("Read aloud to people who cannot see it."),
    )
    caption = blocks.CharBlock(max_length=200, required=False, label=_("Caption"))

    class Meta:
        template = "cms/blocks/picture.html"
        icon = "image"
        label = _("Picture")


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))

    class Meta:
        template = "cms/blocks/file.html"
        icon = "doc-full"
        label = _("File")


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock(max_length=80)
    paragraph = ParagraphBlock(features=PLAIN)
    note = NoteBlock()
    steps = StepsBlock(StepBlock())
    rows = RowsBlock()
    formula = FormulaBlock()
    picture = PictureBlock()
    file = FileBlock()

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        """Bound the length of a page."""
        if len(value) > MOST_BLOCKS:
            raise ValidationError(_("A page holds at most 60 blocks."))
        return super().clean(value)


MOST_BLOCKS = 60
