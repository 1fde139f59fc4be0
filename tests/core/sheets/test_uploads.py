"""Uploads between the dry run and the confirmation."""

from __future__ import annotations

import io
import os

import pytest

from lianqiao.core.errors import NotFound, TooLarge
from lianqiao.core.sheets import drop, keep, kept
from lianqiao.core.sheets.uploads import LIFETIME


def stored(data_dir):
    return list((data_dir / "uploads").iterdir())


def test_an_upload_comes_back_with_its_name():
    session = {}
    keep(session, "list", io.BytesIO("名称".encode()), "../../etc/名单.csv")
    file, name = kept(session, "list")
    with file:
        assert (file.read().decode(), name) == ("名称", "名单.csv")


def test_a_second_upload_takes_the_place_of_the_first(data_dir):
    session = {}
    keep(session, "list", io.BytesIO(b"1"), "a.csv")
    keep(session, "list", io.BytesIO(b"2"), "b.csv")
    assert [path.read_bytes() for path in stored(data_dir)] == [b"2"]
    drop(session, "list")
    assert stored(data_dir) == []


def test_one_session_does_not_see_anothers():
    keep({}, "list", io.BytesIO(b"1"), "a.csv")
    with pytest.raises(NotFound):
        kept({}, "list")


def test_what_nobody_confirmed_is_gone_after_a_day(data_dir):
    session = {}
    keep(session, "list", io.BytesIO(b"1"), "a.csv")
    (path,) = stored(data_dir)
    os.utime(path, (path.stat().st_mtime - LIFETIME - 60,) * 2)
    keep({}, "list", io.BytesIO(b"2"), "b.csv")
    with pytest.raises(NotFound):
        kept(session, "list")


def test_too_large_an_upload_is_not_kept(data_dir):
    with pytest.raises(TooLarge):
        keep({}, "list", io.BytesIO(b"\x00" * 21 * 1024 * 1024), "a.csv")
    assert not (data_dir / "uploads").exists()
