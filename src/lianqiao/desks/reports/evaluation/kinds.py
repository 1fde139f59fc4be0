"""What is written into the ledger here."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger.kinds import Kind, declare, quantity, subject_type

DEPARTMENT = "evaluation"

# Rounds and the roll.
ROUND = "evaluation.round"
MADE, CHANGED, OPENED, FROZEN, SEEDED, DRAWN, LETTERED, VOTING = (
    f"{ROUND}.{step}"
    for step in ("made", "changed", "opened", "frozen", "seeded", "drawn", "lettered", "voting")
)
VOLUNTEER = "evaluation.volunteer"
SIGNED_UP, ACCEPTED, REFUSED, WITHDRAWN = (
    f"{VOLUNTEER}.{step}" for step in ("signed_up", "accepted", "refused", "withdrawn")
)
LETTERS = "evaluation.letters"
"""The file of letters, as evidence: its digest is kept, the file is not."""

subject_type(ROUND, lambda pk: reverse("evaluation:round", args=[pk]), _("evaluation"))
subject_type(VOLUNTEER, lambda _pk: reverse("evaluation:mine"), _("volunteer"))
quantity("volunteers", _("Volunteers"))
quantity("seats", _("Seats"))
quantity("letters", _("Letters"))

declare(
    Kind(MADE, _("Evaluation prepared"), ROUND, DEPARTMENT),
    Kind(CHANGED, _("Evaluation changed"), ROUND, DEPARTMENT),
    Kind(OPENED, _("Sign-up opened"), ROUND, DEPARTMENT),
    Kind(FROZEN, _("Roll closed"), ROUND, DEPARTMENT, {"volunteers": "1"}),
    Kind(SEEDED, _("Seed entered"), ROUND, DEPARTMENT),
    Kind(DRAWN, _("Panel drawn"), ROUND, DEPARTMENT, {"seats": "1"}),
    Kind(LETTERED, _("Letters made"), ROUND, DEPARTMENT, {"letters": "1"}),
    Kind(VOTING, _("Voting opened"), ROUND, DEPARTMENT),
    Kind(SIGNED_UP, _("Volunteer signed up"), VOLUNTEER, DEPARTMENT),
    Kind(ACCEPTED, _("Volunteer accepted"), VOLUNTEER, DEPARTMENT),
    Kind(REFUSED, _("Volunteer not accepted"), VOLUNTEER, DEPARTMENT),
    Kind(WITHDRAWN, _("Volunteer withdrew"), VOLUNTEER, DEPARTMENT),
)

# Ballots and results. A ballot leaves no entry: there would be one for each, in their order.
COUNTED, PUBLISHED, JUDGED = f"{ROUND}.counted", f"{ROUND}.published", "evaluation.judged"
RESULTS = "evaluation.results"
"""The results in canonical JSON, as evidence."""
quantity("ballots", _("Ballots"))
quantity("score", _("Score"))
declare(
    Kind(
        COUNTED,
        _("Ballots counted"),
        ROUND,
        DEPARTMENT,
        dict.fromkeys(("volunteers", "seats", "ballots"), "1"),
    ),
    Kind(PUBLISHED, _("Results published"), ROUND, DEPARTMENT),
    Kind(JUDGED, _("Department judged"), ROUND, DEPARTMENT, {"score": "1", "ballots": "1"}),
)
