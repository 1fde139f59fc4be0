"""Whatever is added, replaced and removed, the index holds what a plain dictionary would."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from lianqiao.engines.matching import Document, Filters, Index

WORDS = ["涂层", "开裂", "锂电池", "coating", "1200℃"]
DOCUMENTS = st.builds(
    Document,
    id=st.integers(1, 6),
    kind=st.sampled_from(["need", "result"]),
    title=st.sampled_from(WORDS),
    text=st.lists(st.sampled_from(WORDS), max_size=3).map("，".join),
    region=st.sampled_from(["", "370202", "110101"]),
    stage=st.none() | st.integers(1, 9),
)
CHANGES = st.one_of(
    DOCUMENTS.map(lambda document: ("replace", document)),
    st.integers(1, 6).map(lambda identifier: ("remove", identifier)),
    st.just(("clear", None)),
)


def apply(writer, model, change):
    what, value = change
    if what == "replace":
        writer.replace(value)
        model[value.id] = value
    elif what == "remove":
        writer.remove(value)
        model.pop(value, None)
    else:
        writer.clear()
        model.clear()


@settings(max_examples=30, deadline=None)
@given(commits=st.lists(st.lists(CHANGES, max_size=6), min_size=1, max_size=3))
def test_it_holds_what_a_dictionary_would(commits):
    with TemporaryDirectory() as folder:
        index, model = Index(Path(folder)), {}
        for changes in commits:
            with index.writer() as writer:
                for change in changes:
                    apply(writer, model, change)
            assert index.get(range(1, 7)) == model
            assert found(index, "") == set(model)
            assert found(index, "锂电池") == {
                one.id for one in model.values() if has(one, "锂电池")
            }
            assert found(index, "", kinds={"need"}) == {o.id for o in model.values() if o.is_need}
            assert found(index, "", ids=[1, 2]) == set(model) & {1, 2}
            assert found(index, "", ids=[]) == set()


def found(index, words, **filters):
    page = index.search(words, filters=Filters(**filters), limit=99)
    assert page.total == len(page.hits)
    return {hit.id for hit in page.hits}


def has(document, word):
    return word in document.title or word in document.text
