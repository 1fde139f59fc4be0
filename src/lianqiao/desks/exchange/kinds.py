"""What the exchange writes into the ledger."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger.kinds import Kind, declare, quantity, subject_type

LISTING, MATCH = "exchange.listing", "exchange.match"

subject_type(LISTING, lambda pk: reverse("exchange:listing", args=[pk]), _("listing"))
subject_type(MATCH, lambda pk: reverse("exchange:match", args=[pk]), _("match"))

quantity("budget", _("Budget"))
quantity("amount", _("Amount"))
quantity("score", _("Score"))
quantity("local", _("Put to use in this city"))
quantity("fits", _("Said to fit"))


def _kind(code: str, label: object, subject: str, **quantities: str) -> Kind:
    return Kind(
        code=f"exchange.{code}",
        label=label,
        subject=subject,
        quantities=quantities,
        department="exchange",
    )


declare(
    _kind("result.published", _("Result published"), LISTING),
    _kind("need.published", _("Need published"), LISTING, budget="CNY"),
    _kind("capability.published", _("Capability published"), LISTING),
    _kind("listing.paused", _("Listing paused"), LISTING),
    _kind("listing.closed", _("Listing closed"), LISTING),
    _kind("match.proposed", _("Match proposed"), MATCH, score="1"),
    _kind("match.lapsed", _("Match lapsed"), MATCH),
    _kind("match.judged", _("Match judged"), MATCH, fits="1"),
    _kind("match.taken_up", _("Match taken up"), MATCH),
    _kind("match.introduced", _("Parties introduced"), MATCH),
    _kind("match.negotiating", _("Negotiation begun"), MATCH),
    _kind("match.signed", _("Contract signed"), MATCH, amount="CNY", local="1"),
    _kind("match.failed", _("Match failed"), MATCH),
)
