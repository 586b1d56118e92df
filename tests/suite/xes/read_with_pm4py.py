"""Reads a log with pm4py and writes what it read as JSON: read_with_pm4py.py LOG JSON"""

import datetime
import json
import sys

import pm4py

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def typed(value):
    if isinstance(value, bool):
        return {"boolean": value}
    if isinstance(value, int):
        return {"int": value}
    if isinstance(value, float):
        return {"float": value}
    if isinstance(value, str):
        return {"string": value}
    if isinstance(value, datetime.datetime):
        return {"date": (value - EPOCH) // datetime.timedelta(milliseconds=1)}
    if isinstance(value, dict) and isinstance(value.get("children"), list):
        return {"list": [typed(member) for _, member in value["children"]]}
    raise TypeError(f"{value!r} is of no type that a log has")


def element(attributes):
    return {key: typed(value) for key, value in attributes.items()}


def main(path, result):
    log = pm4py.read_xes(path, variant="iterparse", return_legacy_log_object=True, show_progress_bar=False)
    table = pm4py.read_xes(path, variant="iterparse", show_progress_bar=False)
    read = {
        "log": element(log.attributes),
        "traces": [
            {"attributes": element(trace.attributes), "events": [element(event) for event in trace]} for trace in log
        ],
        "globals": {scope: sorted(attributes) for scope, attributes in log.omni_present.items()},
        "classifiers": log.classifiers,
        "extensions": {each["prefix"]: each["uri"] for each in log.extensions.values()},
        # What its analyses work on: a row per event.
        "rows": list(zip(table["case:concept:name"], table["concept:name"])) if len(table) else [],
        "variants": len(pm4py.get_variants(table)) if len(table) else 0,
    }
    with open(result, "w", encoding="utf-8") as file:
        json.dump(read, file)


main(*sys.argv[1:])
