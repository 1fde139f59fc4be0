"""What an officer fills in about a center; the services check it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.programs.centers.models import GRADED_UP, Grade, Outcome


class Told(forms.Form):
    """The day of what happened, and why."""

    on = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("Today, if left empty."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 4}), required=False
    )
    field_order = ("name", "leader", "host", "into", "by", "given", "on", "reason")


class Rename(Told):
    """Another name."""

    name = forms.CharField(label=_("New name"), max_length=120)


class Leader(Told):
    """Another head."""

    leader = forms.CharField(label=_("New head"), max_length=80)


class Host(Told):
    """Another organization that carries it."""

    host = forms.CharField(
        label=_("New host"), max_length=200, help_text=_("Its full name or its credit code.")
    )


class Merge(Told):
    """The center that goes on."""

    into = forms.CharField(
        label=_("Center that goes on"), max_length=120, help_text=_("Its full name.")
    )


class Rectify(Told):
    """Until when."""

    by = forms.DateField(label=_("To be put right by"), widget=forms.DateInput({"type": "date"}))


class Rectified(Told):
    """With which grade it goes on."""

    given = forms.ChoiceField(
        label=_("Grade"), choices=[(one.value, one.label) for one in GRADED_UP]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given"].initial = Grade.QUALIFIED


class Remove(Told):
    """Nothing but the reason."""


class CampaignForm(forms.Form):
    """An evaluation to be opened."""

    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("regular", _("Regular")), ("comprehensive", _("Comprehensive"))]
    )
    last_year = forms.IntegerField(label=_("Last year that is judged"), min_value=2000)
    rectify_by = forms.DateField(
        label=_("Who is not qualified puts things right by"),
        widget=forms.DateInput({"type": "date"}),
    )


class AssessmentForm(forms.Form):
    """What becomes of a center."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices)
    expert = forms.DecimalField(
        label=_("Score of the experts"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        help_text=_("From 0 to 100, as the panel gave it."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 3}), required=False
    )


class SampleForm(forms.Form):
    """How many are drawn."""

    count = forms.IntegerField(label=_("Centers to draw"), min_value=1)
