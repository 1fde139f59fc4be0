"""The office's part of a case's page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from lianqiao.core.cases import followers
from lianqiao.core.cases.documents.flow import By
from lianqiao.core.cases.models import Case
from lianqiao.core.cases.queries import deciding as queries
from lianqiao.core.cases.queries.holding import granted_by
from lianqiao.core.cases.queries.phrases import phrases_for
from lianqiao.core.cases.queries.queue import officers
from lianqiao.core.cases.queries.seeing import Filed
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.rights import parts_of
from lianqiao.core.parties.http import ActingRequest


def officer_context(request: ActingRequest, case: Case, filed: list[Filed]) -> dict[str, Any]:
    """Return what only the office's side of a case's page shows."""
    today, found = timezone.localdate(), document(case.procedure)
    asked = queries.open_correction(case)
    is_over = found.state(case.state).is_final
    return {
        "asked": asked,
        "asked_fields": _labels(case, asked.filing.form, asked.fields) if asked else [],
        "possible": [] if asked else queries.possible(request.actor, case, today),
        "changed": [(one, fields) for one in filed if (fields := queries.changes(one))],
        "askable": [] if asked or is_over else [_askable(one) for one in filed if one.snapshots],
        "notes": queries.remarks_by_field(case, is_private=True),
        "said": queries.remarks_by_field(case, is_private=False),
        "officers": officers(request.actor.organization),
        "certificates": list(case.certificates.select_related("title__kind")),
        "may_revoke": By.LEAD in parts_of(request.actor, case),
        "may_assign": request.actor.leads or case.officer_id in {None, request.actor.user},
        "today": today,
        "bars_years": max((one.bars_years for one in granted_by(found)), default=0),
        "phrases": phrases_for(request.actor, case),
        "doubts": [
            said
            for one in filed
            if one.snapshots
            for said in followers.doubts(case, one.filing.form, one.snapshots[0].values)
        ],
    }


def _askable(one: Filed) -> tuple[Filed, list[tuple[str, str]]]:
    form = document(one.filing.case.procedure).form(one.filing.form) if one.access else None
    fields = form.fields.items() if form else ()
    asked = [(key, str(field.label)) for key, field in fields if field.kind != "calculated"]
    return one, asked


def _labels(case: Case, form: str, keys: list[str]) -> list[str]:
    try:
        fields = document(case.procedure).form(form).fields
    except KeyError:
        return keys
    return [str(fields[key].label) if key in fields else key for key in keys]
