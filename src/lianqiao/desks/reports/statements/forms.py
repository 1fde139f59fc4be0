"""A text handed in: as a file or pasted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqiao.core.errors import Refusal
from lianqiao.core.papers import read_text
from lianqiao.desks.reports.statements.services import Given


class TextForm(forms.Form):
    """Title, year, day, and the text itself."""

    title = forms.CharField(label=_("Title"), max_length=200)
    year = forms.IntegerField(label=_("Year that it is about"), min_value=1949, max_value=2999)
    published_on = forms.DateField(
        label=_("Published on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("“So far this year” is read as up to this day."),
    )
    source = forms.CharField(label=_("Published in"), max_length=300, required=False)
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("Text, Markdown, DOCX, PDF or HTML"),
        widget=forms.FileInput({"accept": ".txt,.md,.docx,.pdf,.html,.htm"}),
    )
    body = forms.CharField(
        label=_("Or the text itself"), required=False, widget=forms.Textarea({"rows": 12})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        day = timezone.localdate()
        kwargs.setdefault("initial", {"year": day.year, "published_on": day})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Take the text out of the file, where one was chosen."""
        values: dict[str, Any] = super().clean() or {}
        file = values.pop("file", None)
        if file:
            try:
                values["body"] = read_text(file, file.name)
            except Refusal as refusal:
                self.add_error("file", str(refusal))
        return values

    def given(self) -> Given:
        """Return what was handed in."""
        return Given(**self.cleaned_data)
