"""The survey: unsigned, with the ballot in, mixed out, told only where it is many."""

from __future__ import annotations

import csv
import io
import json
import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.parties.actors import ANYONE
from lianqiao.core.parties.services import load_codes
from lianqiao.desks.reports.evaluation import queries, services
from lianqiao.desks.reports.evaluation.codes import digests
from lianqiao.desks.reports.evaluation.models import (
    Ballot,
    Question,
    SurveyAnswer,
    SurveyCounted,
    Token,
)
from lianqiao.desks.reports.evaluation.queries import results
from lianqiao.desks.reports.evaluation.queries import survey as surveys
from lianqiao.desks.reports.evaluation.services import QuestionLine
from tests.desks.reports.evaluation.ballots import group_of, marks
from tests.desks.reports.evaluation.conftest import Poll
from tests.desks.reports.evaluation.test_ballot_page import filled

LINES = (
    QuestionLine("怎么办事", "choice", ("网上", "窗口", "电话")),
    QuestionLine("还想说什么", "text"),
)
PUT = """
SELECT evaluation_cast(t.sha256, t.scores, t.said)
FROM unnest(%s::text[], %s::jsonb[], %s::jsonb[]) AS t(sha256, scores, said)
"""


@pytest.fixture
def asked(poll) -> Poll:
    """A round with two questions."""
    services.set_questions(poll.round.pk, LINES, actor=poll.lead.actor)
    poll.asks = list(poll.round.questions.all())
    return poll


def cast(poll, letter, answers=None) -> None:
    services.cast(letter.secret, marks(poll, group_of(letter.secret)), answers)


def close(poll, letters, options: list[int], texts: list[str]) -> None:
    """Vote with as many letters as there are answers, and close the round."""
    poll.set(vote_until=timezone.now() + timedelta(seconds=0.6))
    services.open_voting(poll.round.pk, actor=poll.lead.actor)
    groups = dict(Token.objects.values_list("pk", "group"))
    halves = [digests(one.secret)[1] for one in letters[: max(len(options), len(texts))]]
    choice, text = (str(one.pk) for one in poll.asks)
    said = [
        {choice: options[at]} | ({text: texts[at]} if at < len(texts) else {})
        for at in range(len(halves))
    ]
    given = [json.dumps(marks(poll, groups[one], (at % 3, 1, 2))) for at, one in enumerate(halves)]
    with connection.cursor() as cursor:
        cursor.execute(PUT, [halves, given, [json.dumps(one) for one in said]])
        assert {one for (one,) in cursor.fetchall()} == {"cast"}
    poll.round.refresh_from_db()
    time.sleep(max(0.0, (poll.round.vote_until - timezone.now()).total_seconds() + 0.01))
    services.close(poll.round.pk, actor=poll.lead.actor)
    poll.round.refresh_from_db()


@pytest.fixture
def closed(asked):
    """Thirty answered: 16 by net, 10 at the counter, 4 by telephone; two wrote something."""
    texts = ["电话打不通，我的是13800001234", "<b>谢谢</b>"]
    close(asked, asked.drawn(), [1] * 16 + [2] * 10 + [3] * 4, texts)
    return asked


@pytest.fixture
def published(closed):
    """The same, published."""
    services.publish(closed.round.pk, actor=closed.lead.actor)
    return closed


def page(poll, client: Client | None = None, name: str = "results", **more):
    return (client or Client(headers={"accept-language": "en"})).get(
        reverse(f"evaluation:{name}", kwargs={"pk": poll.round.pk, **more})
    )


def test_set_in_their_order_and_copied_to_the_next_round(asked):
    kept = asked.round.questions.values_list("position", "text", "kind", "options")
    wanted = [
        (1, "怎么办事", "choice", ["网上", "窗口", "电话"]),
        (2, "还想说什么", "text", []),
    ]
    assert list(kept) == wanted
    terms = services.Terms(
        2027, "下一轮", asked.at(2), "摇号", "0 0", asked.day(5), asked.at(9), asked.at(20)
    )
    made = services.make_round(terms, actor=asked.lead.actor)
    copied = made.questions.values_list("position", "text", "kind", "options")
    assert list(copied) == wanted
    services.set_questions(made.pk, [], actor=asked.lead.actor)
    assert not made.questions.exists()


@pytest.mark.parametrize(
    "line",
    [
        QuestionLine("问", "choice", ("只有一个",)),
        QuestionLine("问", "choice", ("甲", "甲")),
        QuestionLine("问", "choice", ("甲", "乙" * 81)),
        QuestionLine("问", "choice", tuple(map(str, range(13)))),
        QuestionLine("问", "text", ("甲", "乙")),
        QuestionLine("问", "other"),
        QuestionLine(" ", "text"),
    ],
)
def test_questions_that_cannot_be_asked(poll, line):
    with pytest.raises(Invalid):
        services.set_questions(poll.round.pk, [line], actor=poll.lead.actor)


def test_they_stay_once_the_roll_is_closed(asked):
    asked.frozen()
    with pytest.raises(Conflict):
        services.set_questions(asked.round.pk, [], actor=asked.lead.actor)
    with pytest.raises(NotFound):
        services.set_questions(asked.round.pk, [], actor=asked.district_officer.actor)
    for wrong in (
        lambda: Question.objects.update(text="别的"),
        lambda: Question.objects.filter(pk=asked.asks[0].pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()


def test_the_offices_table(asked):
    url = reverse("evaluation:part", args=[asked.round.pk, "questions"])
    assert "网上\n窗口\n电话" in asked.lead.client.get(url).content.decode()
    rows = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-text": "办了几次"}
    sent = rows | {"rows-0-kind": "choice", "rows-0-options": "一次\r\n\r\n 几次 \r\n"}
    assert asked.lead.client.post(url, sent).status_code == 302
    assert [one.options for one in asked.round.questions.all()] == [["一次", "几次"]]
    assert asked.lead.client.post(url, rows | {"rows-0-kind": "choice"}).status_code == 422
    office = reverse("evaluation:office", args=[asked.round.pk])
    assert "办了几次" in asked.lead.client.get(office).content.decode()


def test_what_is_not_asked_is_refused_and_casts_nothing(asked):
    letter = asked.voting()[0]
    choice, text = (one.pk for one in asked.asks)
    wrong = ({choice: 4}, {choice: 0}, {choice: "网上"}, {text: 1}, {text: "长" * 1001}, {0: 1})
    for answers in wrong:
        with pytest.raises(Invalid):
            cast(asked, letter, answers)
    given = json.dumps(marks(asked, group_of(letter.secret)))
    for answers in (*wrong, {choice: 1.5}, {choice: None}, {text: ""}, {text: ["a"]}):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PUT, [[digests(letter.secret)[1]], [given], [json.dumps(answers)]])
    assert not Ballot.objects.exists()
    assert not Token.objects.filter(is_spent=True).exists()


def test_the_application_can_neither_read_nor_write_answers(asked):
    cast(asked, asked.voting()[0], {asked.asks[0].pk: 1})
    given = {"question": asked.asks[0], "option": 1, "text": ""}
    for wrong in (
        lambda: list(SurveyAnswer.objects.all()),
        lambda: SurveyAnswer.objects.create(**given),
        lambda: SurveyAnswer.objects.update(option=2),
        lambda: SurveyAnswer.objects.all().delete(),
        lambda: SurveyCounted.objects.create(**given),
        lambda: SurveyCounted.objects.update(option=2),
        lambda: SurveyCounted.objects.all().delete(),
        lambda: connection.cursor().execute("SELECT evaluation_close_ballots(1)"),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            wrong()


def test_no_column_joins_answers():
    for model in (SurveyAnswer, SurveyCounted):
        assert [one.name for one in model._meta.fields] == ["id", "question", "option", "text"]


def test_in_with_the_ballot_once_and_out_in_no_order(committed_db, superuser_connection):
    sql = superuser_connection(committed_db)
    load_codes()
    poll = Poll(seats=3)
    services.set_questions(poll.round.pk, LINES, actor=poll.lead.actor)
    choice, text = (one.pk for one in poll.round.questions.all())
    poll.volunteers(6)
    letters = poll.voting()
    cast(poll, letters[0])
    for at, letter in enumerate(letters[1:]):
        cast(poll, letter, {choice: 1 + at % 3, text: f" 第{at:02d}条 "})
    with pytest.raises(Conflict):
        cast(poll, letters[0], {choice: 1})
    urn = sql.execute("SELECT id, text FROM evaluation_surveyanswer ORDER BY ctid").fetchall()
    assert len(urn) == 2 * 23
    sql.execute("SET session_replication_role = replica")
    sql.execute("UPDATE evaluation_round SET vote_until = clock_timestamp() - interval '1 second'")
    assert services.close(poll.round.pk, actor=poll.lead.actor) == 24
    assert sql.execute("SELECT count(*) FROM evaluation_surveyanswer").fetchone()[0] == 0
    told = "SELECT id, text, xmin::text, question_id FROM evaluation_surveycounted ORDER BY ctid"
    counted = sql.execute(told).fetchall()
    assert sorted(one[1] for one in counted) == sorted(one[1] for one in urn)
    assert not {one[0] for one in counted} & {one[0] for one in urn}
    assert len({one[2] for one in counted}) == 1
    # By chance one text of 23 is where it was, and one pair of 23 lies together.
    texts = [one[1] for one in counted if one[1]]
    assert sum(one == f"第{at:02d}条" for at, one in enumerate(texts)) < 10
    assert [one[0] for one in counted] == sorted(one[0] for one in counted)
    options = sql.execute(
        "SELECT option FROM evaluation_surveycounted WHERE question_id = %s ORDER BY ctid", [choice]
    )
    said = [1 + int(one[1:3]) % 3 for one in texts]
    assert sum(a == b for (a,), b in zip(options, said, strict=True)) < 20


def test_counts_shares_and_what_is_withheld(published):
    choice, text = results.findings_for(ANYONE, published.round.pk).survey
    # Four are few; the ten go with them, else 30 - 26 would tell.
    assert [(one.count, one.share) for one in choice.options] == [
        (16, pytest.approx(100 * 16 / 30)),
        (None, None),
        (None, None),
    ]
    assert (choice.total, text.total, text.options) == (30, None, [])
    answer = page(published).content.decode()
    assert "怎么办事" in answer
    assert "Fewer than 10 answered." in answer
    assert "谢谢" not in answer


def test_files_and_the_digest_have_the_survey(published):
    said = page(published, name="results_file", form="json").json()["survey"]
    assert said[0] == {
        "question": "怎么办事", "option": "网上",
        "is_withheld": False, "count": 16, "share": "53.3",
    }  # fmt: skip
    assert [one["count"] for one in said] == [16, None, None, None]
    file = page(published, name="survey_file", form="csv")
    rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
    assert rows[1:] == [
        ["怎么办事", "网上", "16", "53.3", "0"],
        ["怎么办事", "窗口", "", "", "1"],
        ["怎么办事", "电话", "", "", "1"],
        ["还想说什么", "", "", "", "1"],
    ]


def test_texts_are_the_offices_alone_masked_and_after_the_close(closed):
    given = {"name": "survey_texts", "question": closed.asks[1].pk}
    answer = page(closed, closed.second.client, **given)
    text = answer.content.decode()
    assert "电话打不通，我的是***" in text
    assert "&lt;b&gt;谢谢&lt;/b&gt;" in text
    assert [one.pk for one in answer.context["page"]] == sorted(
        one.pk for one in answer.context["page"]
    )
    for client in (None, closed.district_officer.client):
        assert page(closed, client, **given).status_code == 404
    other = given | {"question": closed.asks[0].pk}
    assert page(closed, closed.second.client, **other).status_code == 404
    assert page(closed, name="survey_file", form="csv").status_code == 404


def test_nothing_is_read_while_one_votes(asked):
    cast(asked, asked.voting()[0], {asked.asks[1].pk: "早"})
    with pytest.raises(NotFound):
        surveys.texts(asked.lead.actor, asked.round.pk, asked.asks[1].pk)
    assert page(asked, name="survey_file", form="csv").status_code == 404
    assert "怎么办事" not in page(asked, asked.lead.client).content.decode()


def test_from_the_ballots_page_to_the_urn(asked):
    caches["visits"].clear()
    url, letter = reverse("evaluation:ballot"), asked.voting()[0]
    choice, text = (f"q{one.pk}" for one in asked.asks)
    said = filled(asked, letter) | {choice: "2", text: "多\n谢"}
    opened = Client().post(url, {"code": letter.secret, "step": "open"}).content.decode()
    # After the last department, and nothing chosen.
    assert opened.index(f'name="{choice}"') > opened.rindex('name="d')
    assert " checked" not in opened
    review = Client().post(url, said | {"step": "review"}).content.decode()
    assert f'name="{choice}" value="2"' in review
    assert "窗口" in review
    assert f'name="{text}" value="多\n谢"' in review
    changed = Client().post(url, said | {"step": "change"}).content.decode()
    assert changed.count(" checked") == 7
    for wrong in ({choice: "9"}, {choice: "x"}, {"q1": "1"}, {text: "长" * 1001}):
        assert Client().post(url, said | wrong | {"step": "cast"}).status_code == 422
    # A browser counts the end of a line as one character and sends two.
    said |= {choice: "0", text: "行\r\n" * 500}
    assert Client().post(url, said | {"step": "cast"}).status_code == 302
    assert Client().post(url, said | {"step": "cast"}).status_code == 409


def test_without_questions_nothing_is_there(poll, letters):
    caches["visits"].clear()
    url = reverse("evaluation:ballot")
    for step in ("open", "review"):
        text = Client().post(url, filled(poll, letters[0]) | {"step": step}).content.decode()
        assert 'id="survey"' not in text
    assert "survey" not in results.document(results.findings(poll.round))


def test_as_many_queries_for_many_questions(poll):
    def asks(count: int) -> int:
        lines = [QuestionLine(f"问{at}", "choice", ("甲", "乙")) for at in range(count)]
        services.set_questions(poll.round.pk, lines, actor=poll.lead.actor)
        with CaptureQueriesContext(connection) as found:
            surveys.surveyed(queries.round_for(ANYONE, poll.round.pk))
        return len(found)

    assert asks(2) == asks(12)
