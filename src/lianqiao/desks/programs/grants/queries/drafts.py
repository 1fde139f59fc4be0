"""What an organization has begun and not handed in yet."""

from __future__ import annotations

from collections import defaultdict

from lianqiao.core.cases.models import Case
from lianqiao.core.cases.queries.filing import own_cases
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants.models import Call

FIRST = "draft"


def drafts_for(actor: Actor, call: Call) -> dict[int, list[Case]]:
    """Return the drafts of the actor's organization in a call, by topic, the newest first."""
    rows = own_cases(actor).filter(state=FIRST, grant_application__topic__call=call)
    found: dict[int, list[Case]] = defaultdict(list)
    for row in rows.select_related("grant_application").order_by("-pk"):
        found[row.grant_application.topic_id].append(row)
    return found
