"""What a department scored stands with its report of the same year, once it is published."""

from __future__ import annotations

from django.urls import reverse

from lianqiao.core.parties.actors import Role
from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.models import Result
from lianqiao.desks.reports.publishing import services as publishing
from lianqiao.desks.reports.publishing.services import Draft
from tests.cast import person
from tests.desks.reports.evaluation.ballots import by_chance, cast_and_end


def test_a_score_stands_with_the_report_of_its_year_once_it_is_published(poll):
    cast_and_end(poll, poll.drawn(), by_chance(poll))
    services.close(poll.round.pk, actor=poll.lead.actor)
    author = person(Role.OFFICER, poll.departments[0])
    texts = [Draft(title="报告", body="正文", year=year) for year in (2026, 2025)]
    told, before = (publishing.save(text, actor=author.actor) for text in texts)

    def page(report) -> str:
        answer = author.client.get(
            reverse("publishing:report", args=[report.pk]), headers={"accept-language": "en"}
        )
        return answer.content.decode()

    assert "Judged by citizens" not in page(told)
    services.publish(poll.round.pk, actor=poll.lead.actor)
    score = Result.objects.get(department=poll.departments[0], item=None, stratum=None)
    assert f"{score.mean:.1f} of 100 points" in page(told)
    assert reverse("evaluation:results", args=[poll.round.pk]) in page(told)
    assert "Judged by citizens" not in page(before)
