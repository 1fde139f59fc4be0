"""What is filled in: by officers at a desk and on a phone, by leads, by administrators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqiao.core.indicators.queries import districts
from lianqiao.desks.reports.commitments.models import Commitment, Place, Progress
from lianqiao.desks.reports.commitments.models.commitments import DIGITS, PLACES
from lianqiao.desks.reports.commitments.services import Change, Draft, Reached, Spot
from lianqiao.desks.reports.commitments.writing import plain

POSITION = {"max_digits": 9, "decimal_places": 6, "required": False}
PHOTOS = "image/*"
DOCUMENTS = ".pdf,.doc,.docx,.xls,.xlsx,.csv,.wps,.et,.ofd,.txt,.zip,.jpg,.jpeg,.png"
MORE = 3
_DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class CommitmentForm(forms.Form):
    """A promise; its places stand in a form set beside it."""

    year = forms.IntegerField(label=_("Year"), min_value=1949, max_value=2999)
    number = forms.IntegerField(label=_("Number in the list"), min_value=1, max_value=999)
    title = forms.CharField(label=_("Title"), max_length=120)
    title_en = forms.CharField(label=_("English title"), max_length=200, required=False)
    target = forms.DecimalField(label=_("Target"), max_digits=DIGITS, decimal_places=PLACES)
    unit = forms.CharField(label=_("Unit"), max_length=16)
    begins_on = forms.DateField(
        label=_("Begins on"),
        required=False,
        widget=_DAY,
        help_text=_("Empty for the first day of the year"),
    )
    due_on = forms.DateField(label=_("To be done by"), widget=_DAY)
    promise = forms.CharField(
        label=_("What is promised"), max_length=2000, widget=forms.Textarea({"rows": 5})
    )
    promise_en = forms.CharField(
        label=_("English text"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def draft(self, spots: list[Spot]) -> Draft:
        """Return what was written."""
        values: dict[str, Any] = dict(self.cleaned_data)
        values.pop("expected")
        return Draft(places=spots, **values)


class PlaceForm(forms.Form):
    """A place; without a name it is none."""

    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    region = forms.ChoiceField(label=_("District"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    target = forms.DecimalField(
        label=_("Own target"), max_digits=DIGITS, decimal_places=PLACES, required=False
    )

    def __init__(self, *args: Any, regions: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = list(regions)  # type: ignore[attr-defined]

    def spot(self) -> Spot | None:
        """Return what was written."""
        given = self.cleaned_data
        if not given.get("name", "").strip():
            return None
        return Spot(given["name"], given["region"], given["address"], given["target"])


def places_formset(data: Any = None, initial: Any = (), extra: int = MORE) -> Any:
    """Return the places as rows, some of them empty."""
    made = forms.formset_factory(PlaceForm, extra=extra, max_num=200)
    known = {"regions": [(settings.CITY, _("Whole city")), *_districts()]}
    return made(data, initial=list(initial), prefix="places", form_kwargs=known)


def spots_of(formset: Any) -> list[Spot]:
    """Return the places that were written."""
    return [spot for form in formset if (spot := form.spot())]


def initial_of(row: Commitment) -> dict[str, Any]:
    """Return a promise as the form shows it."""
    names = [name for name in CommitmentForm.base_fields if name != "expected"]
    values = {name: getattr(row, name) for name in names}
    return values | {"target": plain(row.target), "expected": row.revision}


def places_of(row: Commitment) -> list[dict[str, Any]]:
    """Return a promise's places as the form set shows them."""
    return [
        {
            "name": one.name,
            "region": one.region_id,
            "address": one.address,
            "target": plain(one.target) if one.target else None,
        }
        for one in row.places.all()
    ]


class ProgressForm(forms.Form):
    """An entry, made where the work is done: the phone's camera opens at once."""

    amount = forms.DecimalField(
        label=_("How much was added"), min_value=0, max_digits=DIGITS, decimal_places=PLACES
    )
    on = forms.DateField(label=_("Day"), widget=_DAY, initial=timezone.localdate)
    place: forms.ModelChoiceField[Place] = forms.ModelChoiceField(
        queryset=None,
        label=_("Place of the list"),
        required=False,
        empty_label=_("no place of the list"),
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput({"accept": PHOTOS, "capture": "environment"}),
        help_text=_("Everybody sees it. What the camera writes into it is taken out."),
    )
    document = forms.FileField(
        label=_("Document or picture"),
        required=False,
        widget=forms.FileInput({"accept": DOCUMENTS}),
    )
    location = forms.CharField(label=_("Where"), max_length=200, required=False)
    longitude = forms.DecimalField(label=_("Longitude"), **POSITION)  # type: ignore[arg-type]
    latitude = forms.DecimalField(label=_("Latitude"), **POSITION)  # type: ignore[arg-type]
    note = forms.CharField(
        label=_("In words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        living = Place.objects.filter(commitment=commitment, dropped_by=None)
        self.fields["place"].queryset = living  # type: ignore[attr-defined]

    def reached(self) -> Reached:
        """Return what was written."""
        values: dict[str, Any] = dict(self.cleaned_data)
        values.pop("reason", None)
        files = [file for file in (values.pop("photo"), values.pop("document")) if file]
        place = values.pop("place")
        return Reached(place=place.pk if place else None, files=files, **values)


class CorrectionForm(ProgressForm):
    """An entry restated, with the reason."""

    reason = forms.CharField(label=_("What was wrong"), max_length=1000)


def initial_of_entry(entry: Progress) -> dict[str, Any]:
    """Return an entry as the form shows it."""
    names = ("amount", "on", "place", "location", "longitude", "latitude", "note")
    return {name: getattr(entry, name) for name in names} | {"amount": plain(entry.amount)}


class FileWithdrawalForm(forms.Form):
    """Why a file goes."""

    reason = forms.CharField(
        label=_("Why it is withdrawn; everybody reads it"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )


class AmendmentForm(forms.Form):
    """What a promise says from now on, and why."""

    target = forms.DecimalField(label=_("Target"), max_digits=DIGITS, decimal_places=PLACES)
    unit = forms.CharField(label=_("Unit"), max_length=16)
    due_on = forms.DateField(label=_("To be done by"), widget=_DAY)
    drop: forms.ModelMultipleChoiceField[Place] = forms.ModelMultipleChoiceField(
        queryset=None,
        label=_("Places that are dropped"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("Reason; everybody reads it"), max_length=1000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "target": plain(commitment.target),
            "unit": commitment.unit,
            "due_on": commitment.due_on,
        }
        living = Place.objects.filter(commitment=commitment, dropped_by=None)
        if living.exists():
            self.fields["drop"].queryset = living  # type: ignore[attr-defined]
        else:
            del self.fields["drop"]

    def change(self, spots: list[Spot]) -> Change:
        """Return what was written."""
        values: dict[str, Any] = dict(self.cleaned_data)
        drop = [place.pk for place in values.pop("drop", ())]
        return Change(add=spots, drop=drop, **values)


class RulesForm(forms.Form):
    """How promises are judged."""

    tolerance = forms.IntegerField(
        label=_("Points behind the calendar"),
        min_value=0,
        max_value=50,
        help_text=_("A commitment is behind once it lags more percentage points than these."),
    )


def _districts() -> list[tuple[str, str]]:
    return list(districts().values_list("pk", "name"))
