"""Published versions of procedures: their documents, and the machine that moves cases by them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.utils.text import format_lazy

from lianqiao.core.cases.documents.flow import RESERVED
from lianqiao.core.cases.documents.procedure import Document, machine
from lianqiao.core.cases.models import Definition, Version
from lianqiao.core.cases.procedures import Procedure, family
from lianqiao.core.ledger.kinds import Kind

SUBJECT = "cases.case"
DEPARTMENT = "cases"


def document(code: str) -> Document:
    """Return the document of the version "<code>/<number>"; KeyError where there is none."""
    name, _slash, number = code.partition("/")
    found = Version.objects.filter(
        definition__code=name, number=int(number) if number.isdecimal() else 0
    )
    digest = found.values_list("sha256", flat=True).first()
    if digest is None:
        raise KeyError(code)
    return _read(code, digest)


def documents(codes: Iterable[str]) -> dict[str, Document]:
    """Return the documents of many versions, by code; one query, and one for each not yet read."""
    wanted = set(codes)
    rows = Version.objects.filter(definition__code__in={family(code) for code in wanted})
    known = {
        f"{name}/{number}": digest
        for name, number, digest in rows.values_list("definition__code", "number", "sha256")
    }
    return {code: _read(code, known[code]) for code in wanted & known.keys()}


def built(code: str) -> Procedure:
    """Return the states, steps and terms of a version; KeyError where there is none."""
    return machine(document(code), int(code.partition("/")[2]))


def in_force(definition: Definition, day: date) -> Version | None:
    """Return the version under which cases are opened on a day; None before the first."""
    return definition.versions.filter(valid_from__lte=day).order_by("-number").first()


@lru_cache(maxsize=256)
def _read(code: str, digest: str) -> Document:
    """Read a version once: its digest says that it is the same."""
    name, _slash, number = code.partition("/")
    row = Version.objects.get(definition__code=name, number=int(number), sha256=digest)
    return Document.model_validate(row.document)


def ledger_kinds() -> dict[str, Kind]:
    """Return the kinds of entry that cases of built procedures leave: "<code>.<step>".

    A step that a later version dropped keeps its kind, since its entries are still there.
    """
    versions = Version.objects.select_related("definition").defer("document").order_by("number")
    return {
        kind.code: kind
        for version in versions
        for kind in _kinds_of(_read(str(version), version.sha256))
    }


def _kinds_of(found: Document) -> list[Kind]:
    steps = RESERVED | {step.key: step.label for step in found.steps}
    return [
        Kind(f"{found.code}.{key}", format_lazy("{}: {}", found.label, label), SUBJECT, DEPARTMENT)
        for key, label in steps.items()
    ]
