"""Writing a listing: what the page takes in, turned into a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.core.errors import Invalid
from lianqiao.core.parties.models import TechnicalField
from lianqiao.core.parties.regions import Finder, industry_finder, region_finder
from lianqiao.core.parties.widgets import Picker
from lianqiao.desks.exchange.forms.amounts import fen, wan
from lianqiao.desks.exchange.models import (
    Confidentiality,
    Cooperation,
    IntellectualProperty,
    Listing,
    ListingKind,
    Maturity,
)
from lianqiao.desks.exchange.services.listings import Draft, Right

MOST_KEYWORDS, LONGEST_KEYWORD = 12, 40
LONGEST_TEXT = 20_000
SEPARATORS = re.compile(r"[\s,，、;；]+")

READERS = {
    Confidentiality.PUBLIC: gettext_lazy("Everyone, signed in or not"),
    Confidentiality.MEMBERS: gettext_lazy("Only signed-in members of an organization"),
    Confidentiality.TEAM: gettext_lazy("Only the service teams; they introduce you to a partner"),
}
STAGES = [("", gettext_lazy("Not said")), *Maturity.choices]
FIELDS_OF_RESULTS = ("readiness",)

LABELS: Mapping[str, Mapping[str, Promise]] = {
    ListingKind.NEED: {
        "text": gettext_lazy("What hurts, and what must be reached"),
        "stage": gettext_lazy("Least stage that helps you"),
        "amount_low": gettext_lazy("Budget from (10,000 yuan)"),
        "amount_high": gettext_lazy("Budget to (10,000 yuan)"),
    },
    ListingKind.RESULT: {
        "text": gettext_lazy("Method, figures reached, where it can be used"),
        "stage": gettext_lazy("Stage"),
        "amount_low": gettext_lazy("Price from (10,000 yuan)"),
        "amount_high": gettext_lazy("Price to (10,000 yuan)"),
    },
    ListingKind.CAPABILITY: {
        "text": gettext_lazy("Equipment, accreditations, throughput"),
        "stage": gettext_lazy("Stage"),
        "amount_low": gettext_lazy("Price from (10,000 yuan)"),
        "amount_high": gettext_lazy("Price to (10,000 yuan)"),
    },
}
HINTS: Mapping[str, Promise] = {
    ListingKind.NEED: gettext_lazy(
        "Write the symptom, with figures: what fails, how often, what you tried, what is wanted."
        " You need not name the method."
    ),
    ListingKind.RESULT: gettext_lazy(
        "Write what it does and by which principle, the figures reached, how ripe it is."
    ),
    ListingKind.CAPABILITY: gettext_lazy(
        "Write what you can make, test or run for others, in which range and how much of it."
    ),
}


def _wan(label: Promise) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=13, decimal_places=6
    )


class ListingForm(forms.Form):
    """A result, need or capability. Amounts are entered in 10,000 yuan."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    text = forms.CharField(
        max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 9}), strip=True
    )
    keywords = forms.CharField(
        label=gettext_lazy("Keywords"),
        required=False,
        max_length=MOST_KEYWORDS * (LONGEST_KEYWORD + 1),
        help_text=gettext_lazy("Separated by commas or blanks."),
    )
    field = forms.ModelChoiceField(
        label=gettext_lazy("Technical field"),
        queryset=TechnicalField.objects.none(),
        required=False,
    )
    industry = forms.CharField(
        label=gettext_lazy("Industry"),
        required=False,
        widget=Picker("industries"),
        help_text=gettext_lazy("GB/T 4754-2017: type a name or code and choose."),
    )
    region = forms.CharField(
        label=gettext_lazy("Region"),
        required=False,
        widget=Picker("regions"),
        help_text=gettext_lazy("Type a name, pinyin or code and choose."),
    )
    stage = forms.ChoiceField(choices=STAGES, required=False)
    readiness = forms.TypedChoiceField(
        label=gettext_lazy("Technology readiness level"),
        choices=[("", gettext_lazy("Not said")), *((n, str(n)) for n in range(1, 10))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    cooperation = forms.MultipleChoiceField(
        label=gettext_lazy("Cooperation wanted"),
        choices=Cooperation.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    amount_low = _wan(gettext_lazy("Amount from"))
    amount_high = _wan(gettext_lazy("Amount to"))
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    confidentiality = forms.ChoiceField(
        label=gettext_lazy("Who may read it"),
        choices=list(READERS.items()),
        widget=forms.RadioSelect,
        initial=Confidentiality.PUBLIC,
    )
    reference = forms.CharField(
        label=gettext_lazy("Your own number"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("If you keep such lists: an import knows the listing again by it."),
    )

    def __init__(self, *args: Any, kind: str, row: Listing | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["field"].queryset = TechnicalField.objects.all()
        for name, label in LABELS[kind].items():
            self.fields[name].label = label
        self.fields["text"].help_text = HINTS[kind]
        if kind != ListingKind.RESULT:
            for name in FIELDS_OF_RESULTS:
                del self.fields[name]
        if row is not None:
            self.initial = initial(row)

    def lenient(self) -> ListingForm:
        """Ask for nothing: a draft may be saved at any moment."""
        for field in self.fields.values():
            field.required = False
        return self

    def clean_keywords(self) -> list[str]:
        """Split the keywords; twice the same is once."""
        found = list(dict.fromkeys(filter(None, SEPARATORS.split(self.cleaned_data["keywords"]))))
        if len(found) > MOST_KEYWORDS:
            raise ValidationError(_("At most %(count)d keywords.") % {"count": MOST_KEYWORDS})
        if any(len(word) > LONGEST_KEYWORD for word in found):
            raise ValidationError(
                _("A keyword has at most %(count)d characters.") % {"count": LONGEST_KEYWORD}
            )
        return found

    def clean_industry(self) -> str | None:
        """Turn a name or code into the code."""
        return _code(industry_finder, self.cleaned_data["industry"])

    def clean_region(self) -> str | None:
        """Turn a name or code into the code."""
        return _code(region_finder, self.cleaned_data["region"])

    def clean_valid_until(self) -> Any:
        """Refuse a day that is over."""
        day = self.cleaned_data["valid_until"]
        if day and day < timezone.localdate():
            raise ValidationError(_("This day is over."))
        return day

    def draft(self, rights: Iterable[Right] = ()) -> Draft:
        """Return what was entered."""
        values = dict(self.cleaned_data)
        chosen = values.pop("field")
        return Draft(
            kind=self.kind,
            **values
            | {
                "field": chosen.pk if chosen else None,
                "amount_low": fen(values["amount_low"]),
                "amount_high": fen(values["amount_high"]),
                "confidentiality": values["confidentiality"] or Confidentiality.PUBLIC,
                "rights": tuple(rights),
            },
        )


class RightForm(forms.Form):
    """One intellectual property right; a line without a title is none."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=IntellectualProperty.Kind.choices, required=False
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False)
    number = forms.CharField(label=gettext_lazy("Its number"), max_length=40, required=False)


class BaseRights(forms.BaseFormSet):
    """The rights of a listing; a page that does not show them leaves them as they are."""

    def is_valid(self) -> bool:
        """Tell whether what was sent can be taken; nothing can."""
        return not self.is_bound or super().is_valid()

    def rights(self) -> list[Right]:
        """Return the rights that were entered, or those that are known."""
        rows = (form.cleaned_data for form in self) if self.is_bound else self.initial or ()
        return [Right(**row) for row in rows if row.get("title")]


RightFormSet = forms.formset_factory(
    RightForm, formset=BaseRights, extra=2, max_num=20, absolute_max=30
)


def initial(row: Listing) -> dict[str, Any]:
    """Return a listing as the form shows it."""
    return {
        "title": row.title,
        "text": row.text,
        "keywords": "、".join(row.keywords),
        "field": row.field_id,
        "industry": row.industry_id,
        "region": row.region_id,
        "stage": row.stage,
        "readiness": row.readiness,
        "cooperation": row.cooperation,
        "amount_low": wan(row.amount_low),
        "amount_high": wan(row.amount_high),
        "valid_until": row.valid_until,
        "confidentiality": row.confidentiality,
        "reference": row.reference,
    }


def _code(finder: Any, text: str) -> str | None:
    find: Finder = finder()
    if not text.strip():
        return None
    try:
        return find(text.strip())
    except Invalid as refusal:
        raise ValidationError(str(refusal)) from refusal
