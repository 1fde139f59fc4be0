"""Who volunteered is forgotten when it has served; numbers, strata and age bands stay."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import CharField, DateTimeField, ExpressionWrapper, F, Value
from django.db.models.functions import Cast, Concat, Now

from lianqiao.desks.reports.evaluation.models import Volunteer

ERASED = "erased-"
FORGOTTEN = {"name": "", "phone": "", "employer": "", "identity_tail": "", "born_on": None}


def erase_volunteers() -> int:
    """Erase who the volunteers were of rounds whose term is over; return how many.

    Whatever has become of the round. The digest of the identity number goes as well: nobody signs
    up any more, and with the house's key numbers could be tried against it.
    """
    term = F("round__keep_days") * Value(timedelta(days=1))
    over = ExpressionWrapper(F("round__vote_until") + term, DateTimeField())
    rows = Volunteer.objects.alias(over=over).filter(over__lte=Now())
    rows = rows.exclude(identity_hmac__startswith=ERASED)
    digest = Concat(Value(ERASED), Cast("number", CharField()), output_field=CharField())
    return rows.update(identity_hmac=digest, **FORGOTTEN)
