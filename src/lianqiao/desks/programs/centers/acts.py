"""What an officer can do with a center from its page: form, service, and to whom it is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.centers import forms, services
from lianqiao.desks.programs.centers.models import Center, CenterStage
from lianqiao.desks.programs.centers.queries.naming import center_named, organization_named

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do: its address, its label, its form, and what does it.

    What `is_of_case` is decided in the case behind a center, where there is one.
    """

    code: str
    label: Promise
    form: type[django_forms.Form]
    do: Callable[[int, Actor, Given], Center]
    for_leads: bool = True
    stages: Sequence[str] = (CenterStage.BUILDING, CenterStage.REGISTERED, CenterStage.RECTIFYING)
    is_grave: bool = False
    is_of_case: bool = False


def _rename(pk: int, actor: Actor, given: Given) -> Center:
    return services.rename(pk, given["name"], actor=actor, **_told(given))


def _leader(pk: int, actor: Actor, given: Given) -> Center:
    return services.change_leader(pk, given["leader"], actor=actor, **_told(given))


def _host(pk: int, actor: Actor, given: Given) -> Center:
    host = _meant(organization_named(given["host"]), "host", _("There is no such organization."))
    return services.change_host(pk, host, actor=actor, **_told(given))


def _merge(pk: int, actor: Actor, given: Given) -> Center:
    into = _meant(center_named(given["into"]), "into", _("There is no such center."))
    return services.merge(pk, into, actor=actor, **_told(given))


def _rectify(pk: int, actor: Actor, given: Given) -> Center:
    return services.rectify(pk, given["by"], actor=actor, **_told(given))


def _rectified(pk: int, actor: Actor, given: Given) -> Center:
    return services.rectified(pk, actor=actor, given=given["given"], **_told(given))


def _remove(pk: int, actor: Actor, given: Given) -> Center:
    return services.remove(pk, actor=actor, **_told(given))


def _told(given: Given) -> dict[str, Any]:
    return {"on": given["on"], "reason": given["reason"]}


def _meant(found: int | None, name: str, message: str) -> int:
    if found is None:
        raise Invalid(message, {name: message})
    return found


ACTS = (
    Act("rename", gettext_lazy("Rename"), forms.Rename, _rename, for_leads=False),
    Act("leader", gettext_lazy("Change the head"), forms.Leader, _leader, for_leads=False),
    Act("host", gettext_lazy("Change the host"), forms.Host, _host),
    Act("merge", gettext_lazy("Merge into another"), forms.Merge, _merge, is_grave=True),
    Act("rectify", gettext_lazy("Have things put right"), forms.Rectify, _rectify, is_of_case=True),
    Act(
        "rectified",
        gettext_lazy("Things are put right"),
        forms.Rectified,
        _rectified,
        stages=(CenterStage.RECTIFYING,),
        is_of_case=True,
    ),
    Act(
        "remove",
        gettext_lazy("Remove from the register"),
        forms.Remove,
        _remove,
        is_grave=True,
        is_of_case=True,
    ),
)


def open_to(actor: Actor, row: Center) -> list[Act]:
    """Return what this actor can do with a center now."""
    return [
        act
        for act in ACTS
        if row.stage in act.stages
        and (actor.leads if act.for_leads else actor.is_bureau)
        and not (act.is_of_case and row.case_id)
    ]


def act_named(code: str, actor: Actor, row: Center) -> Act:
    """Return one of them. NotFound where it is not open to this actor now."""
    found = next((act for act in open_to(actor, row) if act.code == code), None)
    if found is None:
        raise NotFound(_("There is no such page."))
    return found
