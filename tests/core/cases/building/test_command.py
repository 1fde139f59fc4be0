"""`lianqiao procedures`, and the example that the document of the format shows."""

from __future__ import annotations

import json
import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lianqiao.core.cases import files
from lianqiao.core.cases.building.flaws import Known, problems_of
from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.models import Definition
from lianqiao.core.cases.services import publishing

DOCS = Path(__file__).parents[4] / "docs" / "procedures.md"


def run(*arguments) -> str:
    out = StringIO()
    call_command("procedures", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_what_is_exported_is_imported_as_it_was(published, tmp_path, draft, team_lead):
    file = tmp_path / "it.yaml"
    text = run("export", "open_lab")
    assert plain(files.read(text.encode())) == draft
    assert json.loads(run("export", "open_lab", "--number", 1, "--format", "json")) == draft
    file.write_text(text.replace("basis: ", "basis: 另"), "utf-8")
    office = published.definition.office.name
    assert "open_lab: the draft is at revision 2" in run("import", file, "--office", office)
    row = Definition.objects.get()
    assert row.draft["basis"].startswith("另")
    # Nobody is the one who saved it: any team lead may publish.
    publishing.publish(row.pk, actor=team_lead.actor, expected=2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "nothing"], "no such version"),
        (["export", "open_lab", "--number", 9], "no such version"),
        (["import", "/nowhere.yaml", "--office", "x"], "No such file"),
        (["import", files.EXAMPLES / "open_lab.yaml", "--office", "x"], "no bureau of this name"),
    ],
)
def test_what_cannot_be_done_is_told(published, arguments, said):
    with pytest.raises(CommandError, match=said):
        run(*arguments)


def test_a_bad_file_is_told_with_its_places(published, tmp_path):
    file = tmp_path / "it.yaml"
    file.write_text("code: 9\nforms: []\nstates: []\nsteps: []", "utf-8")
    with pytest.raises(CommandError, match="label: This is missing"):
        run("import", file, "--office", published.definition.office.name)


def test_the_schema_is_printed():
    assert json.loads(run("schema"))["title"] == "Document"


def test_the_example_of_the_docs_can_be_published():
    [text] = re.findall(r"```yaml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    found = files.read(text.encode())
    assert problems_of(plain(found), Known(), date(2026, 11, 26)) == []
