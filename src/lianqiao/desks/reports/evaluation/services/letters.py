"""Letters to the panel: each carries a code that the house does not keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict
from lianqiao.core.ledger.services import Evidence
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.evaluation import kinds
from lianqiao.desks.reports.evaluation.codes import HALF, digest, new_code
from lianqiao.desks.reports.evaluation.models import Panelist, Round, Stage, Token
from lianqiao.desks.reports.evaluation.services.locking import locked, noted, require_lead

CHUNK = 5_000
GIVE = """
UPDATE evaluation_panelist p SET letter_sha256 = given.sha256
FROM unnest(%s::bigint[], %s::text[]) AS given(id, sha256) WHERE p.id = given.id
"""
STRIKE = (
    "INSERT INTO evaluation_token (sha256, group_id, stratum_id, is_spent) "
    + """
SELECT sha256, group_id, stratum_id, false
FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) AS struck(sha256, group_id, stratum_id)
"""
)


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom a letter goes, and its code: the only time that the two stand together."""

    number: int
    name: str
    phone: str
    secret: str


Write = Callable[[Iterable[Letter]], str]
"""Writes letters into a file and returns the file's SHA-256, in hex."""


@transaction.atomic
def make_letters(pk: int, *, actor: Actor, write: Write | None = None) -> Iterator[Letter]:
    """Make a letter for each who was drawn, and return them by number.

    Letters that were made before are void. Nothing of the codes is kept but the digests of their
    halves: the persons' with the panel, the ballots' apart, in the order of the digests. The
    digest of the file that `write` made is the entry's evidence.
    """
    row = locked(pk, actor, Stage.DRAWN)
    require_lead(actor)
    Token.objects.filter(group__round=row).delete()
    drawn = list(
        Panelist.objects.filter(round=row)
        .order_by("volunteer__number")
        .values_list(
            "pk", "group", "volunteer__stratum", "volunteer__number", "volunteer__name",
            "volunteer__phone",
        )
        .iterator(CHUNK)
    )  # fmt: skip
    codes = [new_code() for _one in drawn]
    _give([one[0] for one in drawn], codes)
    _strike([(digest(code[HALF:]), *one[1:3]) for one, code in zip(drawn, codes, strict=True)])
    letters = [Letter(*one[3:], code) for one, code in zip(drawn, codes, strict=True)]
    evidence = Evidence(kinds.LETTERS, row.pk, write(letters)) if write else None
    noted(kinds.LETTERED, row, actor, evidence=evidence, letters=len(letters))
    return iter(letters)


@transaction.atomic
def open_voting(pk: int, *, actor: Actor) -> Round:
    """Let ballots in, within the terms that were announced; letters are final from now on."""
    row = locked(pk, actor, Stage.DRAWN)
    require_lead(actor)
    if row.panel.filter(letter_sha256=None).exists():
        raise Conflict(_("Make the letters first."))
    row.stage = Stage.VOTING
    row.save(update_fields=["stage"])
    noted(kinds.VOTING, row, actor)
    return row


def _give(panelists: list[int], codes: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(GIVE, [panelists, [digest(code[:HALF]) for code in codes]])


def _strike(tokens: list[tuple[str, int, int]]) -> None:
    """Write the tokens in the order of their digests: their place tells nothing."""
    columns = [list(column) for column in zip(*sorted(tokens), strict=True)] or [[], [], []]
    with connection.cursor() as cursor:
        cursor.execute(STRIKE, columns)
