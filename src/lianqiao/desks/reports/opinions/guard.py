"""Proof of work: what a flood costs its sender.

The browser looks for a counter so that SHA-256 of "challenge:counter" begins with `difficulty`
zero bits. The challenge is signed, so that nothing need be kept until it is spent.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid

SALT = "lianqiao.opinions.challenge"
VALID_SECONDS = 2 * 60 * 60
DIGEST_BITS = 256
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Proof:
    """A challenge as the form brings it back; without a counter it takes the slow way."""

    challenge: str
    counter: str = ""
    origin: str = ""

    @property
    def is_slow(self) -> bool:
        """Whether the browser has not worked."""
        return not self.counter


def challenge(difficulty: int) -> str:
    """Return a new challenge."""
    return signing.dumps([secrets.token_hex(8), difficulty], salt=SALT)


def require_work(proof: Proof, slow_after: int) -> None:
    """Raise Invalid unless the proof holds; the slow way is to have waited `slow_after` seconds."""
    if len(proof.challenge) > LONGEST:
        raise _stale()
    if proof.is_slow:
        _require_wait(proof.challenge, slow_after)
    elif not solves(proof.challenge, proof.counter, _difficulty(proof.challenge)):
        raise Invalid(_("The proof of work is wrong; send the form again."))


def solves(text: str, counter: str, difficulty: int) -> bool:
    """Tell whether a counter answers a challenge."""
    found = hashlib.sha256(f"{text}:{counter[:20]}".encode()).digest()
    return int.from_bytes(found) >> (DIGEST_BITS - difficulty) == 0


def digest(text: str) -> str:
    """Return SHA-256 in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def origin(address: str) -> str:
    """Return an address as a keyed digest: it can be counted, not read."""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), "sha256").hexdigest()


def _difficulty(text: str) -> int:
    try:
        return int(signing.loads(text, salt=SALT, max_age=VALID_SECONDS)[1])
    except signing.BadSignature as error:
        raise _stale() from error


def _require_wait(text: str, seconds: int) -> None:
    _difficulty(text)
    try:
        signing.loads(text, salt=SALT, max_age=seconds)
    except signing.SignatureExpired:
        return
    raise Invalid(
        _("Without JavaScript, wait %(seconds)d seconds after opening the form, then send it.")
        % {"seconds": seconds}
    )


def _stale() -> Invalid:
    return Invalid(_("This form has grown too old; send it again."))
