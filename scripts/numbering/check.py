"""What must hold in the tables, whatever their sources say."""

import re

from numbering import e212, international
from numbering.known import codes as known_codes

COUNTRY_CODE = re.compile(r"[1-9]\d*")
NETWORK = re.compile(r"\d{3}(-\d{2,3})?")


def problems(tables):
    """Everything that is wrong, in words. `tables`: {file: (columns, rows)}."""
    for name, (columns, rows) in tables.items():
        yield from (f"{name}: {problem}" for problem in shape(columns, rows))
    yield from (f"{name}: {problem}" for name, content in CONTENTS.items() for problem in content(tables))


def rows_of(tables, name):
    return tables[f"{name}.tsv"][1]


def shape(columns, rows):
    """The same for every table: columns, order, no key twice, clean cells."""
    for row in rows:
        if len(row) != len(columns):
            yield f"{row} has not {len(columns)} columns"
        for cell in row:
            if cell != " ".join(cell.split()) or not cell.isprintable():
                yield f"{row}: {cell!r} has stray spaces or control characters"
    if list(rows) != sorted(rows):
        yield "not sorted"
    keys = [row[:2] if columns[0] == "plan" else row[:1] for row in rows]
    for key in sorted({key for key in keys if keys.count(key) > 1} if len(set(keys)) < len(keys) else ()):
        yield f"{key} twice"


def numbers(tables):
    for prefix, countries, _ in rows_of(tables, "e164"):
        if not COUNTRY_CODE.fullmatch(prefix) or not countries or set(countries.split(" ")) - known_codes():
            yield f"{prefix} {countries!r}"


def carriers(tables):
    names = {row[0]: row[1] for row in rows_of(tables, "carriers")}
    begin = {row[0] for row in rows_of(tables, "e164")}
    begin |= {row[1] for row in rows_of(tables, "international") if row[0] == "e164"}
    for prefix, name in names.items():
        shorter = [prefix[:length] for length in range(len(prefix) - 1, 0, -1)]
        if not prefix.isdecimal() or not begin.intersection([prefix, *shorter]):
            yield f"{prefix} begins with no calling code"
        if not name or name == next((names[above] for above in shorter if above in names), None):
            yield f"{prefix} says nothing"


def networks(tables):
    codes = {row[0]: set(row[1].split(" ")) for row in rows_of(tables, "mcc")}
    for network, countries, operator, _ in rows_of(tables, "mcc"):
        if not NETWORK.fullmatch(network) or not codes[network] <= codes.get(network[:3], set()) & known_codes():
            yield f"{network} {countries!r}"
        if "-" in network and not e212.length_fits(network):
            yield f"{network} has a network code of the wrong length"
        if "-" not in network and operator:
            yield f"{network} has an operator"


def codes_without_country(tables):
    taken = {"e164": {row[0] for row in rows_of(tables, "e164")}, "e212": {row[0] for row in rows_of(tables, "mcc")}}
    for plan, prefix, kind, _, _ in rows_of(tables, "international"):
        pattern = {"e164": COUNTRY_CODE, "e212": NETWORK}.get(plan)
        if not pattern or not pattern.fullmatch(prefix) or kind not in international.KINDS:
            yield f"{plan} {prefix} {kind}"
            continue
        # Calling codes of countries have up to three digits, as have those of none; so have mobile country codes.
        above = [prefix[:3]] if plan == "e212" else [prefix[:1], prefix[:2], prefix[:3]]
        if taken[plan].intersection(above):
            yield f"{plan} {prefix} is a country's"


def countries(tables):
    rows = rows_of(tables, "countries")
    beside = {row[0]: set(row[6].split()) for row in rows}
    if set(beside) != known_codes():
        yield f"not the countries of country.rs: {sorted(set(beside) ^ known_codes())}"
    if len({row[1] for row in rows}) < len(rows):
        yield "alpha-3 twice"
    for code, alpha3, name, latitude, longitude, radius, _, _ in rows:
        if not re.fullmatch("[A-Z]{3}", alpha3) or not name:
            yield f"{code}: {alpha3} {name}"
        place = bool(latitude), bool(longitude), bool(radius)
        if any(place) and not (all(place) and abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180):
            yield f"{code} is at {latitude} {longitude}"
        if radius and not 0 <= int(radius) <= 20016:
            yield f"{code} has a radius of {radius} km"
        for other in sorted(beside[code]):
            if other == code or code not in beside.get(other, ()):
                yield f"{code} has {other} as neighbour, but not the other way round"


def sources(tables):
    listed = {row[0] for row in rows_of(tables, "sources")}
    used = used_sources(tables)
    if listed != used:
        yield f"listed but not used, or used but not listed: {sorted(listed ^ used)}"
    for source, title, date, licence in rows_of(tables, "sources"):
        if not title or not licence or not re.fullmatch(r"\d{4}-\d\d-\d\d", date):
            yield f"{source} {title} {date} {licence}"


def used_sources(tables):
    return {row[-1] for name, (_, rows) in tables.items() if name != "sources.tsv" for row in rows}


CONTENTS = {
    "e164.tsv": numbers,
    "carriers.tsv": carriers,
    "mcc.tsv": networks,
    "international.tsv": codes_without_country,
    "countries.tsv": countries,
    "sources.tsv": sources,
}
