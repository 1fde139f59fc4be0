"""Forms for the reviews of a procedure: who scores, what, and which points rules give beside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.building.editing import Draft
from lianqiao.core.cases.building.fields import decimal, integer
from lianqiao.core.cases.building.parts import HelpfulForm, Part, PartForm, RuleField
from lianqiao.core.cases.documents.reviews import COMBINED
from lianqiao.core.parties.models import TechnicalField

MOST_EXPERTS = 15


class ReviewForm(PartForm):
    """A review: its form, its experts, its days."""

    plain = ("key", "form", "working_days", "combine")
    form = forms.ChoiceField(label=_("Form that is judged"), required=False)
    number = integer(1, MOST_EXPERTS, label=_("How many experts"))
    blind = forms.BooleanField(
        label=_("Blind: experts do not see who applies"),
        required=False,
        help_text=_("Organizations, persons and fields that are marked so are hidden."),
    )
    technical = forms.MultipleChoiceField(
        label=_("Of which technical fields"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None means any."),
    )
    field_from = forms.ChoiceField(
        label=_("Technical field as chosen in"),
        required=False,
        help_text=_("A choice of the form whose options are called as the technical fields are."),
    )
    working_days = integer(1, 250, label=_("Working days for an opinion"))
    combine = forms.ChoiceField(
        label=_("How scores become one"), choices=list(COMBINED.items()), required=False
    )

    def choose(self, draft: Draft) -> None:
        """Offer the forms, the technical fields, and the choices of the form."""
        said = [(str(one.get("key")), _name(one)) for one in draft["forms"]]
        self.fields["form"].choices = [("", "–"), *said]  # type: ignore[attr-defined]
        codes = [(one.pk, str(one)) for one in TechnicalField.objects.all()]
        self.fields["technical"].choices = codes  # type: ignore[attr-defined]
        choices = [(str(one.get("key")), _name(one)) for one in _choices(draft, self.part)]
        self.fields["field_from"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]

    def initial_of(self, part: Part) -> dict[str, Any]:
        """Return the review with its experts."""
        experts = part.get("experts") or {}
        more = {name: experts.get(name) for name in ("number", "blind", "field_from")}
        return super().initial_of(part) | more | {"technical": experts.get("fields", [])}

    def written(self) -> dict[str, Any]:
        """Return the review."""
        values = self.cleaned_data
        experts = {
            "number": values["number"],
            "fields": values["technical"],
            "field_from": values["field_from"],
            "blind": values["blind"],
        }
        return super().written() | {"experts": {key: one for key, one in experts.items() if one}}


class ItemForm(HelpfulForm):
    """A line of the rubric."""

    plain = ("key", "weight", "lowest", "highest", "needs_comment", "needs_evidence")
    weight = decimal(label=_("Weight"), help_text=_("Beside the other lines; 1 if empty."))
    lowest = integer(-1000, 1000, label=_("Lowest score"), help_text=_("0 if empty."))
    highest = integer(-1000, 1000, label=_("Highest score"), help_text=_("100 if empty."))
    needs_comment = forms.BooleanField(label=_("Needs a comment"), required=False)
    needs_evidence = forms.BooleanField(
        label=_("Needs the place in the papers that shows it"), required=False
    )


class PointForm(PartForm):
    """Points that a rule gives."""

    plain = ("key", "rule", "points")
    rule = RuleField("rule", label=_("Given where this holds of what was filed"))
    points = integer(1, 1000, label=_("Points given"))


def _name(part: Part) -> str:
    return str((part.get("label") or {}).get("zh", ""))


def _choices(draft: Draft, review: Part) -> list[dict[str, Any]]:
    return [
        field
        for form in draft["forms"]
        if form.get("key") == review.get("form")
        for section in form.get("sections", ())
        for field in section.get("fields", ())
        if field.get("kind") == "choice" and not field.get("many")
    ]
