"""What is written into the ledger about indicators."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger.kinds import Kind, declare, quantity, subject_type

DEPARTMENT = "indicators"
VERSION, REPORTED = "indicators.version", "indicators.reported"
DEFINED, FIGURE = "indicators.defined", "indicators.reported_figure"
SHOWN, HIDDEN = "indicators.shown", "indicators.hidden"

subject_type(VERSION, lambda pk: reverse("indicators:version", args=[pk]), _("indicator"))
subject_type(REPORTED, lambda pk: reverse("indicators:reported", args=[pk]), _("reported figure"))

quantity("value", _("Value"))

declare(
    Kind(DEFINED, _("Indicator laid down"), VERSION, DEPARTMENT),
    Kind(SHOWN, _("Indicator opened to everybody"), VERSION, DEPARTMENT),
    Kind(HIDDEN, _("Indicator closed to the public"), VERSION, DEPARTMENT),
    Kind(FIGURE, _("Figure reported by a department"), REPORTED, DEPARTMENT, {"value": "1"}),
)
