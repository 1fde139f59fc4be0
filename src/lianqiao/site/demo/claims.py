"""What became of the demo city's policies: claims, notices, payments, a return and an appeal.

Everything goes through the services that people use, and happens today.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lianqiao.core.parties.actors import Actor, Role
from lianqiao.core.parties.models import Organization
from lianqiao.desks.policies.models import Claim, Decision, Measure, Notice, PaymentState, Verdict
from lianqiao.desks.policies.services import appeals, notices, objections, payments
from lianqiao.desks.policies.services.claims import direct, files, own, review
from lianqiao.desks.policies.services.payments import Result

Progress = Callable[[int, int], None]

PAID, ANNOUNCED, CONSENTING = "champion", "ip-advantage", "specialized"
CHILDCARE, RESEARCH = "childcare", "rd-subsidy"
RETURNED = 2
RETURN = "账户已销户"
CLAIMING = 6
BANK = "示范银行（虚构）科技支行"


def is_told() -> bool:
    """Tell whether the story has been told."""
    return Claim.objects.exists()


@transaction.atomic
def tell(officer: Actor, lead: Actor, *, progress: Progress = lambda done, total: None) -> None:
    """Let all of it happen, or nothing."""
    steps: list[Callable[[], object]] = [
        lambda: _announce_and_pay(officer, lead),
        # The enterprise of the demo finds its own grant to be confirmed.
        lambda: _after_notice(officer, CONSENTING),
        # After those, whose days pass for every notice there is.
        lambda: _announce(officer),
        lambda: _support_childcare(officer, lead),
        lambda: _judge_research(officer, lead),
    ]
    for done, step in enumerate(steps):
        progress(done, len(steps))
        step()
    progress(len(steps), len(steps))


def _measure(code: str) -> Measure:
    return Measure.objects.select_related("version__policy").get(
        code=code, version__stage="published", version__valid_to=None
    )


def _announced(officer: Actor, code: str) -> Notice | None:
    """List and announce everybody who qualifies for a direct grant; None if nobody does."""
    measure = _measure(code)
    if not direct.list_qualifying(actor=officer, measure=measure.pk).opened:
        return None
    period = Claim.objects.filter(measure=measure).values_list("period", flat=True)[0]
    return notices.announce(actor=officer, measure=measure.pk, period=period)


def _after_notice(officer: Actor, code: str) -> QuerySet[Claim]:
    """Announce a list, and let its days pass; return its claims."""
    if notice := _announced(officer, code):
        # It ended yesterday, so that the city shows no day that is still to come.
        back = notice.ends_on - timezone.localdate() + timedelta(days=1)
        Notice.objects.filter(pk=notice.pk).update(
            begins_on=notice.begins_on - back, ends_on=notice.ends_on - back
        )
        notices.close_over(on=timezone.localdate())
    return Claim.objects.filter(measure__code=code).order_by("pk")


def _announce_and_pay(officer: Actor, lead: Actor) -> None:
    """Two of the payments come back: their accounts are closed."""
    claims = list(_after_notice(officer, PAID))
    for claim in claims:
        actor, account = _owner(lead, claim), _account(claim)
        own.confirm(actor=actor, case=claim.case_id, account=account, consents=True)
    if claims:
        _pay(lead, _measure(PAID), returned=RETURNED)


def _announce(officer: Actor) -> None:
    """A notice that still runs, with an objection to be answered."""
    notice = _announced(officer, ANNOUNCED)
    if notice is None:
        return
    objections.raise_objection(
        notice=notice.pk,
        claim=notice.claims.order_by("pk")[0].pk,
        text="该企业的优势企业称号去年已到期，请核实。",
        contact="0532-00000000",
    )


def _support_childcare(officer: Actor, lead: Actor) -> None:
    """Every institution claims its subsidy and gets it."""
    measure = _measure(CHILDCARE)
    for organization in _qualifying(measure):
        claim = _submitted(lead, measure, organization)
        review.take(actor=officer, case=claim.case_id)
        review.approve(actor=officer, case=claim.case_id)
    _pay(lead, measure)


def _judge_research(officer: Actor, lead: Actor) -> None:
    """One is approved, one rejected and appeals, one has to send a paper; the others wait."""
    measure = _measure(RESEARCH)
    qualifying = _qualifying(measure)[:CLAIMING]
    if len(qualifying) < CLAIMING:
        return
    claims = [_submitted(lead, measure, pk) for pk in qualifying]
    approved, rejected, corrected, *_waiting = claims
    review.take(actor=officer, case=approved.case_id)
    review.approve(actor=officer, case=approved.case_id)
    review.take(actor=officer, case=rejected.case_id)
    reason = "审计报告未列明研发费用归集口径，依据不足。"
    review.reject(actor=officer, case=rejected.case_id, reason=reason)
    appeals.file_appeal(
        actor=_owner(lead, rejected),
        case=rejected.case_id,
        grounds="审计报告第三章第二节已列明归集口径，请重新核对。",
    )
    review.take(actor=officer, case=corrected.case_id)
    review.ask(actor=officer, case=corrected.case_id, reason="请补交加盖公章的年度审计报告。")


def _qualifying(measure: Measure) -> list[int]:
    """Return who qualifies and is no party of the demo with a sign-in of its own."""
    rows = Decision.objects.filter(
        measure=measure, until=None, verdict=Verdict.QUALIFIES, organization__memberships=None
    )
    return list(rows.order_by("organization").values_list("organization", flat=True))


def _submitted(acting: Actor, measure: Measure, organization: int) -> Claim:
    """Hand in a claim with a paper for each document that is asked for."""
    owner = replace(acting, organization=organization, role=Role.OWNER)
    claim = own.start(actor=owner, measure=measure.pk)
    for document in measure.documents:
        paper = SimpleUploadedFile(
            f"{document['name']}.pdf",
            f"%PDF-1.4\n% {claim.case.number} {document['name']}".encode(),
        )
        files.add_file(actor=owner, case=claim.case_id, document=document["name"], file=paper)
    _account(claim).write(claim)
    claim.save()
    return own.submit(actor=owner, case=claim.case_id)


def _owner(acting: Actor, claim: Claim) -> Actor:
    """Return who enters what an enterprise has sent in."""
    return replace(acting, organization=claim.organization_id, role=Role.OWNER)


def _account(claim: Claim) -> own.Account:
    name = Organization.objects.values_list("name", flat=True).get(pk=claim.organization_id)
    return own.Account(holder=name, bank=BANK, number=f"9{claim.organization_id:015}")


def _pay(lead: Actor, measure: Measure, *, returned: int = 0) -> None:
    """Send a payment file, and read what the bank says of its lines."""
    office = measure.version.policy.office_id
    batch = payments.make_batch(actor=lead, office=office, measures=[measure.pk])
    today = timezone.localdate()
    rows = list(batch.payments.select_related("claim").order_by("line"))
    payments.settle(
        actor=lead,
        office=office,
        results=[
            Result(one, PaymentState.RETURNED, today, RETURN)
            if n < returned
            else Result(one, PaymentState.PAID, today)
            for n, one in enumerate(rows)
        ],
    )
