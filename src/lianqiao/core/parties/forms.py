"""Forms: what pages take in, checked and turned into what services want."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lianqiao.core.errors import Invalid
from lianqiao.core.parties import uscc
from lianqiao.core.parties.models import Organization, Zone
from lianqiao.core.parties.regions import Finder, industry_finder, region_finder
from lianqiao.core.parties.services import OrganizationData
from lianqiao.core.parties.widgets import Picker

KINDS = [("", _("Any kind")), *Organization.Kind.choices]


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(
        label=_("Name or credit code"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, required=False)
    region = forms.CharField(label=_("Region"), required=False, widget=Picker("regions"))
    industry = forms.CharField(label=_("Industry"), required=False, widget=Picker("industries"))


class OrganizationForm(forms.Form):
    """An organization; owners don't get the fields that an administrator keeps."""

    name = forms.CharField(label=_("Name"), max_length=200)
    uscc = forms.CharField(
        label=_("Credit code"),
        required=False,
        max_length=40,
        help_text=_("18 characters; bodies from abroad may have none."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Organization.Kind.choices)
    zone = forms.ModelChoiceField(
        label=_("Functional zone"), queryset=Zone.objects.all(), required=False
    )
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    region = forms.CharField(
        label=_("Region"),
        required=False,
        widget=Picker("regions"),
        help_text=_("Type a name, pinyin or code and choose."),
    )
    industry = forms.CharField(
        label=_("Industry"),
        required=False,
        widget=Picker("industries"),
        help_text=_("GB/T 4754-2017: type a name or code and choose."),
    )
    founded_on = forms.DateField(
        label=_("Founded on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    contact_name = forms.CharField(label=_("Contact person"), max_length=80, required=False)
    contact_phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    contact_email = forms.EmailField(label=_("E-mail"), required=False)

    RESERVED = ("name", "uscc", "kind", "zone")

    def __init__(self, *args: Any, row: Organization | None = None, full: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.row = row
        if row is not None:
            self.initial = {name: _initial(row, name) for name in self.fields}
        if not full:
            for name in self.RESERVED:
                del self.fields[name]

    def clean_uscc(self) -> str:
        """Check the credit code."""
        text = self.cleaned_data["uscc"]
        return _or_error(uscc.clean, text) if text else ""

    def clean_region(self) -> str | None:
        """Turn a name or code into the code."""
        return _code(region_finder, self.cleaned_data["region"])

    def clean_industry(self) -> str | None:
        """Turn a name or code into the code."""
        return _code(industry_finder, self.cleaned_data["industry"])

    def data_of(self) -> OrganizationData:
        """Return what was entered; what the form does not show stays as it is."""
        row = self.row
        kept = {name: _initial(row, name) for name in self.RESERVED} if row else {}
        values = kept | self.cleaned_data
        zone = values.get("zone")
        values["zone"] = zone.pk if isinstance(zone, Zone) else zone
        values["uscc"] = values["uscc"] or ""
        return OrganizationData(**values, is_invented=bool(row and row.is_invented))


class MemberForm(forms.Form):
    """Who is taken in."""

    username = forms.CharField(label=_("Sign-in name"), max_length=150)
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, roles: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


def _initial(row: Organization, name: str) -> Any:
    return getattr(row, f"{name}_id" if name in {"zone", "region", "industry"} else name)


def _code(finder: Any, text: str) -> str | None:
    find: Finder = finder()
    return _or_error(find, text.strip()) if text.strip() else None


def _or_error(check: Finder, text: str) -> str:
    try:
        return check(text)
    except Invalid as refusal:
        raise ValidationError(str(refusal)) from refusal
