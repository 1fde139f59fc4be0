"""Numbers and addresses of persons, hidden before anybody else reads them."""

from __future__ import annotations

import re

# Longest first: an identity number holds what looks like a telephone.
_PRIVATE = re.compile(
    r"(?<![0-9])(?:"
    r"[0-9]{17}[0-9Xx]"
    r"|[0-9]{13,19}"
    r"|(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}"
    r"|0[0-9]{2,3}[- ]?[0-9]{7,8}"
    r")(?![0-9])"
    r"|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,100}\.[A-Za-z]{2,10}"
)


def masked(text: str) -> str:
    """Return a text without identity numbers, bank cards, telephones and e-mails.

    >>> masked("请联系13800001234，身份证370202199001011234")
    '请联系***，身份证***'
    """
    return _PRIVATE.sub("***", text)
