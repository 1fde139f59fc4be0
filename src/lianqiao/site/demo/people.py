"""Who lives in the demo city: its bureau, a bank, the parties, and a sign-in for each kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lianqiao.core.parties import services
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.core.parties.models import Organization, User
from lianqiao.desks.exchange.services import teams
from lianqiao.site.demo import collection
from lianqiao.site.demo.accounts import PASSWORD

BUREAU, BUREAU_EN = "示范城市科学技术局（虚构）", "Science and Technology Bureau (invented)"
BANK = "海汇示范银行（虚构）"
ENTERPRISE = "澄岚航空结构制造有限公司（虚构）"
INSTITUTE = "东屿大学（虚构）"

# Numbers beyond those of the collection's organizations.
BUREAU_NUMBER, BANK_NUMBER = 900_000_001, 900_000_002
CITY = "370200"

TEAMS = {
    "先进制造服务队": ("AM", "AS", "NM", "EI"),
    "绿色与健康服务队": ("NE", "RE", "BM", "HS"),
}


@dataclass(frozen=True, slots=True)
class City:
    """The parties of the demo, by name, and those who act in its story."""

    organizations: dict[str, int]
    officer: Actor
    enterprise: Actor
    administrator: Actor
    team_of_field: dict[str, int]

    def acting_for(self, organization: str) -> Actor:
        """Return the administrator, entering what an organization has sent in."""
        return replace(self.administrator, organization=self.organizations[organization])


def settle(listings: Iterable[collection.Offered]) -> City:
    """Create organizations, people and teams."""
    bureau = collection.invented(BUREAU, BUREAU_NUMBER, kind=Organization.Kind.BUREAU, region=CITY)
    parties = [
        replace(bureau, name_en=BUREAU_EN),
        collection.invented(BANK, BANK_NUMBER, kind=Organization.Kind.BANK, region="370202"),
        *collection.organizations(listings),
    ]
    services.save_organizations(new=parties, changed={})
    names = [party.name for party in parties]
    ids = dict(Organization.objects.filter(name__in=names).values_list("name", "pk"))
    enterprise = _person("enterprise", "演示企业用户", ids[ENTERPRISE], Role.OWNER)
    _person("institute", "演示院所用户", ids[INSTITUTE], Role.OWNER)
    _person("bank", "演示银行用户", ids[BANK], Role.MEMBER)
    officer = _person("officer", "演示专员", ids[BUREAU], Role.OFFICER)
    lead = _person("lead", "演示队长", ids[BUREAU], Role.TEAM_LEAD)
    administrator = _person("admin", "演示管理员", ids[BUREAU], Role.ADMINISTRATOR)
    formed = {name: _team(name, fields, lead, [officer, lead]) for name, fields in TEAMS.items()}
    return City(
        organizations=ids,
        officer=officer,
        enterprise=enterprise,
        administrator=administrator,
        team_of_field={field: formed[name] for name, fields in TEAMS.items() for field in fields},
    )


def _person(username: str, name: str, organization: int, role: Role) -> Actor:
    user = services.create_user(username, password=PASSWORD, name=name)
    services.add_membership(user.pk, organization, role)
    return services.actor_of(user)


def _team(name: str, fields: Iterable[str], lead: Actor, members: Iterable[Actor]) -> int:
    serving = [member.membership for member in members if member.membership]
    team = teams.create_team(actor=lead, name=name, fields=tuple(fields), members=serving)
    return team.pk


def acting(username: str) -> Actor:
    """Return somebody who has a sign-in of the demo."""
    return services.actor_of(User.objects.get(username=username))
