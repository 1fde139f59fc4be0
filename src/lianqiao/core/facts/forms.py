"""Forms: a file of facts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.models import FactSource


def day_field(label: Any, help_text: Any) -> forms.DateField:
    """Return a field for a day that may be left empty."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


class GivenForm(forms.Form):
    """What is said of a whole file."""

    source = forms.ModelChoiceField(
        label=_("Who says it"),
        queryset=FactSource.objects.all(),
        required=False,
        empty_label=_("Each row says it"),
        help_text=_("Where a row names its own source, that one counts."),
    )
    known_on = day_field(_("Known since"), _("Empty: from now on. A row may name its own day."))

    def clean_known_on(self) -> Any:
        """Refuse a day that has not come."""
        day = self.cleaned_data["known_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future."))
        return day
