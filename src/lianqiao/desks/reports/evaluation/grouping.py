"""The form in which departments are put into groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from lianqiao.core.parties.models import Organization
from lianqiao.desks.reports.evaluation.models import Round
from lianqiao.desks.reports.evaluation.services import GroupLine

MOST = 8
NAME, DEPARTMENT = "name-", "department-"


class GroupsForm(forms.Form):
    """Names of up to eight groups, and for each department the group in which it is judged."""

    def __init__(self, *args: Any, departments: Sequence[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [(str(number), str(number)) for number in range(1, MOST + 1)]
        for number, _label in numbers:
            label = _("Name of group %(number)s") % {"number": number}
            self.fields[NAME + number] = forms.CharField(
                label=label, max_length=80, required=number == "1"
            )
        for one in departments:
            self.fields[f"{DEPARTMENT}{one.pk}"] = forms.ChoiceField(
                label=str(one), choices=[("", "–"), *numbers], required=False
            )

    @property
    def names(self) -> Iterator[forms.BoundField]:
        """The fields of the groups' names."""
        return (self[name] for name in self.fields if name.startswith(NAME))

    @property
    def departments(self) -> Iterator[forms.BoundField]:
        """The fields of the departments."""
        return (self[name] for name in self.fields if name.startswith(DEPARTMENT))

    def clean(self) -> dict[str, Any]:
        """Refuse a department in a group that has no name."""
        given: dict[str, Any] = super().clean() or {}
        for name, chosen in list(given.items()):
            if name.startswith(DEPARTMENT) and chosen and not given.get(NAME + chosen):
                self.add_error(name, _("This group has no name."))
        return given

    def lines(self) -> list[GroupLine]:
        """Return the groups that have a name."""
        given = self.cleaned_data
        chosen = [
            (value, int(name.removeprefix(DEPARTMENT)))
            for name, value in given.items()
            if name.startswith(DEPARTMENT) and value
        ]
        return [
            GroupLine(name, [pk for at, pk in chosen if at == str(number)])
            for number in range(1, MOST + 1)
            if (name := given.get(f"{NAME}{number}"))
        ]


def initial_of(row: Round) -> dict[str, str]:
    """Return a round's groups as the form shows them."""
    found: dict[str, str] = {}
    for at, group in enumerate(row.groups.prefetch_related("judged"), 1):
        found[f"{NAME}{at}"] = group.name
        found |= {f"{DEPARTMENT}{one.department_id}": str(at) for one in group.judged.all()}
    return found


def bureaus() -> list[Organization]:
    """Return the departments that can be judged."""
    return list(Organization.objects.filter(kind=Organization.Kind.BUREAU))
