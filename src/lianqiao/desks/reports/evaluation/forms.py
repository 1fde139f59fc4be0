"""What is filled in: by volunteers, by the office, by districts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.reports.evaluation.models import Round, Stratum
from lianqiao.desks.reports.evaluation.services import Applicant, Terms
from lianqiao.desks.reports.evaluation.services.checking import LONGEST_REASON
from lianqiao.desks.reports.evaluation.services.drawing import LONGEST_EVIDENCE, LONGEST_SEED

_DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
_MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
HERE, NEWCOMER = "here", "newcomer"
HUNDRED = Decimal(100)


class SignUpForm(forms.Form):
    """What a volunteer says of himself."""

    stratum = forms.ModelChoiceField(
        queryset=None, label=_("I judge for"), empty_label=_("Choose a district, or enterprises")
    )
    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("If you are drawn, your letter is announced here."),
    )
    identity = forms.CharField(
        label=_("Identity number"),
        max_length=18,
        min_length=18,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It is checked now and not kept; only its last four characters are."),
    )
    residence = forms.ChoiceField(
        label=_("Where you are at home"),
        choices=((HERE, _("registered in this city")), (NEWCOMER, _("moved here"))),
        widget=forms.RadioSelect,
        initial=HERE,
    )
    resident_since = forms.DateField(
        label=_("Living here since"),
        required=False,
        widget=_DAY,
        help_text=_("Only if you moved here; at least a year."),
    )
    employer = forms.CharField(
        label=_("Enterprise"),
        max_length=200,
        required=False,
        help_text=_("Only if you judge for an enterprise."),
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        strata = round_.strata.exclude(kind=Stratum.Kind.DEPUTIES)
        self.fields["stratum"].queryset = strata  # type: ignore[attr-defined]

    def applicant(self) -> Applicant:
        """Return who signs up."""
        given = dict(self.cleaned_data)
        stratum, residence = given.pop("stratum"), given.pop("residence")
        return Applicant(stratum.pk, is_registered=residence == HERE, **given)


class TermsForm(forms.Form):
    """What a round is called, and when its steps are."""

    year = forms.IntegerField(label=_("Year that is judged"), min_value=2000, max_value=2999)
    name = forms.CharField(label=_("Name"), max_length=120)
    enrol_until = forms.DateTimeField(label=_("Sign-up ends"), widget=_MOMENT)
    seed_on = forms.DateField(
        label=_("Day of the seed"),
        widget=_DAY,
        help_text=_("After sign-up has ended: the roll is closed before anybody can know it."),
    )
    seed_source = forms.CharField(
        label=_("Where the seed comes from"),
        max_length=300,
        help_text=_("Something public that nobody can steer, as the numbers of a lottery's draw."),
    )
    seed_like = forms.CharField(
        label=_("How the seed will be written"),
        max_length=LONGEST_SEED,
        help_text=_("An example, such as 0 0 0 0 0: digits stand for digits, all else stays."),
    )
    vote_from = forms.DateTimeField(label=_("Voting begins"), widget=_MOMENT)
    vote_until = forms.DateTimeField(label=_("Voting ends"), widget=_MOMENT)
    smallest = forms.IntegerField(
        label=_("Fewest ballots shown"),
        min_value=5,
        max_value=1000,
        initial=10,
        help_text=_("Of a stratum with fewer ballots nothing is shown."),
    )
    keep_days = forms.IntegerField(
        label=_("Days that names are kept"),
        min_value=1,
        max_value=3650,
        initial=180,
        help_text=_("After the vote; then names and telephones of all volunteers are erased."),
    )

    def terms(self) -> Terms:
        """Return what was written."""
        return Terms(**self.cleaned_data)


class DaysForm(forms.Form):
    """When one votes."""

    vote_from = forms.DateTimeField(label=_("Voting begins"), widget=_MOMENT)
    vote_until = forms.DateTimeField(label=_("Voting ends"), widget=_MOMENT)


class SeedForm(forms.Form):
    """The seed, as everybody can look it up."""

    seed = forms.CharField(
        label=_("Seed"),
        max_length=LONGEST_SEED,
        strip=True,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Letter by letter as it was published; it is entered once."),
    )
    evidence = forms.CharField(label=_("Where it was published"), max_length=LONGEST_EVIDENCE)


class RefuseForm(forms.Form):
    """Why someone is not accepted."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON)


def initial_of(row: Round) -> dict[str, Any]:
    """Return a round as the form shows it."""
    return {name: getattr(row, name) for name in TermsForm.base_fields}
