"""Attachments: taken, refused, and handed only to readers."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lianqiao.desks.exchange.models import Attachment
from tests.desks.exchange.conftest import listing


def attach(person, row, name="检测报告.pdf", content=b"%PDF-1.7"):
    file = SimpleUploadedFile(name, content)
    return person.client.post(reverse("exchange:attach", args=[row.pk]), {"file": file})


def test_a_file_comes_back_as_it_was_to_those_who_may_read(enterprise_owner, other_owner, client):
    row = listing(enterprise_owner, confidentiality="team")
    assert attach(enterprise_owner, row).status_code == 302
    file = Attachment.objects.get()
    assert file.sha256 == hashlib.sha256(b"%PDF-1.7").hexdigest()
    address = reverse("exchange:attachment", args=[row.pk, file.pk])
    answer = enterprise_owner.client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert {client.get(address).status_code, other_owner.client.get(address).status_code} == {404}


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.exe", "a", "a.pdf.js"])
def test_what_a_browser_would_run_is_not_taken(name, enterprise_owner, need):
    assert attach(enterprise_owner, need, name).status_code == 422
    assert not Attachment.objects.exists()


def test_a_large_file_is_refused(enterprise_owner, need):
    answer = attach(enterprise_owner, need, content=b"0" * (20 * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert not Attachment.objects.exists()


def test_a_name_with_a_path_stays_in_its_folder(enterprise_owner, need, data_dir):
    attach(enterprise_owner, need, "../../etc/报告.pdf")
    file = Attachment.objects.get()
    assert file.name == "报告.pdf"
    assert data_dir in type(data_dir)(file.file.path).parents or "files" in file.file.path


def test_twice_the_same_file_is_said(enterprise_owner, need):
    attach(enterprise_owner, need)
    assert attach(enterprise_owner, need).status_code == 409
    file = Attachment.objects.get()
    enterprise_owner.client.post(reverse("exchange:detach", args=[need.pk, file.pk]))
    assert not Attachment.objects.exists()
