"""Forms of the exchange: what pages take in, turned into what services want."""

from lianqiao.core.forms import explain
from lianqiao.desks.exchange.forms.listings import ListingForm, RightFormSet
from lianqiao.desks.exchange.forms.matches import (
    ContractForm,
    FailForm,
    MisfitForm,
    NoteForm,
    TakeUpForm,
    TeamForm,
)

__all__ = [
    "ContractForm",
    "FailForm",
    "ListingForm",
    "MisfitForm",
    "NoteForm",
    "RightFormSet",
    "TakeUpForm",
    "TeamForm",
    "explain",
]
