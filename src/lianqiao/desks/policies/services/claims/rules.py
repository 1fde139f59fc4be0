"""What every step of a claim asks: once for a period, within the window, complete."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, Refusal
from lianqiao.core.money import yuan
from lianqiao.desks.policies.models import Claim, Measure, Period


def period_of(measure: Measure, day: date) -> str:
    """Return the period to which a day belongs: '2026', '2026-07' or 'once'."""
    forms = {Period.YEAR: f"{day:%Y}", Period.MONTH: f"{day:%Y-%m}", Period.ONCE: "once"}
    return forms[Period(measure.period)]


def money(amount: int | None) -> dict[str, Decimal]:
    """Return what the ledger counts of an amount in fen; nothing where it is unknown."""
    return {} if amount is None else {"amount": yuan(amount)}


def claimed_twice() -> dict[str, Refusal]:
    """Return the sentences for the constraints of `Claim`."""
    return {
        "claim_once": Conflict(
            _("This measure is claimed already for this period; go on with that claim.")
        ),
        "claim_excludes_others": Conflict(
            _("Another measure that excludes this one is claimed already for this period.")
        ),
    }


def require_open(measure: Measure, day: date) -> None:
    """Raise Invalid before the window of a measure and after it."""
    if measure.opens_on and day < measure.opens_on:
        said = {"day": date_format(measure.opens_on)}
        raise Invalid(_("Claims are taken from %(day)s on; what you filled in is kept.") % said)
    if measure.closes_on and day > measure.closes_on:
        said = {"day": date_format(measure.closes_on)}
        raise Invalid(_("Claims were taken until %(day)s.") % said)


def require_complete(claim: Claim) -> None:
    """Raise Invalid for what an enterprise has still to give, all at once."""
    missing = missing_documents(claim)
    fields: dict[str, str] = {}
    if missing:
        names = _(", ").join(missing)
        fields["documents"] = _("These documents are missing: %(names)s.") % {"names": names}
    for name in ("account_holder", "account_bank", "account_number"):
        if not getattr(claim, name):
            fields[name] = _("Needed for the payment.")
    if claim.explanation.get("verdict") is not True and not claim.statement.strip():
        fields["statement"] = _(
            "The facts on record do not show that you qualify: say why you do, and add what proves"
            " it."
        )
    if fields:
        raise Invalid(_("The claim is not complete yet."), fields)


def missing_documents(claim: Claim) -> list[str]:
    """Return the names of the required documents for which there is no file."""
    given = set(claim.files.values_list("document", flat=True))
    wanted = [one["name"] for one in claim.measure.documents if one.get("required")]
    return [name for name in wanted if name not in given]
