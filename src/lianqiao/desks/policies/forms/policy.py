"""Writing a policy: what the page takes in, turned into a draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from lianqiao.core.errors import Invalid
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.regions import region_finder
from lianqiao.core.parties.widgets import Picker
from lianqiao.desks.policies import richtext
from lianqiao.desks.policies.drafts import PolicyDraft
from lianqiao.desks.policies.models import Level, Topic, Version
from lianqiao.desks.policies.queries.writing import replaceable

LONGEST_TEXT = 200_000
AUDIENCE = [(value, label) for value, label in Organization.Kind.choices if value != "bureau"]


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """Return a field for a day that may be left out."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, help_text=help_text)


class PolicyForm(forms.Form):
    """A version of a policy without its measures."""

    title = forms.CharField(label=_("Title"), max_length=200)
    issuer = forms.CharField(label=_("Issuer"), max_length=200, required=False)
    document_number = forms.CharField(label=_("Document number"), max_length=80, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices, initial=Level.CITY)
    region = forms.CharField(
        label=_("Region"),
        required=False,
        widget=Picker("regions"),
        help_text=_("Type a name, pinyin or code and choose. A district's policy needs one."),
    )
    published_on = day_field(_("Published on"), _("Left open: the day of approval."))
    valid_from = day_field(_("Valid from"))
    valid_to = day_field(_("Valid to"), _("Left open: until further notice."))
    replaces = forms.TypedChoiceField(
        label=_("Takes the place of"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("That policy ends on the day before this one begins."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    audience = forms.MultipleChoiceField(
        label=_("For whom"),
        choices=AUDIENCE,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = forms.CharField(
        label=_("Full text"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "A line is a paragraph; “## ” before it makes a heading, “- ” an item of a list."
            " Text copied from a web page may stay HTML."
        ),
    )
    interpretation = forms.CharField(
        label=_("In plain words"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What it is about, for whom, how much, until when: without words of office."),
    )

    def __init__(
        self, *args: Any, actor: Actor, version: Version | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        own = version.policy_id if version else None
        self.fields["replaces"].choices = [("", _("None")), *replaceable(actor, besides=own)]
        if version is not None:
            self.initial = initial(version)

    def lenient(self) -> PolicyForm:
        """Ask for nothing: a draft may be saved at any moment."""
        for field in self.fields.values():
            field.required = False
        return self

    def clean_region(self) -> str | None:
        """Turn a name or code into the code."""
        text = self.cleaned_data["region"].strip()
        if not text:
            return None
        try:
            return region_finder()(text)
        except Invalid as refusal:
            raise ValidationError(str(refusal)) from refusal

    def draft(self) -> PolicyDraft:
        """Return what was entered; the measures stay as they are."""
        values = dict(self.cleaned_data)
        values["level"] = values["level"] or Level.CITY
        values["replaces"] = values["replaces"] or None
        return PolicyDraft(**values)


def initial(version: Version) -> dict[str, Any]:
    """Return a version as the form shows it."""
    names = [name for name in PolicyForm.base_fields if name not in {"region", "replaces", "text"}]
    return {name: getattr(version, name) for name in names} | {
        "region": version.region_id or "",
        "replaces": version.replaces_id,
        "text": richtext.to_markup(version.text),
    }


def saved_at(data: Any) -> Any:
    """Return when the writer's copy was saved, as the form carries it; None if it does not say."""
    try:
        return parse_datetime(data.get("changed_at", ""))
    except ValueError:
        return None
