"""Procedures as files, in and out, for version control and for other cities."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.cases import files
from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.models import Definition
from lianqiao.core.cases.queries.procedures import document_of
from lianqiao.core.cases.services import building
from lianqiao.core.errors import Refusal
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.permissions import OPERATOR


class Command(BaseCommand):
    """`lianqiao procedures export CODE | import FILE --office NAME | schema`."""

    help = "Write a published procedure as a file, read a file into a draft, show the schema."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer what can be done."""
        actions = parser.add_subparsers(dest="action", required=True)
        out = actions.add_parser("export", help="write a published version to the terminal")
        out.add_argument("code")
        out.add_argument("--number", type=int, help="the version's number; the last, if none")
        out.add_argument("--format", choices=files.KINDS, default="yaml")
        into = actions.add_parser("import", help="read a file into a draft; nothing is published")
        into.add_argument("file", type=Path)
        into.add_argument("--office", required=True, help="the full name of the bureau")
        actions.add_parser("schema", help="print the JSON Schema of procedures")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        """Do it; what is refused is told with its places."""
        try:
            self.stdout.write(self._done(action, options))
        except OSError as error:
            raise CommandError(str(error)) from error
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def _done(self, action: str, options: dict[str, Any]) -> str:
        match action:
            case "export":
                return _exported(options["code"], options["number"], options["format"])
            case "import":
                return _imported(options["file"].read_bytes(), options["office"])
        return json.dumps(files.schema(), ensure_ascii=False, indent=2)


def _exported(code: str, number: int | None, kind: str) -> str:
    row = Definition.objects.filter(code=code).first()
    versions = row.versions.filter(**{"number": number} if number else {}) if row else None
    version = versions.first() if versions is not None else None
    if version is None:
        raise CommandError(_("There is no such version."))
    return files.written(document_of(version), kind)


@transaction.atomic
def _imported(content: bytes, office: str) -> str:
    home = Organization.objects.filter(name=office, kind=Organization.Kind.BUREAU).first()
    if home is None:
        raise CommandError(_("There is no bureau of this name."))
    draft = plain(files.read(content))
    actor = replace(OPERATOR, organization=home.pk)
    row = Definition.objects.filter(code=draft["code"], office=home).first()
    if row is None:
        row = building.begin(draft, actor=actor)
    else:
        row = building.save_draft(row.pk, draft, actor=actor, expected=row.revision)
    said = {"code": row.code, "revision": row.revision}
    return _("%(code)s: the draft is at revision %(revision)d.") % said
