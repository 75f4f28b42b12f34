"""JSON-stat 2, as PxWeb answers, → a table of texts."""

import json
from typing import Any

from mittaristo.i18n.translation import N_
from mittaristo.importing.context.told import CUT_SHORT, Told, of_cube, unreadable

NO_DATASET = N_("this is JSON, but no data set of JSON-stat 2.")


def read(content: bytes, name: str) -> Told:
    """The table. Codes stand before labels in a category: KU205 Kajaani. Raises Refusal."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as wrong:
        raise unreadable(name, CUT_SHORT) from wrong
    if not isinstance(found, dict) or found.get("class", "dataset") != "dataset":
        raise unreadable(name, NO_DATASET)
    try:
        return _table(found, name)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as wrong:
        raise unreadable(name, NO_DATASET) from wrong


def _table(found: dict[str, Any], name: str) -> Told:
    ids, sizes = list(found["id"]), list(found["size"])
    dimensions = [found["dimension"][one] for one in ids]
    categories = [_categories(one["category"]) for one in dimensions]
    count = 1
    for size, known in zip(sizes, categories, strict=True):
        if size != len(known):
            raise unreadable(name, CUT_SHORT)
        count *= size
    values = found["value"]
    if isinstance(values, dict):
        values = [values.get(str(nth)) for nth in range(count)]
    if len(values) != count:
        raise unreadable(name, CUT_SHORT)
    metric = next(iter(found.get("role", {}).get("metric", [])), None)
    labels = [one.get("label") or own for own, one in zip(ids, dimensions, strict=True)]
    content = labels[ids.index(metric)] if metric in ids else None
    if content is not None:
        place = labels.index(content)
        categories[place] = [one.split("\t")[-1] for one in categories[place]]
    plain = [[one.replace("\t", " ") for one in known] for known in categories]
    return of_cube(labels, plain, [_written(value) for value in values], content)


def _categories(category: dict[str, Any]) -> list[str]:
    """Each category's code and label, in their order."""
    index = category.get("index") or list(category["label"])
    codes = sorted(index, key=lambda code: index[code]) if isinstance(index, dict) else list(index)
    labels = category.get("label", {})
    return [f"{code}\t{labels[code]}" if labels.get(code, code) != code else code for code in codes]


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    return str(value)
