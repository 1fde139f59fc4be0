"""HTTP API: calls and projects as everybody may read them."""

from __future__ import annotations

from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.responses import codes_4xx

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import ANYONE
from lianqiao.core.parties.api import AskingRequest, Token
from lianqiao.core.schemas import Id, Refused, text
from lianqiao.desks.programs.grants.models import CallStage
from lianqiao.desks.programs.grants.queries import calls as call_queries
from lianqiao.desks.programs.grants.queries import projects as project_queries
from lianqiao.desks.programs.grants.schemas import (
    CallDetailOut,
    CallOut,
    ProjectDetailOut,
    ProjectOut,
    State,
)

router = Router(auth=Token(), tags=["grants"])
MOST = 100
Offset = Annotated[int, Query(ge=0, le=100_000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]


@router.get(
    "/grants/calls", response={200: list[CallOut], codes_4xx: Refused}, summary="Calls for projects"
)
def calls(
    request: AskingRequest,
    *,
    stage: CallStage | None = None,
    offset: Offset = 0,
    limit: Limit = MOST,
) -> Any:
    """Read published calls, the newest first."""
    today = timezone.localdate()
    rows = call_queries.listed(ANYONE, stage or "", today)
    return [CallOut.of(row, today) for row in rows[offset : offset + limit]]


@router.get(
    "/grants/calls/{pk}", response={200: CallDetailOut, codes_4xx: Refused}, summary="One call"
)
def call(request: AskingRequest, pk: Id) -> Any:
    """Read a published call with its topics."""
    return CallDetailOut.detailed(call_queries.call_for(ANYONE, pk), timezone.localdate())


@router.get(
    "/grants/projects",
    response={200: list[ProjectOut], codes_4xx: Refused},
    summary="Projects of calls",
)
def projects(
    request: AskingRequest,
    *,
    year: Annotated[int, Query(ge=2000, le=2099)] | None = None,
    topic: Id | None = None,
    region: text(6) = "",  # type: ignore[valid-type]
    state: State | None = None,
    offset: Offset = 0,
    limit: Limit = MOST,
) -> Any:
    """Read the register of projects, the newest first."""
    given = {"year": year, "topic": topic, "district": region, "state": state}
    wanted = project_queries.Wanted.from_query(
        {name: str(value) for name, value in given.items() if value}
    )
    rows = project_queries.listed(wanted)[offset : offset + limit]
    return [ProjectOut.of(row) for row in rows]


@router.get(
    "/grants/projects/{pk}",
    response={200: ProjectDetailOut, codes_4xx: Refused},
    summary="One project",
)
def project(request: AskingRequest, pk: Id) -> Any:
    """Read a project with its milestones and installments."""
    row = project_queries.listed(project_queries.Wanted()).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such project."))
    return ProjectDetailOut.detailed(row)
