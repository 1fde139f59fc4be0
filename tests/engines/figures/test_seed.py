"""The city's newspaper page against its hand-made truth, as the measurements count it."""

from __future__ import annotations

import pytest

from bench.figures import truth
from lianqiao.engines.figures import read_figures

pytestmark = pytest.mark.skipif(
    not truth.SEED.is_dir(), reason="the seed page (../shared/data/seed) is not on this machine"
)


@pytest.fixture(scope="module")
def found():
    return read_figures(truth.page())


def test_values_and_units(found):
    assert truth.quality(found, truth.rows(), truth.same_value).f1 >= 0.97


def test_subjects(found):
    assert truth.quality(found, truth.rows(), truth.same_subject).f1 >= 0.90


def test_departments(found):
    departments = {one.start: one.department for one in found}
    assert departments[2689] == "市教育局"  # 近三年新建改扩建学校228所
    assert departments[3005] == "市民营经济局"  # 累计兑现资金35.89亿元
    assert departments[3936] == "市卫生健康委"  # below a heading that a column broke off
    assert departments[285] == "市科技局"  # named in the text, not in the title
