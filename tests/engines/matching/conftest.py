"""A small index of invented listings."""

import pytest

from lianqiao.engines.matching import Document, Index

OFFERS = [
    Document(
        id=1, kind="result", title="碳化硅耐高温涂层", text="等离子喷涂制备，1200℃热震50次不开裂",
        keywords=("碳化硅", "热障涂层"), field="NM", industry="C3311", region="370202", stage=6,
        cooperation=frozenset({"license"}), amount_low=100, amount_high=500, owner=10,
    ),
    Document(
        id=2, kind="result", title="固态锂电池电解质", text="硫化物电解质，离子电导率高，安全性好",
        keywords=("固态电池",), field="NE", industry="C3841", region="370102", stage=4, owner=11,
    ),
    Document(
        id=3, kind="capability", title="喷涂加工服务", text="承接各类金属零件涂层喷涂加工",
        field="NM", region="110101", owner=12, audience="members",
    ),
    Document(
        id=4, kind="result", title="锂电池回收技术", text="废旧电池中回收锂、钴、镍", field="NE",
        region="370202", stage=8, owner=10, audience="team",
    ),
]  # fmt: skip
NEED = Document(
    id=100, kind="need", title="喷嘴涂层高温开裂", text="喷嘴工作温度1200℃，涂层两周就开裂脱落",
    keywords=("涂层",), field="NM", industry="C3311", region="370212", stage=6, owner=20,
)  # fmt: skip


@pytest.fixture
def index(tmp_path):
    found = Index(tmp_path / "index")
    with found.writer() as writer:
        writer.add_all([*OFFERS, NEED])
    return found


@pytest.fixture
def need():
    return NEED


@pytest.fixture
def offers():
    return {offer.id: offer for offer in OFFERS}
