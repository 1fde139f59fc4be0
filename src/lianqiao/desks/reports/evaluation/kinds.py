"""What is written into the ledger here."""

from __future__ import annotations
