"""A procedure as a file: exact both ways, and hostile files refused with place and reason."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqiao.core.cases import files
from lianqiao.core.cases.documents import yaml
from lianqiao.core.cases.documents.fields import Form, Section
from lianqiao.core.cases.documents.plain import digest, plain
from lianqiao.core.cases.documents.procedure import Document, flaws
from lianqiao.core.errors import Invalid, TooLarge

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,11}", fullmatch=True)
LABELS = st.builds(dict, zh=TEXTS, en=TEXTS)
PLAIN = {"key": KEYS, "label": LABELS, "required": st.sampled_from(["", "true", "no", "1"])}


def field(kind: str, **more) -> st.SearchStrategy[dict]:
    return st.fixed_dictionaries({"kind": st.just(kind)} | PLAIN | more)


DECIMALS = st.decimals(-(10**9), 10**9, places=2)
CELLS = st.one_of(
    field("text", lines=st.integers(1, 40)),
    field("number", low=DECIMALS, high=DECIMALS, unit=TEXTS, decimals=st.integers(0, 6)),
    field("money", in_wan=st.booleans()),
    field(
        "choice",
        many=st.booleans(),
        options=st.lists(
            st.fixed_dictionaries({"value": KEYS, "label": LABELS}), min_size=1, max_size=3
        ),
    ),
)
FIELDS = st.one_of(
    CELLS,
    field("table", columns=st.lists(CELLS, min_size=1, max_size=2)),
    field("fact", fact=TEXTS, lag=st.none() | st.integers(0, 5)),
    field("file", endings=st.lists(TEXTS, max_size=2)),
)
DOCUMENTS = st.fixed_dictionaries(
    {
        "code": KEYS,
        "label": LABELS,
        "about": st.none() | LABELS,
        "forms": st.just([]),
        "states": st.lists(
            st.fixed_dictionaries({"key": KEYS, "label": LABELS, "is_first": st.booleans()}),
            max_size=2,
        ),
        "steps": st.just([]),
    }
)


@settings(max_examples=60)
@given(DOCUMENTS, st.lists(FIELDS, max_size=3))
def test_what_is_written_is_read_back_as_it_was(head, fields):
    section = Section.model_validate({"key": "s", "label": {"zh": "节"}, "fields": fields})
    form = Form(key="f", label=section.label, sections=(section,))
    document = Document.model_validate(head).model_copy(update={"forms": (form,)})
    for kind in files.KINDS:
        assert files.read(files.written(document, kind).encode()) == document
    assert Document.model_validate(plain(document)) == document


@given(
    st.recursive(
        TEXTS | st.integers(-(10**17), 10**17) | st.booleans() | st.none(),
        lambda inner: st.lists(inner, max_size=3),
    )
)
def test_yaml_says_the_same_to_its_reader(value):
    assert yaml.load(yaml.dump({"it": value})) == {"it": value}


def test_the_example_is_whole_and_follows_the_schema():
    document = files.example()
    assert list(flaws(document)) == []
    jsonschema.Draft202012Validator(files.schema()).validate(plain(document))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain(document) | {"surprise": 1}, files.schema())


def test_the_digest_is_of_what_is_said_not_of_how():
    one = plain(files.example())
    assert digest(one) == digest(json.loads(json.dumps(one, sort_keys=True)))
    assert digest(one) != digest(one | {"basis": "另一个"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x [1]\nb: [*x, *x]", "Line 1: anchors and references"),
        ("code: !!python/object/apply:os.system ['true']", "Line 1: tags"),
        ("code: a\ncode: b", "Line 2: this key stands here a second time"),
        ("code: a\n---\ncode: b", "a file holds one procedure"),
        ("[" * 200_000, "cannot be read"),
        ("- " * 60 + "x", "lies too deep"),
        ('{"a":' * 100_000, "cannot be read"),
        ('{"code": "a", "code": "b"}', "a key twice"),
        ('{"code": ', "Line 1 cannot be read"),
        ("code: a\x00b", "cannot be read"),
        ("just text", "no procedure yet"),
        ("[1, 2]", "no procedure yet"),
        ("", "no procedure yet"),
        ("code: 9lives", "small letters"),
        ("basis: " + "9" * 5000, "At most 300"),
        ('{"code": ' + "9" * 5000 + "}", "cannot be read"),
    ],
)
def test_a_bad_file_is_refused_with_place_and_reason(text, said):
    with pytest.raises(Invalid, match=said):
        files.read(text.encode())


def test_a_place_deep_in_a_file_is_named():
    data = plain(files.example())
    data["forms"][0]["sections"][1]["fields"][0]["low"] = "much"
    data["forms"][0]["sections"][1]["fields"][3]["columns"][0]["kind"] = "magic"
    with pytest.raises(Invalid) as refused:
        files.read(json.dumps(data).encode())
    assert "forms[0].sections[1].fields[0].low: This must be a number." in str(refused.value)
    assert "forms[0].sections[1].fields[3].columns[0]: There is no field" in str(refused.value)


def test_size_and_encoding_are_held():
    with pytest.raises(TooLarge):
        files.read(b"#" * (files.LARGEST + 1))
    with pytest.raises(Invalid, match="UTF-8"):
        files.read("名称".encode("gb18030"))
