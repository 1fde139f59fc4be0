"""When a round has served it is forgotten who volunteered; roll and panel stay as they are."""

from __future__ import annotations

from lianqiao.desks.reports.evaluation import queries, services
from lianqiao.desks.reports.evaluation.models import Volunteer
from lianqiao.desks.reports.evaluation.queries.roll import roll_digest


def test_names_go_when_their_term_is_over(poll):
    over = {"enrol_until": poll.at(-4), "vote_from": poll.at(-3), "vote_until": poll.at(-2)}
    poll.set(**over, keep_days=3)
    assert services.erase_volunteers() == 0
    poll.set(keep_days=1)
    poll.volunteers(1, employer="某企业", born_on="1990-01-01")
    assert services.erase_volunteers() == 124
    left = (
        Volunteer.objects.values_list("name", "phone", "employer", "identity_tail", "born_on")
        .order_by()
        .distinct()
    )
    assert list(left) == [("", "", "", "", None)]
    assert {one.identity_hmac for one in Volunteer.objects.all()} == {
        f"erased-{number}" for number in range(1, 125)
    }
    assert services.erase_volunteers() == 0


def test_a_closed_roll_and_its_panel_stay(poll):
    poll.drawn()
    panel = list(queries.panel(poll.round))
    poll.set(vote_from=poll.at(-3), vote_until=poll.at(-2), keep_days=1)
    assert services.erase_volunteers() == 120
    assert roll_digest(poll.round) == poll.round.roll_sha256
    assert list(queries.panel(poll.round)) == panel
