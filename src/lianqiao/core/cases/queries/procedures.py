"""Procedures as their office sees them, and versions as everybody may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.cases import applicants
from lianqiao.core.cases.building.flaws import Known
from lianqiao.core.cases.documents.fields import TableField
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.models import Case, Definition, Version
from lianqiao.core.cases.rights import may_build
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.core.parties.models import TitleKind


def procedures(actor: Actor) -> QuerySet[Definition]:
    """Return the procedures that an actor may build, with `last`, the last version's number."""
    if not actor.is_bureau:
        raise NotFound(_("There is no such page."))
    rows = Definition.objects.select_related("office", "saved_by")
    if actor.role != Role.ADMINISTRATOR:
        rows = rows.filter(office=actor.organization)
    return rows.annotate(last=Max("versions__number")).order_by("code")


def procedure_for(actor: Actor, code: str) -> Definition:
    """Return a procedure that an actor may build; NotFound for anybody else."""
    rows = Definition.objects.select_related("office", "saved_by")
    row = rows.filter(code=code.replace("\x00", "")).first()
    if row is None or not may_build(actor, row.office_id):
        raise NotFound(_("There is no such procedure."))
    return row


def version_for(pk: int) -> Version:
    """Return a published version; everybody may read the rules of a public procedure."""
    row = Version.objects.select_related("definition__office", "published_by").filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such version."))
    return row


def known_of(row: Definition) -> Known:
    """Return what a procedure's draft is held against."""
    return Known(
        facts=applicants.vocabulary(),
        titles=set(TitleKind.objects.values_list("code", flat=True)),
        earlier=[document_of(version) for version in row.versions.all()],
    )


def document_of(version: Version) -> Document:
    """Return the document of a version."""
    return Document.model_validate(version.document)


def versions_with(row: Definition, place: str, key: str) -> list[tuple[Version, int]]:
    """Return the published versions that have a part of this key in such a list, with their cases.

    `place` says which list it is: one of forms, of a form's fields, of states, of steps.
    """
    cases, kind = cases_by_version(row), place.split("/")[::2][-1]
    found = [one for one in row.versions.all() if key in _keys(document_of(one), kind)]
    return [(one, cases.get(one.number, 0)) for one in found]


def _keys(document: Document, kind: str) -> set[str]:
    fields = [one for form in document.forms for one in form.fields.values()]
    match kind:
        case "fields":
            return {one.key for one in fields}
        case "columns":
            tables = (one for one in fields if isinstance(one, TableField))
            return {column.key for one in tables for column in one.columns}
        case "sections":
            return {section.key for form in document.forms for section in form.sections}
    parts: Sequence[Any] = getattr(document, kind)
    return {part.key for part in parts}


def cases_by_version(row: Definition) -> Mapping[int, int]:
    """Return how many cases each version of a procedure has, by its number."""
    rows = Case.objects.filter(procedure__startswith=f"{row.code}/").values("procedure")
    counted = rows.annotate(cases=Count("pk")).values_list("procedure", "cases")
    return {int(procedure.rpartition("/")[2]): cases for procedure, cases in counted}
