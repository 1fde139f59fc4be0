"""What is filled in: by citizens, by officers, by administrators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.reports.opinions.models import RealName, Rules, Theme
from lianqiao.desks.reports.opinions.queries import departments
from lianqiao.desks.reports.opinions.services import Said
from lianqiao.desks.reports.opinions.services.leaving import LONGEST
from lianqiao.desks.reports.opinions.services.routing import LONGEST_REASON
from lianqiao.desks.reports.opinions.subjects import About


class OpinionForm(forms.Form):
    """An opinion, and how the answer reaches who left it."""

    text = forms.CharField(
        label=_("Your opinion"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("Leave out telephones and numbers of persons; they are hidden anyhow."),
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme)
    department = forms.ModelChoiceField(
        queryset=None,
        label=_("Department"),
        required=False,
        empty_label=_("I don't know; find it for me"),
    )
    may_publish = forms.BooleanField(
        label=_("Opinion and answer may be published, without my name"),
        required=False,
        initial=True,
    )
    name = forms.CharField(label=_("Your name"), max_length=60, required=False)
    phone = forms.RegexField(r"^[0-9+() -]{5,30}$", label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    challenge = forms.CharField(max_length=300, widget=forms.HiddenInput)
    counter = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rules: Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments()  # type: ignore[attr-defined]
        if rules.real_name == RealName.NONE:
            del self.fields["name"]
        else:
            self.fields["name"].required = rules.real_name == RealName.REQUIRED

    def said(self, about: About) -> Said:
        """Return what was filled in."""
        given = dict(self.cleaned_data)
        given.pop("challenge")
        given.pop("counter")
        chosen = given.pop("department")
        return Said(department=chosen.pk if chosen else None, about=about, **given)


class RouteForm(forms.Form):
    """Which department answers."""

    department = forms.ModelChoiceField(queryset=None, label=_("Department"))
    reason = forms.CharField(label=_("Remark"), max_length=LONGEST_REASON, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments()  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """An answer."""

    answer = forms.CharField(
        label=_("Answer"), max_length=LONGEST, widget=forms.Textarea({"rows": 6})
    )
    in_public = forms.BooleanField(label=_("Publish the opinion and the answer"), required=False)


class RulesForm(forms.ModelForm):
    """How opinions are taken."""

    class Meta:
        """All of the row."""

        model = Rules
        fields = ("real_name", "working_days", "difficulty", "an_hour", "keep_days", "words")
        help_texts = {
            "difficulty": _("Zero bits, 0 to 24: 16 takes a browser about a second."),
            "words": _("Divided by blanks or lines. Opinions with them wait for an officer."),
        }
