"""Files of a filing: their limits, the scanner, and that what was submitted stays."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianqiao.core import scans
from lianqiao.core.cases.models import Attachment, Filing
from lianqiao.core.cases.services import attaching, submitting, take
from lianqiao.core.errors import Conflict, Invalid, NotFound, TooLarge
from tests.core.cases.filing.conftest import COMPLETE


def pdf(content: bytes = b"%PDF-1.7 plan", name: str = "方案.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def attach(filing, enterprise_owner):
    def do(file=None, who=enterprise_owner, field="plan") -> Attachment:
        return attaching.attach(actor=who.actor, filing=filing.pk, field=field, file=file or pdf())

    return do


@pytest.fixture
def detach(filing, enterprise_owner):
    def do(made, who=enterprise_owner):
        attaching.detach(actor=who.actor, filing=filing.pk, attachment=made.pk)

    return do


def kept() -> list[int] | None:
    return Filing.objects.get().buffer.get("plan")


def test_a_file_stands_in_its_field(attach, enterprise_owner):
    made = attach()
    assert kept() == [made.pk]
    assert (made.name, made.scan, made.added_by) == ("方案.pdf", "none", enterprise_owner.user)


def test_what_the_field_does_not_take_is_refused(attach):
    with pytest.raises(Invalid):
        attach(pdf(name="方案.docx"))
    with pytest.raises(Invalid):
        attach(pdf(name="方案.exe"))
    with pytest.raises(Invalid):
        attach(pdf(b""))
    with pytest.raises(Invalid):
        attach(field="title")
    with pytest.raises(Invalid):
        attach(field="nothing")
    assert kept() is None


def test_too_large_and_too_many_are_refused(attach, monkeypatch):
    monkeypatch.setattr(attaching, "MEGABYTE", 1)
    with pytest.raises(TooLarge):
        attach(pdf(b"x" * 21))
    monkeypatch.undo()
    attach(pdf(b"1"))
    with pytest.raises(Conflict):
        attach(pdf(b"1"))
    attach(pdf(b"2"))
    with pytest.raises(Invalid):
        attach(pdf(b"3"))


def test_strangers_neither_attach_nor_detach(attach, detach, other_owner, officer):
    made = attach()
    for who in (other_owner, officer):
        with pytest.raises(NotFound):
            attach(pdf(b"other"), who)
        with pytest.raises(NotFound):
            detach(made, who)


def test_taking_off_removes_the_bytes(attach, detach, django_capture_on_commit_callbacks):
    made = attach()
    with django_capture_on_commit_callbacks(execute=True):
        detach(made)
    assert kept() is None
    assert not made.file.storage.exists(made.file.name)
    with pytest.raises(NotFound):
        detach(made)


def test_what_was_submitted_stays_and_can_be_put_back(
    attach, detach, save, filing, officer, enterprise_owner, django_capture_on_commit_callbacks
):
    made = attach()
    save(**COMPLETE)
    submitting.submit(actor=enterprise_owner.actor, filing=filing.pk)
    with pytest.raises(Conflict):
        detach(made)
    take(filing.case_id, "back", actor=officer.actor)
    with django_capture_on_commit_callbacks(execute=True):
        detach(made)
    assert made.file.storage.exists(made.file.name)
    assert attach() == made
    assert kept() == [made.pk]


VERDICTS: list[scans.Verdict] = []


def scanner(file, sha256):
    """Say what the test has put down; without that, break."""
    assert file.read()
    return VERDICTS.pop(0)


@pytest.fixture
def says(settings):
    settings.FILE_SCANNER = f"{__name__}.scanner"
    return VERDICTS.extend


def test_a_virus_is_refused(attach, says):
    says([scans.Verdict.BAD])
    with pytest.raises(Invalid):
        attach()
    assert kept() is None


def test_nothing_is_submitted_while_the_scanner_is_at_work(
    attach, says, save, filing, enterprise_owner
):
    says([scans.Verdict.PENDING, scans.Verdict.PENDING, scans.Verdict.CLEAN])
    made = attach()
    assert not made.is_open
    save(**COMPLETE)
    with pytest.raises(Invalid) as refused:
        submitting.submit(actor=enterprise_owner.actor, filing=filing.pk)
    assert set(refused.value.fields) == {"plan"}
    assert submitting.submit(actor=enterprise_owner.actor, filing=filing.pk).values["plan"]
    made.refresh_from_db()
    assert made.scan == "clean"


def test_a_scanner_that_fails_lets_nothing_pass(attach, says, caplog):
    assert attach().scan == "pending"
    assert "scanner" in caplog.text
