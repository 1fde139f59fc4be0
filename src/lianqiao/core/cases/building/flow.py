"""Forms for the head of a procedure, its states and its steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.building.editing import Draft
from lianqiao.core.cases.building.fields import integer
from lianqiao.core.cases.building.parts import (
    Part,
    PartForm,
    RuleField,
    TextField,
    label_of,
    paragraph,
)
from lianqiao.core.cases.documents.flow import By
from lianqiao.core.parties.models import Organization, TitleKind

NOBODY = ("", "–")
TERM = ("working_days", "leads_to", "grace", "escalates")
GRANTED = ("years", "renews_days", "bars_years")
TAKERS: Mapping[str, Promise] = {
    By.APPLICANT: _("The applicant"),
    By.OFFICER: _("An officer"),
    By.LEAD: _("A team lead"),
    By.CLOCK: _("The clock, when a deadline is missed"),
}


class HeadForm(PartForm):
    """The procedure itself."""

    labels = ("label", "about")
    plain = ("basis", "applicants", "eligible")
    about_zh = paragraph(label=_("What it is about"))
    about_en = paragraph(label=_("What it is about, in English"))
    basis = TextField(label=_("Legal basis"), max_length=300)
    applicants = forms.MultipleChoiceField(
        label=_("Who may apply"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=Organization.Kind.choices,
    )
    eligible = RuleField(
        "eligible",
        label=_("Shown before filling in: eligible where"),
        help_text=_("Over the facts on record of the applicant; nobody unknown is refused."),
    )
    key = None  # type: ignore[assignment]  # the code stands for it

    def written(self) -> dict[str, Any]:
        """Return the head with all that it heads."""
        made = super().written()
        made.pop("key")
        return made

    def initial_of(self, part: Part) -> dict[str, Any]:
        """Return the head; an enterprise applies where nothing else is said."""
        found = super().initial_of(part)
        return found | {"applicants": part.get("applicants", ["enterprise"])}


class StateForm(PartForm):
    """A state."""

    plain = ("key", "form", "review", "is_first", "is_final")
    is_first = forms.BooleanField(label=_("Cases begin here"), required=False)
    is_final = forms.BooleanField(label=_("Cases end here"), required=False)
    form = forms.ChoiceField(label=_("Form that the applicant fills in here"), required=False)
    review = forms.ChoiceField(label=_("Review by experts that runs here"), required=False)
    working_days = integer(1, 1000, label=_("Deadline in working days"))
    leads_to = forms.ChoiceField(
        label=_("A missed deadline takes the step"),
        required=False,
        help_text=_("Without one, the officer is reminded."),
    )

    grace = integer(
        0,
        60,
        label=_("Working days of grace"),
        help_text=_("So long what comes late is still taken; then the step is."),
    )

    escalates = integer(
        1,
        250,
        label=_("Working days overdue after which the team leads are told"),
    )
    missed = forms.ChoiceField(
        label=_("A missed correction takes the step"),
        required=False,
        help_text=_("Without one, the office is told and decides."),
    )

    def choose(self, draft: Draft) -> None:
        """Offer the forms, and the clock's steps."""
        _offer(self, "form", draft["forms"])
        _offer(self, "review", draft.get("reviews", []))
        steps = [one for one in draft["steps"] if one.get("by") == By.CLOCK]
        _offer(self, "leads_to", steps)
        _offer(self, "missed", steps)

    def initial_of(self, part: Part) -> dict[str, Any]:
        """Return the state with its term."""
        term = part.get("term") or {}
        more = {name: term.get(name) for name in TERM}
        more["missed"] = (part.get("correction") or {}).get("missed")
        return super().initial_of(part) | more

    def written(self) -> dict[str, Any]:
        """Return the state."""
        made = super().written()
        term = {name: value for name in TERM if (value := self.cleaned_data[name])}
        missed = self.cleaned_data["missed"]
        for part in ("term", "correction"):
            made.pop(part, None)
        made |= {"term": term} if "working_days" in term else {}
        return made | ({"correction": {"missed": missed}} if missed else {})


class StepForm(PartForm):
    """A step."""

    plain = ("key", "sources", "target", "by", "files", "needs_reason", "revokes", "condition")
    by = forms.ChoiceField(label=_("Taken by"), choices=list(TAKERS.items()))
    sources = forms.MultipleChoiceField(
        label=_("Out of which states"), required=False, widget=forms.CheckboxSelectMultiple
    )
    target = forms.ChoiceField(label=_("Into which state"), required=False)
    files = forms.BooleanField(label=_("Submits the form of its state"), required=False)  # type: ignore[assignment]  # a setting of that name
    needs_reason = forms.BooleanField(label=_("Needs a reason"), required=False)
    revokes = forms.BooleanField(label=_("Takes back the title that was granted"), required=False)
    condition = RuleField("condition", label=_("Possible only where this holds of what was filed"))
    title_zh = TextField(
        label=_("Message to the applicant: title"),
        help_text=_("{number}, {procedure}, {due} and {reason} are filled in."),
    )
    title_en = TextField(label=_("Title in English"))
    text_zh = paragraph(label=_("Message: text"))
    text_en = paragraph(label=_("Text in English"))
    grants = forms.ChoiceField(label=_("Grants the title"), required=False)
    years = integer(
        0, 20, label=_("For how many years"), help_text=_("0: until the end of the year.")
    )
    renews_days = integer(
        0,
        1000,
        label=_("Can be renewed in its last days"),
        help_text=_("The next title begins when this one ends."),
    )
    bars_years = integer(
        0, 20, label=_("Years without a new application after a revocation for deceit")
    )
    opening = TextField(label=_("Beginning of the certificate's number"), max_length=20)
    paper_zh = paragraph(label=_("Text of the certificate"))
    paper_en = paragraph(label=_("Text of the certificate in English"))

    def choose(self, draft: Draft) -> None:
        """Offer the states and the titles."""
        states = draft["states"]
        self.fields["sources"].choices = _named(states)  # type: ignore[attr-defined]
        _offer(self, "target", states)
        titles = [(one.code, str(one)) for one in TitleKind.objects.order_by("code")]
        self.fields["grants"].choices = [NOBODY, *titles]  # type: ignore[attr-defined]

    def initial_of(self, part: Part) -> dict[str, Any]:
        """Return the step with its message and what it grants."""
        said, grant = part.get("message") or {}, part.get("grants") or {}
        found = super().initial_of(part)
        for name, label in (
            ("title", said.get("title")),
            ("text", said.get("text")),
            ("paper", grant.get("text")),
        ):
            found |= {
                f"{name}_{language}": (label or {}).get(language) for language in ("zh", "en")
            }
        grants = {name: grant.get(name) for name in GRANTED}
        return found | grants | {"grants": grant.get("title"), "opening": grant.get("prefix")}

    def written(self) -> dict[str, Any]:
        """Return the step."""
        made = {"sources": [], "target": "", **super().written()}
        for name, value in (("message", self._message()), ("grants", self._grant())):
            made.pop(name, None)
            made |= {name: value} if value else {}
        return made

    def _message(self) -> dict[str, Any]:
        title, text = label_of(self.cleaned_data, "title"), label_of(self.cleaned_data, "text")
        empty = {"zh": ""}
        return {"title": title or empty, "text": text or empty} if title or text else {}

    def _grant(self) -> dict[str, Any]:
        values = self.cleaned_data
        if not values["grants"]:
            return {}
        paper = label_of(values, "paper")
        more = {"prefix": values["opening"], "text": paper} | {n: values[n] for n in GRANTED}
        found = {name: one for name, one in more.items() if one or name == "years"}
        return {"title": values["grants"]} | found


def new_step(zh: str, key: str) -> dict[str, Any]:
    """Return a step as it begins."""
    return {"key": key, "label": {"zh": zh}, "sources": [], "target": "", "by": By.OFFICER.value}


def _named(parts: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(str(one.get("key")), (one.get("label") or {}).get("zh", "")) for one in parts]


def _offer(form: PartForm, name: str, parts: list[dict[str, Any]]) -> None:
    form.fields[name].choices = [NOBODY, *_named(parts)]  # type: ignore[attr-defined]
