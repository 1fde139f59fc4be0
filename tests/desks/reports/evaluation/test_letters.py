"""Letters: two halves, kept apart; what was made before is void."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction

from lianqiao.core.errors import Conflict, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.desks.reports.evaluation import codes as letter_codes
from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.models import Panelist, Token


def test_each_letter_has_a_person_and_a_ballot_of_the_same_cell(poll, letters):
    assert len(letters) == Panelist.objects.count() == Token.objects.count() == 96
    for letter in letters:
        person, ballot = letter_codes.digests(letter.secret)
        seat = Panelist.objects.select_related("volunteer").get(letter_sha256=person)
        token = Token.objects.get(pk=ballot)
        assert seat.volunteer.number == letter.number
        assert (seat.group_id, seat.volunteer.stratum_id) == (token.group_id, token.stratum_id)


def test_the_code_stands_nowhere(poll, letters):
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM evaluation_panelist t")
        kept = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT t::text FROM evaluation_token t")
        kept += [row[0] for row in cursor.fetchall()]
    text = "\n".join(kept) + str(list(Entry.objects.values()))
    for letter in letters:
        assert letter.secret[: letter_codes.HALF] not in text
        assert letter.secret[letter_codes.HALF :] not in text


def test_tokens_lie_in_the_order_of_their_digests(letters):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sha256 FROM evaluation_token ORDER BY ctid")
        lying = [row[0] for row in cursor.fetchall()]
    assert lying == sorted(lying)


def test_letters_made_anew_void_the_old_ones(poll):
    old, new = poll.drawn(), poll.letters()
    assert Token.objects.count() == 96
    known = set(Token.objects.values_list("pk", flat=True))
    assert not known & {letter_codes.digests(one.secret)[1] for one in old}
    assert known == {letter_codes.digests(one.secret)[1] for one in new}
    assert Entry.objects.filter(kind="evaluation.round.lettered").count() == 2


def test_no_letters_once_one_votes(poll, letters):
    with pytest.raises(Conflict):
        poll.letters()
    with pytest.raises(DatabaseError), transaction.atomic():
        Panelist.objects.update(letter_sha256=None)


def test_no_voting_without_letters(poll):
    poll.seeded()
    services.draw(poll.round.pk, actor=poll.lead.actor)
    with pytest.raises(Conflict):
        services.open_voting(poll.round.pk, actor=poll.lead.actor)


def test_only_the_offices_lead_makes_letters(poll):
    poll.drawn()
    with pytest.raises(NotAllowed):
        services.make_letters(poll.round.pk, actor=poll.second.actor)
    with pytest.raises(NotFound):
        services.make_letters(poll.round.pk, actor=poll.district_officer.actor)


def test_a_code_is_read_however_it_is_written(letters):
    code = letters[0].secret
    wanted = letter_codes.digests(code)
    assert wanted == tuple(sha256(code[at : at + 26].encode()).hexdigest() for at in (0, 26))
    assert letter_codes.digests(" " + letter_codes.grouped(code).lower() + "\n") == wanted
    for wrong in ("", code[:-1], code + "A", code[:-1] + "0", "é" * 52, "A" * 10_000):
        assert letter_codes.digests(wrong) is None


def test_codes_are_spread_over_the_alphabet():
    found = Counter("".join(letter_codes.new_code() for _one in range(500)))
    assert set(found) == set(letter_codes.ALPHABET)
    # 26,000 characters, 812.5 expected of each, deviation 28: six of them.
    assert max(abs(count - 812.5) for count in found.values()) < 170
