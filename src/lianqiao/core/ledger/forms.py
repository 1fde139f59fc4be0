"""What the list of entries is narrowed to, as a page takes it in."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.errors import Invalid
from lianqiao.core.ledger import kinds, wording
from lianqiao.core.ledger.queries import EntryFilter
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.queries import pick
from lianqiao.core.parties.regions import region_finder
from lianqiao.core.parties.widgets import Picker

# A number with as many digits may be beyond what the database keeps.
LONGEST = len(str(2**63 - 1))


def _calendar() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class EntryFilterForm(forms.Form):
    """Kind, department, region, organization, period."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    region = forms.CharField(label=_("Region"), required=False, widget=Picker("regions"))
    organization = forms.CharField(
        label=_("Organization"), required=False, widget=Picker("organizations")
    )
    since = forms.DateField(label=_("From"), required=False, widget=_calendar())
    until = forms.DateField(label=_("To"), required=False, widget=_calendar())

    def __init__(self, data: Mapping[str, str], *, actor: Actor) -> None:
        super().__init__(data)
        if not actor.is_bureau:
            # Others see their own organization's entries only.
            del self.fields["organization"]
        found = [(kind.code, str(kind.label)) for kind in kinds.kinds()]
        rooms = [(code, wording.department(code)) for code in kinds.departments()]
        for name, choices in (("kind", found), ("department", rooms)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
            field.choices = [("", _("All")), *choices]

    def clean_region(self) -> str:
        """Turn a name or code into the code."""
        text = self.cleaned_data["region"].strip()
        try:
            return region_finder()(text) if text else ""
        except Invalid as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean_organization(self) -> int | None:
        """Turn a name, or a part of one that no other has, or a number into the number."""
        text = self.cleaned_data["organization"].strip()
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < LONGEST:
            return int(text)
        found = _called(text)
        if len(found) > 1:
            raise ValidationError(_("Several organizations fit; choose one of those offered."))
        if not found:
            raise ValidationError(_("There is no such organization."))
        return found[0]

    def wanted(self) -> EntryFilter:
        """Return what is asked; what cannot be read is left out and said at its field."""
        self.is_valid()
        values = {name: value for name, value in self.cleaned_data.items() if value}
        return EntryFilter(**values)


def _called(text: str) -> list[int]:
    exactly = Organization.objects.filter(Q(name=text) | Q(name_en=text))
    found = list(exactly.values_list("pk", flat=True)[:2])
    return found or [int(choice.code) for choice in pick("organizations", text)]
