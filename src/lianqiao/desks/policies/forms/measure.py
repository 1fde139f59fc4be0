"""Writing one measure of a policy; its rules have a page of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.desks.policies.drafts import MEASURE_FIELDS, MeasureDraft, measure_draft_of
from lianqiao.desks.policies.forms.amounts import fen, wan, wan_field
from lianqiao.desks.policies.forms.policy import day_field
from lianqiao.desks.policies.models import Measure, Period, Route

OPTIONAL = re.compile(r"\s*[（(](?:选交|可选|optional)[）)]$", re.IGNORECASE)
MOST_DOCUMENTS, LONGEST_DOCUMENT = 30, 120


class MeasureForm(forms.Form):
    """One thing that a policy grants. Amounts are entered in 10,000 yuan."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("Benefit in one sentence"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Stands first in lists: who gets what, how much at most."),
    )
    route = forms.ChoiceField(
        label=gettext_lazy("Way"), choices=Route.choices, initial=Route.APPLICATION
    )
    period = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=Period.choices, required=False
    )
    cap = wan_field(gettext_lazy("At most for one enterprise (10,000 yuan)"))
    budget = wan_field(
        gettext_lazy("Budget for a year (10,000 yuan)"),
        gettext_lazy("Approvals beyond it are refused. Left open: no limit."),
    )
    opens_on = day_field(gettext_lazy("Opens on"))
    closes_on = day_field(gettext_lazy("Closes on"))
    stack = forms.SlugField(
        label=gettext_lazy("Excludes others marked"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "A word in Latin letters: an enterprise gets only one of all measures that bear it."
        ),
    )
    notice_days = forms.IntegerField(
        label=gettext_lazy("Working days of public notice"), min_value=1, max_value=60, initial=5
    )
    documents = forms.CharField(
        label=gettext_lazy("Documents"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line; “(optional)” at its end if it may be left out."),
    )
    office = forms.CharField(label=gettext_lazy("Office"), max_length=120, required=False)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    telephone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)

    def __init__(self, *args: Any, measure: Measure | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        if measure is not None:
            self.initial = initial(measure)

    def clean_documents(self) -> list[Mapping[str, Any]]:
        """Read a line as a document."""
        lines = [line.strip() for line in self.cleaned_data["documents"].splitlines()]
        found = [
            {"name": OPTIONAL.sub("", line), "required": OPTIONAL.search(line) is None}
            for line in lines
            if line
        ]
        if len(found) > MOST_DOCUMENTS or any(len(one["name"]) > LONGEST_DOCUMENT for one in found):
            raise forms.ValidationError(
                _("At most %(most)d documents of %(longest)d characters each.")
                % {"most": MOST_DOCUMENTS, "longest": LONGEST_DOCUMENT}
            )
        return found

    def draft(self) -> MeasureDraft:
        """Return what was entered; the rules, which have their own page, stay as they are."""
        values = dict(self.cleaned_data)
        values |= {
            "cap": fen(values["cap"]),
            "budget": fen(values["budget"]),
            "period": values["period"] or Period.YEAR,
        }
        if self.measure is None:
            return MeasureDraft(**values)
        return replace(measure_draft_of(self.measure), **values)


def initial(measure: Measure) -> dict[str, Any]:
    """Return a measure as the form shows it."""
    values = {name: getattr(measure, name) for name in MEASURE_FIELDS}
    papers = [
        one["name"] + ("" if one.get("required", True) else _(" (optional)"))
        for one in measure.documents
    ]
    return values | {
        "cap": wan(measure.cap),
        "budget": wan(measure.budget),
        "documents": "\n".join(papers),
    }
