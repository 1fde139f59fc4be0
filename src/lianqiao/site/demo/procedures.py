"""A procedure of the demo's bureau, built by one and published by another."""

from __future__ import annotations

from lianqiao.core.cases import files
from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.models import Definition, Version
from lianqiao.core.cases.services import building, publishing
from lianqiao.core.parties.actors import Actor

EXAMPLE = "open_lab"


def is_there() -> bool:
    """Tell whether it is there already."""
    return Definition.objects.filter(code=EXAMPLE).exists()


def publish(officer: Actor, lead: Actor) -> Version:
    """Build the example that ships, and publish it."""
    draft = plain(files.example(EXAMPLE))
    row = building.begin(draft, actor=officer, is_invented=True)
    return publishing.publish(row.pk, actor=lead, expected=row.revision)
