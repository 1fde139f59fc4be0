"""What the ledger knows of a project's parties, that may be an output of it.

The desks meet in the ledger: nothing here knows what a subject is, but for its type, its number,
and the address that the type's own desk gives it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import QuerySet

from lianqiao.core.ledger import kinds, wording
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.queries import current
from lianqiao.desks.programs.grants.models import Project

RESULT, SIGNED = "exchange.result.published", "exchange.match.signed"
"""What the exchange writes when a result is published, and when a contract on one is signed."""
MOST = 40


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that the ledger has entries about."""

    type: str
    id: int

    @property
    def address(self) -> str:
        """Where it can be seen; '' where its desk is no longer installed."""
        found = kinds.subject(self.type)
        return found.url(self.id) if found else ""

    def __str__(self) -> str:
        """Name its type and number."""
        return f"{wording.subject(self.type)} {self.id}"


def parties_of(row: Project) -> list[int]:
    """Return the keys of a project's host and partners."""
    return [row.host_id, *row.partners.values_list("pk", flat=True)]


def proof_of(row: Project, subject: Subject) -> Entry | None:
    """Return the newest entry that makes a subject an output of a project; None without one."""
    found = _of_parties(row).filter(subject_type=subject.type, subject_id=subject.id)
    return found.order_by("-pk").first()


def known_to(row: Project) -> list[Subject]:
    """Return what could still be linked, the newest first."""
    linked = {(one.subject_type, one.subject_id) for one in row.outputs.all()}
    rows = _of_parties(row).order_by("-pk").values_list("subject_type", "subject_id")
    found = dict.fromkeys(rows[: MOST + len(linked)])
    return [Subject(*one) for one in found if one not in linked][:MOST]


def subject_at(row: Project, address: str) -> Subject | None:
    """Return the subject that an address of this house shows, if a project's party knows it.

    An address names a number; of the subjects of that number, it is the one that is seen there.
    """
    path = re.sub(r"^https?://[^/]+", "", address.strip()).partition("?")[0].partition("#")[0]
    numbers = [int(one) for one in re.findall(r"\d{1,15}", path)[:4]]
    rows = _of_parties(row).filter(subject_id__in=numbers).order_by("pk")
    found = [Subject(*one) for one in rows.values_list("subject_type", "subject_id").distinct()]
    return next((one for one in found if one.address == path), None)


def _of_parties(row: Project) -> QuerySet[Entry]:
    return current().filter(organization_id__in=parties_of(row), kind__in=(RESULT, SIGNED))
