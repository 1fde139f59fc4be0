"""Two officers at the same figures at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from lianqiao.core.errors import Conflict
from lianqiao.core.indicators.models import Aggregate
from lianqiao.core.indicators.services import Definition, define
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Organization
from lianqiao.desks.reports.statements import services
from lianqiao.desks.reports.statements.models import Claim, Pair
from lianqiao.desks.reports.statements.services import Given
from tests.cast import organization, person
from tests.desks.reports.statements.conftest import BODY, DAY, SIGNED

CODES = ("talk.signed", "talk.other")


def _text(bureau):
    lead = person(Role.TEAM_LEAD, bureau)
    for code in CODES:
        given = Definition(f"成功对接{code}", bureau.pk, Aggregate.COUNT, unit="项", kinds=[SIGNED])
        define(code, given, actor=lead.actor)
    given = Given(title="报告", body=BODY, year=2024, published_on=DAY)
    return services.enter(given, actor=lead.actor)


def _all_at_once(acts):
    ready = Barrier(len(acts))

    def run(act):
        ready.wait()
        try:
            act()
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_who_decide_otherwise_one_is_told(committed_db, data_dir):
    bureau = organization(name="市科技局", kind=Organization.Kind.BUREAU)
    claim = _text(bureau).claims.get(written="459项")
    officers = [person(Role.OFFICER, bureau).actor for _ in range(4)]
    acts = [
        lambda actor=actor, code=CODES[place % 2]: services.confirm(
            claim.pk, code, actor=actor, expected=claim.standing
        )
        for place, actor in enumerate(officers)
    ]
    assert sum(_all_at_once(acts)) == 1
    decided = Claim.objects.get(pk=claim.pk)
    assert Pair.objects.get().indicator_id == decided.indicator_id
    assert decided.state == "confirmed"


def test_judging_and_deciding_do_not_block_each_other_for_ever(committed_db, data_dir):
    bureau = organization(name="市科技局", kind=Organization.Kind.BUREAU)
    text = _text(bureau)
    actor = person(Role.OFFICER, bureau).actor
    acts = [lambda: services.judge(text.pk, actor=actor)] * 2
    acts += [lambda: services.confirm_likely(text.pk, actor=actor)] * 2
    acts += [
        lambda pk=pk: services.dismiss(pk, actor=actor)
        for pk in text.claims.values_list("pk", flat=True)
    ]
    assert all(_all_at_once(acts))
    assert set(text.claims.values_list("state", flat=True)) <= {"none", "confirmed"}
