"""Matches: why, who sees them, and the way to a contract."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.errors import Conflict, Invalid, NotAllowed
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Role
from lianqiao.desks.exchange import queries
from lianqiao.desks.exchange.models import Deal, Match, Verdict
from lianqiao.desks.exchange.services import listings, matches, proposals, teams, verdicts
from lianqiao.desks.exchange.services.matches import Contract
from tests import cast
from tests.desks.exchange.conftest import index_all, listing


def post(person, action, match, **data):
    return person.client.post(reverse(f"exchange:{action}", args=[match.pk]), data)


def page(person, match):
    return person.client.get(reverse("exchange:match", args=[match.pk]))


def kinds():
    return list(
        Entry.objects.filter(kind__startswith="exchange.match.")
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_a_need_finds_its_answer_and_says_why(match, enterprise_owner):
    said = page(enterprise_owner, match).content.decode()
    assert "<mark>隔膜</mark>" in said
    assert "为何匹配" in said
    assert "双方文字中起作用的词" in said
    assert "平台推荐了这项对接" in said
    assert kinds() == ["exchange.match.proposed"]


def test_who_sees_a_match(
    match, enterprise_owner, institute, other_owner, officer, citizen, client
):
    people = (enterprise_owner, institute, officer, other_owner, citizen)
    assert [page(one, match).status_code for one in people] == [200, 200, 200, 404, 404]
    assert client.get(reverse("exchange:match", args=[match.pk])).status_code == 404


def test_a_match_whose_other_side_is_confidential_is_hidden_until_it_is_taken_up(
    enterprise_owner, institute, officer, team
):
    need = listing(enterprise_owner)
    secret = listing(institute, kind="result", confidentiality="team")
    index_all()
    proposals.propose_for(need.pk)
    found = Match.objects.get(result=secret)
    people = (enterprise_owner, institute, officer)
    assert [page(one, found).status_code for one in people] == [404, 200, 200]
    matches.take_up(actor=officer.actor, match=found.pk, team=team.pk)
    assert page(enterprise_owner, found).status_code == 200


def test_the_whole_way_through_the_pages(match, officer, team, enterprise_owner, institute):
    post(officer, "take_up", match, team=team.pk, note="已电话联系")
    assert "138****5678" in page(institute, match).content.decode()
    post(officer, "introduce", match)
    assert "13812345678" in page(institute, match).content.decode()
    post(officer, "negotiate", match)
    evidence = SimpleUploadedFile("合同.pdf", b"%PDF-1.7")
    answer = post(
        officer, "sign", match, kind="development", amount="120.5", evidence=evidence,
        signed_on=timezone.localdate().isoformat(), lands_locally="on", number="2026-1",
    )  # fmt: skip
    assert answer.status_code == 302
    deal = Deal.objects.get()
    assert (deal.amount, deal.lands_locally, deal.match.stage) == (120_500_000, True, "signed")
    assert kinds() == [
        f"exchange.match.{step}"
        for step in ("proposed", "taken_up", "introduced", "negotiating", "signed")
    ]
    entry = Entry.objects.get(kind="exchange.match.signed")
    assert entry.quantities == {"amount": ["1205000", "CNY"], "local": ["1", "1"]}
    assert entry.evidence == [["exchange.deal", deal.pk, deal.evidence_sha256]]
    said = page(enterprise_owner, match).content.decode()
    assert "120.5 万元" in said
    assert "已电话联系" not in said
    address = reverse("exchange:evidence", args=[match.pk])
    assert b"".join(institute.client.get(address).streaming_content) == b"%PDF-1.7"
    assert cast.person(Role.OWNER).client.get(address).status_code == 404


def test_steps_that_cannot_be_taken_say_so(match, officer, team, enterprise_owner):
    assert post(officer, "sign", match).status_code == 422
    assert post(enterprise_owner, "introduce", match).status_code == 403
    with pytest.raises(Conflict, match="已推荐"):
        matches.introduce(actor=officer.actor, match=match.pk)
    matches.take_up(actor=officer.actor, match=match.pk, team=team.pk)
    with pytest.raises(Conflict):
        matches.take_up(actor=officer.actor, match=match.pk, team=team.pk)
    with pytest.raises(Invalid):
        matches.fail(actor=officer.actor, match=match.pk, reason="whim")
    later = timezone.now() + timedelta(days=1)
    with pytest.raises(Invalid, match="晚于"):
        matches.introduce(actor=officer.actor, match=match.pk, at=later)
    match.refresh_from_db()
    assert match.stage == "taken_up"


def test_a_contract_needs_an_amount_and_a_day_that_has_come(match, officer, team):
    matches.take_up(actor=officer.actor, match=match.pk, team=team.pk)
    matches.introduce(actor=officer.actor, match=match.pk)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        matches.sign(
            actor=officer.actor,
            match=match.pk,
            contract=Contract("barter", 0, tomorrow, lands_locally=True),
        )
    assert set(refused.value.fields) == {"kind", "amount", "signed_on"}
    assert not Deal.objects.exists()


def test_evidence_is_checked_like_every_file(match, officer, team):
    matches.take_up(actor=officer.actor, match=match.pk, team=team.pk)
    matches.introduce(actor=officer.actor, match=match.pk)
    day = timezone.localdate().isoformat()
    page = SimpleUploadedFile("合同.html", b"<script>")
    refused = post(officer, "sign", match, kind="license", amount="1", signed_on=day, evidence=page)
    assert refused.status_code == 422
    assert not Deal.objects.exists()


def test_another_teams_match_is_left_alone_unless_one_leads(match, officer, team_lead, team):
    stranger = cast.person(Role.OFFICER, officer.organization)
    own = teams.create_team(
        actor=team_lead.actor, name="第二服务队", members=[stranger.actor.membership]
    )
    with pytest.raises(NotAllowed):
        matches.take_up(actor=officer.actor, match=match.pk, team=own.pk)
    matches.take_up(actor=officer.actor, match=match.pk, team=team.pk)
    with pytest.raises(NotAllowed, match="第一服务队"):
        matches.introduce(actor=stranger.actor, match=match.pk)
    matches.introduce(actor=team_lead.actor, match=match.pk)


def test_a_failed_match_can_be_taken_up_again(match, officer, team):
    matches.take_up(actor=officer.actor, match=match.pk, team=team.pk)
    post(officer, "fail", match, reason="price", note="差距大")
    match.refresh_from_db()
    assert (match.stage, match.failure) == ("failed", "price")
    matches.take_up(actor=officer.actor, match=match.pk, team=team.pk)
    match.refresh_from_db()
    assert (match.stage, match.failure) == ("taken_up", "")


def test_a_word_moves_its_pair_and_is_kept(match, enterprise_owner, result, institute):
    other = listing(institute, kind="result", title="隔膜热收缩改性", text=result.text)
    index_all()
    proposals.propose_for(match.need_id)
    best = [one.result_id for one in queries.matches_of(enterprise_owner.actor, match.need)]
    assert set(best) == {other.pk, result.pk}
    disliked = Match.objects.get(need=match.need_id, result=best[0])
    post(enterprise_owner, "judge", disliked, fits="no", reason="figures", comment="差0.5")
    after = [one.result_id for one in queries.matches_of(enterprise_owner.actor, match.need)]
    assert after == best[::-1]
    word = Verdict.objects.get()
    assert (word.fits, word.reason, word.comment) == (False, "figures", "差0.5")
    # A later matching does not forget it.
    proposals.propose_all()
    again = [one.result_id for one in queries.matches_of(enterprise_owner.actor, match.need)]
    assert again == after
    assert post(enterprise_owner, "judge", disliked, fits="no").status_code == 422


def test_proposals_lapse_when_one_side_is_closed(match, enterprise_owner, institute):
    listings.close(actor=institute.actor, listing=match.result_id)
    index_all()
    proposals.propose_for(match.result_id)
    match.refresh_from_db()
    assert match.stage == "lapsed"
    assert kinds()[-1] == "exchange.match.lapsed"
    assert not queries.matches_of(enterprise_owner.actor, match.need).exists()


def test_matching_twice_changes_nothing(match):
    proposals.propose_all()
    proposals.propose_for(match.need_id)
    assert Match.objects.count() == 1
    assert kinds() == ["exchange.match.proposed"]


def test_only_the_three_best_of_weak_answers_are_shown(enterprise_owner, institute):
    need = listing(enterprise_owner, title="隔膜", text="隔膜收缩", keywords=[])
    for number in range(8):
        listing(institute, kind="result", title=f"泵{number}", text="水泵叶轮与隔膜无关的密封")
    index_all()
    proposals.propose_for(need.pk)
    bands = [one.band for one in queries.matches_of(enterprise_owner.actor, need)]
    assert bands == ["weak"] * 3


def test_two_officers_at_once_one_wins_and_the_other_is_told(committed_db, data_dir):
    owner, maker = cast.person(Role.OWNER), cast.person(Role.OWNER)
    bureau = cast.organization(kind=cast.Kind.BUREAU)
    lead, one, two = (
        cast.person(role, bureau) for role in (Role.TEAM_LEAD, Role.OFFICER, Role.OFFICER)
    )
    members = [one.actor.membership, two.actor.membership]
    team = teams.create_team(actor=lead.actor, name="队", members=members)
    need = listing(owner)
    listing(maker, kind="result")
    index_all()
    proposals.propose_for(need.pk)
    match = Match.objects.get()

    def take_up(actor):
        try:
            matches.take_up(actor=actor, match=match.pk, team=team.pk)
        except Conflict as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(take_up, [one.actor, two.actor]))
    assert sorted(word == "won" for word in said) == [False, True]
    assert Entry.objects.filter(kind="exchange.match.taken_up").count() == 1


@pytest.mark.parametrize(
    "values", [{"stage": "taken_up"}, {"stage": "failed"}, {"score": 1.5}, {"stage": "signed"}]
)
def test_the_database_keeps_the_way(values, match):
    with pytest.raises(DatabaseError):
        forced(match, **values)


def test_the_database_keeps_the_sides(match):
    with pytest.raises(DatabaseError):
        forced(match, result=match.need)


def forced(match, **values):
    """Write past the services, and ask for what is checked only at the end."""
    with transaction.atomic():
        Match.objects.filter(pk=match.pk).update(**values)
        connection.check_constraints()


def test_board_and_lists_take_a_constant_number_of_queries(
    officer, team, enterprise_owner, institute, django_assert_max_num_queries
):
    for number in range(8):
        listing(enterprise_owner, title=f"隔膜收缩{number}")
        listing(institute, kind="result", title=f"隔膜涂层{number}")
    index_all()
    proposals.propose_all()
    total = Match.objects.count()
    assert total >= 24  # three for each need at least
    for one in Match.objects.all()[:15]:
        matches.take_up(actor=officer.actor, match=one.pk, team=team.pk)
    browser = officer.client
    with django_assert_max_num_queries(17):
        board = browser.get(reverse("exchange:board"))
    counts = {column.stage: column.count for column in board.context["columns"]}
    assert (counts["proposed"], counts["taken_up"]) == (total - 15, 15)
    with django_assert_max_num_queries(7):
        browser.get(reverse("exchange:matches"), {"stage": "proposed"})
    browser = enterprise_owner.client
    with django_assert_max_num_queries(8):  # one more: her unread messages
        mine = browser.get(reverse("exchange:matches"))
    assert mine.context["page"].paginator.count == total


def test_boards_and_teams_are_for_officers(officer, team_lead, enterprise_owner, client):
    board, teams_page = reverse("exchange:board"), reverse("exchange:teams")
    assert [p.client.get(board).status_code for p in (officer, enterprise_owner)] == [200, 403]
    assert [p.client.get(teams_page).status_code for p in (team_lead, officer)] == [200, 403]
    assert client.get(board).status_code == 302


def test_a_lead_sets_up_a_team_through_the_page(team_lead, officer):
    address = reverse("exchange:teams")
    data = {"name": "第三服务队", "members": [officer.actor.membership]}
    assert team_lead.client.post(address, data).status_code == 302
    team = queries.teams(team_lead.actor).get()
    assert queries.teams_of(officer.actor).get() == team
    answer = team_lead.client.post(address, data)
    assert answer.status_code == 422
    team_lead.client.post(reverse("exchange:members", args=[team.pk]), {"members": []})
    assert not queries.teams_of(officer.actor).exists()


def test_an_institute_sees_the_needs_that_it_answers(match, institute):
    said = institute.client.get(reverse("exchange:listing", args=[match.result_id]))
    assert match.need.title in said.content.decode()
    mine = institute.client.get(reverse("exchange:matches")).content.decode()
    assert match.need.title in mine
    verdicts.judge(actor=institute.actor, match=match.pk, fits=True)
    assert "适合" in page(institute, match).content.decode()
