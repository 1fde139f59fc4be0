"""The contact person of an organization: personal data, kept apart from the rest."""

from __future__ import annotations

from dataclasses import dataclass

from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.permissions import sees_contact

KEPT = 3
CONTACT_COLUMNS = ("contact_name", "contact_phone", "contact_email")


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask; masked for who may not see it."""

    name: str
    phone: str
    email: str
    is_masked: bool = False

    def __bool__(self) -> bool:
        """Tell whether there is anybody at all."""
        return bool(self.name or self.phone or self.email)

    def masked(self) -> Contact:
        """Return it so that one sees there is somebody, but not who.

        >>> Contact("王建国", "13812345678", "wang@example.org").masked()
        Contact(name='王**', phone='138****5678', email='w***@example.org', is_masked=True)
        """
        before, at, domain = self.email.partition("@")
        return Contact(
            name=self.name[:1] + "**" if self.name else "",
            phone=_masked_phone(self.phone),
            email=f"{before[:1]}***{at}{domain}" if self.email else "",
            is_masked=True,
        )


def contact_of(actor: Actor, organization: int) -> Contact:
    """Return an organization's contact as this actor may see it; one query."""
    values = Organization.objects.filter(pk=organization).values_list(*CONTACT_COLUMNS).first()
    contact = Contact(*(values or ("", "", "")))
    return contact if sees_contact(actor, organization) else contact.masked()


def _masked_phone(phone: str) -> str:
    # A short number would show all of itself in its two ends.
    if len(phone) < 3 * KEPT:
        return "****" if phone else ""
    return f"{phone[:KEPT]}****{phone[-KEPT - 1 :]}"
