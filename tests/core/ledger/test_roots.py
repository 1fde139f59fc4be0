"""The published roots: a file that only grows, and is held against the database."""

from __future__ import annotations

import pytest

from lianqiao.core.errors import Conflict
from lianqiao.core.ledger import queries, roots, sealing
from lianqiao.core.ledger.models import Seal
from lianqiao.core.ledger.verification import Difference


@pytest.fixture
def file(sealed):
    return roots.roots_file()


def lines(file):
    return file.read_bytes().splitlines(keepends=True)


def test_a_line_for_each_seal(file):
    assert lines(file) == [roots.line(seal) for seal in Seal.objects.all()]
    number, size, moment, root, chain = lines(file)[1].decode().split()
    seal = Seal.objects.get(pk=2)
    assert (number, size) == ("2", "3")
    assert moment == seal.sealed_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert (root, chain) == (bytes(seal.root).hex(), bytes(seal.chain).hex())


def test_it_only_grows(file, write):
    before = file.read_bytes()
    write()
    sealing.seal_all()
    assert file.read_bytes().startswith(before)
    assert len(lines(file)) == 3


@pytest.mark.parametrize("kept", [0, 1, 10, 300])
def test_what_a_crash_kept_from_it_comes_later(file, kept):
    whole = file.read_bytes()
    assert len(whole) > 300
    file.write_bytes(whole[:kept])
    sealing.seal_all()
    assert file.read_bytes() == whole


def test_a_missing_file_is_written_anew(file):
    whole = file.read_bytes()
    file.unlink()
    assert queries.verify().difference == Difference("unpublished", 1)
    sealing.seal_all()
    assert file.read_bytes() == whole


def test_a_truncated_file_is_detected(file):
    file.write_bytes(lines(file)[0])
    assert queries.verify().difference == Difference("unpublished", 2)


@pytest.mark.parametrize("number", [1, 2])
def test_an_edited_line_is_detected(file, number):
    edited = lines(file)
    edited[number - 1] = edited[number - 1].replace(b" 3 ", b" 4 ")
    file.write_bytes(b"".join(edited))
    assert queries.verify().difference == Difference("republished", number)


@pytest.mark.parametrize(
    "end", [b"2 4 x y z\n", b"nonsense\n", b"9 nonsense", b"\xff\n", b"3 1 of another life\n"]
)
def test_nothing_is_added_to_a_file_of_another_ledger(file, write, end):
    foreign = lines(file)[0] + end
    file.write_bytes(foreign)
    write()
    with pytest.raises(Conflict, match=r"ledger verify"):
        sealing.seal_all()
    assert file.read_bytes() == foreign
    # What was sealed is safe all the same, and published once the file is in order.
    assert Seal.objects.count() == 3


def test_an_older_backup_is_noticed(file, write):
    """The file knows a seal that the restored database has lost."""
    with file.open("ab") as target:
        target.write(lines(file)[1].replace(b"2 ", b"3 ", 1))
    assert queries.verify().difference == Difference("missing", 3)


def test_a_copy_kept_elsewhere(file, write, tmp_path):
    copy = tmp_path / "copy.txt"
    copy.write_bytes(lines(file)[0])
    write()
    sealing.seal_all()
    assert queries.verify(copy=copy).difference is None
    copy.write_bytes(lines(file)[0] + lines(file)[1].replace(b"2 3 ", b"2 2 "))
    assert queries.verify(copy=copy).difference == Difference("republished", 2)
    copy.write_bytes(b"".join(lines(file)) + b"4 1 more than there is\n")
    assert queries.verify(copy=copy).difference == Difference("missing", 4)
