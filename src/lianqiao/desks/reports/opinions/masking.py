"""Numbers and addresses of persons, hidden before anybody else reads them."""

from __future__ import annotations

import re

HIDDEN = "***"
# An input method for Chinese writes digits, signs and letters of full width: １３８, ＠.
_NARROW = {narrow + 0xFEE0: narrow for narrow in range(0x21, 0x7F)}
_GAP = r"[ \t\xa0\u3000\u200b-\u200d\u2060\ufeff·.–—-]{0,3}"
# Longest first: an identity number holds what looks like a telephone.
_PRIVATE = re.compile(
    r"(?<![0-9])(?:"
    rf"[0-9]{{6}}{_GAP}[0-9]{{8}}{_GAP}[0-9]{{3}}[0-9Xx]"
    r"|[0-9]{13,19}"
    rf"|[3-6][0-9]{{3}}(?:{_GAP}[0-9]{{4}}){{3}}(?:{_GAP}[0-9]{{1,3}})?"
    rf"|(?:\+?86{_GAP})?1[3-9][0-9](?:{_GAP}[0-9]{{4}}){{2}}"
    rf"|0[0-9]{{2,3}}{_GAP}[0-9]{{3,4}}{_GAP}[0-9]{{4}}"
    r")(?![0-9])"
    r"|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,100}\.[A-Za-z]{2,10}"
)


def masked(text: str) -> str:
    """Return a text without identity numbers, bank cards, telephones and e-mails.

    >>> masked("请联系13800001234，身份证370202199001011234")
    '请联系***，身份证***'
    """
    shown, done = [], 0
    for found in _PRIVATE.finditer(text.translate(_NARROW)):
        shown += [text[done : found.start()], HIDDEN]
        done = found.end()
    return "".join([*shown, text[done:]])
