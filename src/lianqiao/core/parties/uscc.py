"""Unified social credit codes, GB 32100-2015.

python-stdnum refuses genuine codes whose first two characters hold a letter (N for rural
collectives, A for the military, Y for others), so those are checked here by the standard's own
weights.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from lianqiao.core.errors import Invalid

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # 31 characters: no I, O, S, V, Z
LENGTH = 18


def check_digit(first17: str) -> str:
    """Return the 18th character for the first 17: weights 3^i mod 31.

    >>> check_digit("91110000600037341")
    'L'
    """
    total = sum(
        ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(first17)
    )
    return ALPHABET[(31 - total % 31) % 31]


def clean(text: str) -> str:
    """Return a credit code in its canonical form, or raise Invalid with what is wrong."""
    code = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if len(code) != LENGTH:
        raise _wrong(_("A credit code has 18 characters; this one has %(n)d.") % {"n": len(code)})
    strange = sorted(set(code) - set(ALPHABET))
    if strange:
        raise _wrong(
            _("A credit code has no “%(characters)s”; is a digit meant?")
            % {"characters": " ".join(strange)}
        )
    if not _is_valid(code):
        raise _wrong(_("The check character of the credit code is wrong; is a character mistyped?"))
    return code


def _is_valid(code: str) -> bool:
    if not code[:8].isdigit():
        return code[17] == check_digit(code[:17])
    try:
        uscc.validate(code)
    except ValidationError:
        return False
    return True


def _wrong(message: str) -> Invalid:
    return Invalid(message, {"uscc": message})
