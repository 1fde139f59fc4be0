"""Make the first administrator, on the server."""

from __future__ import annotations

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Refusal
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.services import (
    OrganizationData,
    add_membership,
    create_organization,
    create_user,
)


class Command(BaseCommand):
    """`lianqiao administrator USERNAME --bureau NAME`."""

    help = "Make an administrator of the house, and the bureau if there is none of that name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the sign-in name and the bureau's name."""
        parser.add_argument("username")
        parser.add_argument("--bureau", required=True, help="the bureau's full name")

    def handle(self, *args: Any, username: str, bureau: str, **options: Any) -> None:
        """Ask for a password, make all or nothing."""
        password = getpass()
        try:
            validate_password(password)
            with transaction.atomic():
                home = Organization.objects.filter(name=bureau).first() or create_organization(
                    OrganizationData(name=bureau, kind=Organization.Kind.BUREAU)
                )
                user = create_user(username, password=password)
                add_membership(user.pk, home.pk, Role.ADMINISTRATOR)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_("%(name)s is an administrator now.") % {"name": username})
