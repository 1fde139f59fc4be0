"""The proof of one entry, checked by the script in docs with nothing but the standard library."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction

from lianqiao.core.ledger import queries, roots, sealing
from lianqiao.core.ledger.services import Line, record_many

SCRIPT = Path(__file__).parents[3] / "docs" / "verify_proof.py"


@pytest.fixture
def proofs(committed_db, data_dir):
    """Proofs of each of seven sealed entries (a tree whose last leaf has no neighbour)."""
    with transaction.atomic():
        record_many([Line("exchange.result.published", subject=n) for n in range(7)])
    sealing.seal_all()
    return [queries.proof(entry.pk) for entry in queries.current().order_by("pk")]


def check(tmp_path, proof, published=None):
    """Run the script as anybody would, isolated from whatever is installed."""
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof), encoding="utf-8")
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(file)]
    if published is not None:
        other = tmp_path / "roots-copy.txt"
        other.write_text(published, encoding="ascii")
        command.append(str(other))
    return subprocess.run(command, capture_output=True, text=True, check=False).returncode


def test_every_entrys_proof_holds_and_stands_in_the_published_roots(proofs, tmp_path):
    published = roots.roots_file().read_text(encoding="ascii")
    assert [check(tmp_path, proof, published) for proof in proofs] == [0] * 7
    assert check(tmp_path, proofs[0], published.replace(" 7 ", " 8 ")) == 1


def test_all_fields_shown_prove_the_same_entry(proofs, tmp_path):
    entry = queries.current().order_by("pk")[3]
    shown = queries.proof(entry.pk, queries.ALL)
    assert all("text" in field for field in shown["fields"])
    assert check(tmp_path, shown) == 0


def test_a_proof_hides_whose_entry_it_is(proofs):
    for proof in proofs:
        hidden = {field["name"] for field in proof["fields"] if "text" not in field}
        assert {"organization_id", "actor_user", "actor_membership", "subject_id"} <= hidden


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("fields", 3, "text"), "exchange.match.signed"),
        (("fields", 0, "salt"), "00" * 16),
        (("index",), 3),
        (("path", 0), "00" * 32),
        (("seal", "root"), "00" * 32),
        (("seal", "previous"), "11" * 32),
        (("seal", "sealed_at"), "2020-01-01T00:00:00.000000Z"),
    ],
)
def test_a_changed_proof_is_refused(place, value, proofs, tmp_path):
    proof = proofs[2]
    target = proof
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = value
    assert check(tmp_path, proof) == 1


def test_the_script_is_short_and_needs_only_the_standard_library():
    text = SCRIPT.read_text(encoding="utf-8")
    imported = [line for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert imported == [
        "import json",
        "import sys",
        "from hashlib import sha256",
        "from pathlib import Path",
    ]
    assert len(text.splitlines()) <= 40
