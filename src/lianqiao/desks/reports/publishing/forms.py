"""A report as it is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.reports.publishing.models import Report
from lianqiao.desks.reports.publishing.services import Draft


class ReportForm(forms.Form):
    """Title, year and the text in Markdown, Chinese and English."""

    title = forms.CharField(label=_("Title"), max_length=200)
    title_en = forms.CharField(label=_("English title"), max_length=200, required=False)
    year = forms.IntegerField(label=_("Year"), min_value=1949, max_value=2999)
    body = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea({"rows": 24, "spellcheck": "false"}),
        help_text=_(
            "Markdown. A figure is named, not written: "
            '{{ figure "code" period="2024" }}; also {{ chart "code" year="2024" }} '
            'and {{ map "code" period="2024" }}. '
            'What was promised for a year: {{ commitments year="2024" }}.'
        ),
    )
    body_en = forms.CharField(
        label=_("English text"),
        required=False,
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
    )
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def draft(self) -> Draft:
        """Return what was written."""
        values: dict[str, Any] = dict(self.cleaned_data)
        values.pop("expected")
        return Draft(**values)


def initial_of(report: Report) -> dict[str, Any]:
    """Return a report as the form shows it."""
    names = ("title", "title_en", "year", "body", "body_en")
    return {name: getattr(report, name) for name in names} | {"expected": report.revision}
