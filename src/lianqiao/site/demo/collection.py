"""The open test collection, read as listings of the exchange. See collection/README.md."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.services import OrganizationData
from lianqiao.core.parties.uscc import check_digit
from lianqiao.desks.exchange.services.listings import Draft, Right

FILES = ("needs.jsonl", "results.jsonl")
FEN = 100
# The demo must have living listings in whatever year it is run.
LEAST_VALIDITY = timedelta(days=180)

Kind = Organization.Kind
KINDS = (
    ("大学", Kind.UNIVERSITY),
    ("研究所", Kind.INSTITUTE),
    ("研究院", Kind.INSTITUTE),
    ("研究中心", Kind.INSTITUTE),
    ("医院", Kind.HOSPITAL),
)
# First characters of a credit code by who registers: 91 an enterprise, 12 a public institution.
REGISTRARS = {Kind.ENTERPRISE: "91"}
OTHER_REGISTRAR = "12"


@dataclass(frozen=True, slots=True)
class Offered:
    """A listing of the collection and the organization it is of."""

    organization: str
    draft: Draft


def read(folder: Path) -> list[Offered]:
    """Return the needs and results in the folder of the collection, in their order."""
    texts = ((folder / name).read_text(encoding="utf-8") for name in FILES)
    return [_offered(json.loads(line)) for text in texts for line in text.splitlines()]


def _offered(row: dict[str, Any]) -> Offered:
    lasts = date.fromisoformat(row["valid_until"])
    draft = Draft(
        kind=row["kind"],
        reference=row["id"],
        title=row["title"],
        text=row["text"],
        keywords=row["keywords"],
        field=row["field"],
        industry=row["industry"],
        region=row["region"],
        stage=row["stage"] or "",
        readiness=row.get("trl"),
        cooperation=row["cooperation"],
        amount_low=_fen(row["amount_low"]),
        amount_high=_fen(row["amount_high"]),
        valid_until=max(lasts, timezone.localdate() + LEAST_VALIDITY),
        rights=[Right(right["kind"], right["title"]) for right in row.get("patents", ())],
    )
    return Offered(row["organization"], draft)


def _fen(yuan: int | None) -> int | None:
    return None if yuan is None else yuan * FEN


def organizations(listings: Iterable[Offered]) -> list[OrganizationData]:
    """Return the organizations of the collection, each where most of its listings are."""
    of: dict[str, list[Draft]] = defaultdict(list)
    for one in listings:
        of[one.organization].append(one.draft)
    return [
        invented(
            name,
            number,
            kind=next((kind for word, kind in KINDS if word in name), Kind.ENTERPRISE),
            region=_most([draft.region for draft in drafts]),
            industry=_most([draft.industry for draft in drafts]),
        )
        for number, (name, drafts) in enumerate(sorted(of.items()), start=1)
    ]


def _most(codes: Sequence[str | None]) -> str | None:
    return Counter(codes).most_common(1)[0][0]


def invented(
    name: str, number: int, *, kind: str, region: str | None, industry: str | None = None
) -> OrganizationData:
    """Return an organization that does not exist, recognizably so.

    Its credit code is right in form and check character, but names the division 000000, which
    GB/T 2260 does not have; its address for mail lies in RFC 2606's example.org.
    """
    first17 = f"{REGISTRARS.get(Kind(kind), OTHER_REGISTRAR)}000000{number:09}"
    return OrganizationData(
        name=name,
        kind=kind,
        uscc=first17 + check_digit(first17),
        region=region,
        industry=industry,
        contact_name="演示联系人（虚构）",
        contact_email=f"contact{number}@example.org",
        is_invented=True,
    )
