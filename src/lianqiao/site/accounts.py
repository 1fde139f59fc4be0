"""How people sign in and up (allauth)."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext as _


class AccountAdapter(DefaultAccountAdapter):
    """Mail carries the house's name, not that of a `Site` row which we do not keep."""

    def format_email_subject(self, subject: str) -> str:
        """Put our name before the subject."""
        return f"[{_('Lianqiao')}] {subject}"
