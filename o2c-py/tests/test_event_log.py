"""The log of a company is a file of OCEL 2.0: the rules of its public schema accept it, and a
library of process mining reads it back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import trade
from o2c import reports

NAMED_TYPE = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "attributes": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "type": {"type": "string"}},
                "required": ["name", "type"],
            },
        },
    },
    "required": ["name", "attributes"],
}

RELATIONS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"objectId": {"type": "string"}, "qualifier": {"type": "string"}},
        "required": ["objectId", "qualifier"],
    },
}

VALUES = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": {"type": "string"}, "value": {"type": "string"}},
        "required": ["name", "value"],
    },
}

# What the standard's schema for JSON asks for (ocel-standard.org, version 2.0).
SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "properties": {
        "eventTypes": {"type": "array", "items": NAMED_TYPE},
        "objectTypes": {"type": "array", "items": NAMED_TYPE},
        "events": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "type": {"type": "string"},
                    "time": {"type": "string", "format": "date-time"},
                    "attributes": VALUES,
                    "relationships": RELATIONS,
                },
                "required": ["id", "type", "time"],
            },
        },
        "objects": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "type": {"type": "string"},
                    "relationships": RELATIONS,
                },
                "required": ["id", "type"],
            },
        },
    },
    "required": ["eventTypes", "objectTypes", "events", "objects"],
}


def log() -> Any:
    return trade.sold().report(reports.EventLogQuery())


def test_the_rules_of_the_schema_accept_it() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    told = json.loads(json.dumps(log()))
    checker = jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    assert list(checker.iter_errors(told)) == []
    told["events"][0].pop("time")
    assert list(checker.iter_errors(told)), "the rules look at events"


def test_what_it_names_is_there() -> None:
    told = log()
    ids = [one["id"] for one in told["objects"]]
    assert len(set(ids)) == len(ids)
    kinds = {one["name"] for one in told["objectTypes"]}
    assert {one["type"] for one in told["objects"]} == kinds
    names = {one["name"]: {of["name"] for of in one["attributes"]} for one in told["eventTypes"]}
    for event in told["events"]:
        assert {value["name"] for value in event["attributes"]} <= names[event["type"]]
        assert {of["objectId"] for of in event["relationships"]} <= set(ids)
    for one in told["objects"]:
        assert {of["objectId"] for of in one["relationships"]} <= set(ids)


def test_a_library_of_process_mining_reads_it_back(tmp_path: Path) -> None:
    pm4py = pytest.importorskip("pm4py")
    told = log()
    file = tmp_path / "log.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    read = pm4py.read_ocel2_json(str(file))
    assert set(read.events["ocel:eid"]) == {one["id"] for one in told["events"]}
    assert set(read.events["ocel:activity"]) == {one["type"] for one in told["events"]}
    assert set(read.objects["ocel:oid"]) == {one["id"] for one in told["objects"]}
    related = [(one["id"], of["objectId"]) for one in told["events"] for of in one["relationships"]]
    found = zip(read.relations["ocel:eid"], read.relations["ocel:oid"], strict=True)
    assert set(found) == set(related)
    days = {one["id"]: one["time"][:10] for one in told["events"]}
    times = zip(read.events["ocel:eid"], read.events["ocel:timestamp"], strict=True)
    assert {event: str(time)[:10] for event, time in times} == days
    orders = pm4py.ocel_flattening(read, "order")
    assert list(orders["concept:name"])[0] == "order placed"
