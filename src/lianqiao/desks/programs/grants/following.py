"""What calls and projects make of the cases of the procedure."""

from __future__ import annotations

from collections.abc import Sequence

from lianqiao.core.cases.followers import Values
from lianqiao.core.cases.models import Case
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.desks.programs.grants import running, steps_of_applications
from lianqiao.desks.programs.grants.applied import doubts_about

CODE = "rd_grant"
ACTS = {**steps_of_applications.ACTS, **running.ACTS}
"""What becomes of a step, by its key in procedures/rd_grant.yaml."""


class Steps:
    """Carries steps of cases into calls and projects."""

    def stepped(self, case: Case, step: str, *, actor: Actor, reason: str) -> None:
        """Act on the steps that calls and projects know; the clock acts as the office would."""
        if act := ACTS.get(step):
            # The step itself was allowed; who took it need not lead, as the clock does not.
            act(case, actor.in_role(Role.ADMINISTRATOR), reason)

    def corrected(self, case: Case, form: str, *, actor: Actor) -> None:
        """Take in what was put right of a contract or a report."""
        if act := running.CORRECTED.get(form):
            act(case, actor, "")

    def doubts(self, case: Case, form: str, values: Values) -> Sequence[str]:
        """Return what would be refused in an application, and what is odd in a report."""
        return [*doubts_about(case, form, values), *running.doubts(case, form, values)]
