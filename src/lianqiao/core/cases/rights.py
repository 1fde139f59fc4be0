"""Who may do what with a case of a built procedure: said once, for services, queries and pages."""

from __future__ import annotations

from lianqiao.core.cases.documents.flow import By
from lianqiao.core.cases.models import Case
from lianqiao.core.parties.actors import Actor, Role


def parts_of(actor: Actor, case: Case) -> frozenset[By]:
    """Return in whose part an actor can take steps of a case; none for a stranger.

    `case.office` is the office that keeps the procedure. The clock's steps are nobody's.
    """
    if actor.acts_for(case.organization_id):
        return frozenset({By.APPLICANT})
    if not (actor.is_bureau and actor.acts_for(case.office_id)):
        return frozenset()
    return frozenset({By.OFFICER, By.LEAD} if actor.leads else {By.OFFICER})


def works_on(actor: Actor, case: Case) -> bool:
    """Whether the actor belongs to the office that decides the case."""
    return By.OFFICER in parts_of(actor, case)


def may_build(actor: Actor, office: int) -> bool:
    """Officers of an office build its procedures; an administrator all."""
    return actor.role == Role.ADMINISTRATOR or (actor.is_bureau and actor.acts_for(office))
