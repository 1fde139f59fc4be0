"""Highlights stand where the word is, in the text as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqiao.engines.matching import Document, Matcher, Model, ModelError, tokenize, words
from lianqiao.engines.matching.folding import fold
from lianqiao.engines.matching.model import SHIPPED


@given(st.text())
def test_words_stand_where_they_say(text):
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)
        shown = fold(text[word.start : word.end])
        assert word.term in shown or set(tokenize(word.term)) <= set(tokenize(shown))


def test_words_of_a_sentence():
    found = [word.term for word in words("等离子喷涂ＳｉＣ涂层，工作温度 1200 ℃")]
    assert {"喷涂", "sic", "涂层", "1200°c"} <= set(found)


def test_spans_lie_on_the_words(index, need, offers):
    pairing = Matcher(index).explain(need, offers[1])
    assert pairing.terms
    for term in pairing.terms:
        for document, spans in ((need, term.need), (offers[1], term.result)):
            texts = document.texts()
            shown = {fold(texts[span.field][span.start : span.end]) for span in spans}
            assert shown == {term.term}


def test_a_text_without_words_shares_none(index, need):
    pairing = Matcher(index).explain(need, Document(77, "result", "", "🚀"))
    assert pairing.terms == ()
    assert pairing.band == "weak"


def test_the_shipped_model_says_how_it_was_made():
    model = Model.default()
    assert "bench.matching.train" in model.note
    assert min(model.weights.values()) >= 0
    assert 0 < model.bands["possible"] < model.bands["likely"] < 1


def test_models_come_back_from_their_file(tmp_path):
    Model.default().write(tmp_path / "model.json")
    assert Model.read(tmp_path / "model.json") == Model.default() == Model.read(SHIPPED)
    (tmp_path / "model.json").write_text("{}")
    with pytest.raises(ModelError, match=r"model\.json"):
        Model.read(tmp_path / "model.json")
