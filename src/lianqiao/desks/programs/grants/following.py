"""What calls and projects make of the cases of the procedure."""

from __future__ import annotations

from collections.abc import Sequence

from lianqiao.core.cases.followers import Values
from lianqiao.core.cases.models import Case
from lianqiao.core.parties.actors import Actor

CODE = "rd_grant"


class Steps:
    """Carries steps of cases into calls and projects."""

    def stepped(self, case: Case, step: str, *, actor: Actor, reason: str) -> None:
        """Act on the steps that calls and projects know."""

    def doubts(self, case: Case, form: str, values: Values) -> Sequence[str]:
        """Return what looks wrong in a filing."""
        return []
