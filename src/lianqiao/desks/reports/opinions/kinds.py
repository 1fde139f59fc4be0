"""What is written into the ledger here."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger.kinds import Kind, declare, quantity, subject_type

DEPARTMENT = "opinions"
OPINION = "opinions.opinion"
RECEIVED, ROUTED, ANSWERED, RATED, MODERATED = (
    f"{OPINION}.{step}" for step in ("received", "routed", "answered", "rated", "moderated")
)

subject_type(OPINION, lambda pk: reverse("opinions:opinion", args=[pk]), _("opinion"))
quantity("on_time", _("On time"))
quantity("rating", _("Rating"))

declare(
    Kind(RECEIVED, _("Opinion received"), OPINION, DEPARTMENT),
    Kind(ROUTED, _("Opinion routed"), OPINION, DEPARTMENT),
    Kind(ANSWERED, _("Opinion answered"), OPINION, DEPARTMENT, {"on_time": "1"}),
    Kind(RATED, _("Answer rated"), OPINION, DEPARTMENT, {"rating": "1"}),
    Kind(MODERATED, _("Opinion not accepted"), OPINION, DEPARTMENT),
)
