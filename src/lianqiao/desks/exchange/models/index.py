"""The outbox between the listings and the search index."""

from django.db import models


class IndexChange(models.Model):
    """A listing that the index must look at again.

    Written by a trigger in the transaction that changes the listing (see migration
    `0002_triggers`), read and removed by the one process that writes the index.
    """

    listing_id = models.BigIntegerField()

    def __str__(self) -> str:
        """Name the listing."""
        return str(self.listing_id)
