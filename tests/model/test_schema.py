"""The generated schema and field reference agree with what the reader accepts."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from briefing.house import house_schema
from briefing.house import load as load_house
from briefing.model import fields, schema
from briefing.proofread import words_schema

ROOT = Path(__file__).parents[2]


def load(text: str) -> object:
    return yaml.load(text, Loader=yaml.BaseLoader)


def test_the_schema_file_is_current() -> None:
    assert schema.SCHEMA_FILE.read_text(encoding="utf-8") == schema.schema_text(), "run python -m briefing.model.schema"


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(schema.json_schema())


@pytest.mark.parametrize("path", sorted(ROOT.glob("issues/*/issue.yaml")), ids=lambda path: path.parent.name)
def test_example_issues_are_valid_and_name_the_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    jsonschema.validate(load(text), schema.json_schema())
    named = text.split("\n")[0].removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / named).resolve() == schema.SCHEMA_FILE.resolve()


@pytest.mark.parametrize(
    "text",
    [
        "number: 17\n",
        "house: x\nnubmer: 17\n",
        "house: x\nkind: 号外\n",
        "house: x\ndate: 明天\n",
        "house: x\nnumber: 十七\n",
        "house: x\ncontents: fancy\n",
        "house: x\nsections: [{reports: [a.md]}]\n",
        "house: x\nattachments: [{label: 附件}]\n",
        "house: x\nreports: [a.docx]\n",
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(load(text), schema.json_schema())


@pytest.mark.parametrize(
    "text",
    [
        "house: x\nnumber: 第017期\ndate: 2022年5月13日\ntotal: 205\n",
        "house: x\nsections:\n- name: 要闻\n  numbering: ★\n  reports: a.md\n",
        "house: x\nattachments: [a.md, {label: 附件, file: b.md}]\nrecipients: {报: 省委, 抄送: [甲, 乙]}\n",
        "house: x\ncontents: {style: pages, heading: 目录}\neditor_note: [甲, 乙]\nsummary: 甲\n",
    ],
)
def test_the_schema_takes_what_the_reader_takes(text: str) -> None:
    jsonschema.validate(load(text), schema.json_schema())


def test_yaml_that_an_editor_reads_with_types_is_valid_too() -> None:
    jsonschema.validate({"house": "x", "number": 17, "print_run": 400, "serial": 1004}, schema.json_schema())


@pytest.mark.parametrize("known", [fields.ISSUE, fields.HEAD, fields.SECTION, fields.ATTACHMENT, fields.CONTENTS])
def test_every_field_is_explained(known: tuple[fields.Field, ...]) -> None:
    reference = schema.fields_markdown()
    for field in known:
        assert field.text and f"| `{field.key}` |" in reference
    assert len({field.key for field in known}) == len(known)


def test_the_reference_has_well_formed_tables() -> None:
    for line in schema.fields_markdown().split("\n"):
        if line.startswith("|"):
            assert line.replace("\\|", "").count("|") == 5, line


def test_the_schema_describes_every_key_in_chinese() -> None:
    properties = json.loads(schema.schema_text())["properties"]
    assert set(properties) == {field.key for field in fields.ISSUE}
    assert all(not value["description"].isascii() for value in properties.values())


def test_the_field_reference_is_current() -> None:
    assert schema.FIELDS_FILE.read_text(encoding="utf-8") == schema.fields_markdown(), "run `make schema`"


# --- house.yaml and words.yaml


@pytest.mark.parametrize(
    ("file", "made"),
    [(house_schema.HOUSE_FILE, house_schema.house_schema()), (words_schema.WORDS_FILE, words_schema.words_schema())],
    ids=["house", "words"],
)
def test_the_schemas_of_a_house_are_current(file: Path, made: dict[str, object]) -> None:
    jsonschema.Draft7Validator.check_schema(made)
    assert file.read_text("utf-8") == schema.text(made), "run `make schema`"


@pytest.mark.parametrize("path", sorted(ROOT.glob("templates/*/*.yaml")), ids=lambda path: f"{path.parent.name}/{path.name}")
@pytest.mark.parametrize("loader", [yaml.BaseLoader, yaml.SafeLoader])
def test_the_houses_are_valid(path: Path, loader: type) -> None:
    """As this program reads them, and as editors do, with types."""
    made = house_schema.house_schema() if path.name == "house.yaml" else words_schema.words_schema()
    read = yaml.load(path.read_text("utf-8"), Loader=loader)
    jsonschema.validate(read if loader is yaml.BaseLoader else _named(read), made)


def _named(value: object) -> object:
    """Keys as text, which those of JSON are, and `off` as editors read it (YAML 1.2)."""
    if isinstance(value, dict):
        return {"off" if key is False else str(key): _named(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return list(map(_named, value))
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def test_the_schema_of_a_house_has_the_keys_of_the_loader() -> None:
    properties = house_schema.house_schema()["properties"]
    assert isinstance(properties, dict) and set(properties) == set(load_house.KEYS)


@pytest.mark.parametrize(
    "text",
    [
        "colour: x\n",
        "styles: {bodi: {size: 三号}}\n",
        "styles: {body: {size: 特号}}\n",
        "styles: {body: {size: 16}}\n",
        "styles: {body: {align: middle}}\n",
        "styles: {body: {bold: 也许}}\n",
        "colors: {red: {rgb: 红}}\n",
        "colors: {red: {cmyk: [0, 1]}}\n",
        "pdf: word\n",
        "print: {bleed: 三}\n",
        "masthead_lines: 七\n",
        "defaults: {nubmer: 1}\n",
    ],
)
def test_the_schema_of_a_house_refuses_what_the_reader_refuses(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(load(text), house_schema.house_schema())


@pytest.mark.parametrize(
    "text",
    ["meiyou: {}\n", "wrong: {帐户: {uses: 账户}}\n", "levels: {word-wrong: 很重}\n", "levels: {meiyou: off}\n",
     "thresholds: {paragraph: 长}\n", "holidays: {今年: {off: [01-01]}}\n", "holidays: {2022: {free: [01-01]}}\n"],
)  # fmt: skip
def test_the_schema_of_words_refuses_what_the_reader_refuses(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(load(text), words_schema.words_schema())
