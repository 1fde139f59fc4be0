"""The sign-ins of the demo city, one for each kind of user."""

from __future__ import annotations

PASSWORD = "lianqiao-demo"  # noqa: S105 - printed on the demo's sign-in page

EXPERT = "expert"

# Username, label in Chinese, label in English.
ACCOUNTS: tuple[tuple[str, str, str], ...] = (
    ("enterprise", "企业", "Enterprise"),
    ("institute", "科研院所", "Research institute"),
    ("bank", "银行", "Bank"),
    ("officer", "服务队专员", "Officer of a service team"),
    ("lead", "服务队队长", "Team lead"),
    (EXPERT, "评审专家", "Expert who reviews"),
    ("admin", "系统管理员", "Administrator"),
)
