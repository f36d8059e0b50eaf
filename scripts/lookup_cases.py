#!/usr/bin/env python3
"""Writes the cases of crates/sigwarden-operators/tests/lookup.rs: addresses, and what others say of them.

    pip install phonenumbers==9.0.43 regex
    scripts/lookup_cases.py

numbers.tsv: an example of a mobile and of a fixed number of every region of phonenumbers, the first digits of
each (as Global Titles are often known) and each with two digits more (Global Titles are often too long).
What phonenumbers says of them does not pass through the tables of data/, nor through the scripts that make
these: it matches whole numbers, the tables are looked up by prefix.

networks.tsv: rows of data/mcc.tsv and data/international.tsv as network codes and as IMSIs, and IMSIs around
every boundary between network codes of two and of three digits.
"""

import sys
from pathlib import Path

sys.dont_write_bytecode = True

import phonenumbers  # noqa: E402
from numbering import e212  # noqa: E402
from phonenumbers import PhoneNumberType, carrier  # noqa: E402
from phonenumbers.phonenumberutil import region_codes_for_country_code  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "crates/sigwarden-operators/tests/lookup"
KINDS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
# Codes of countries whose network codes have two digits or three, and those of tests.
MIXED = "001 208 214 250 255 310 314 338 350 374 405 441 467 502 704 710 714 738 999".split()
# Rows of data/mcc.tsv for each code, from the start and from the end.
ROWS_OF_A_CODE = 3
# Every so many of the other rows.
STEP = 20
IMSI_DIGITS = 15


def main():
    write("numbers.tsv", "address kind region countries operator", numbers())
    write("networks.tsv", "address kind network countries operator use", sorted(set(networks())))


def write(name, columns, rows):
    lines = ["# " + "\t".join(columns.split()), *("\t".join(row) for row in rows)]
    (CASES / name).write_text("\n".join(lines) + "\n")
    print(f"{name}: {len(lines) - 1} rows")


def numbers():
    """Rows (address, kind, region, every region of the calling code, operator)."""
    seen = set()
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in KINDS:
            example = phonenumbers.example_number_for_type(region, kind)
            digits = example and f"{example.country_code}{phonenumbers.national_significant_number(example)}"
            if not digits or digits in seen:
                continue
            seen.add(digits)
            number = phonenumbers.parse("+" + digits)
            yield from variations(digits, phonenumbers.region_code_for_number(number), mobile=kind == KINDS[0])


def variations(digits, region, mobile):
    yield row(digits, "msisdn" if mobile else "gt", region)
    # 6, 7 or 8 digits, by turns.
    cut = digits[: 6 + sum(map(int, digits)) % 3]
    if len(cut) < len(digits):
        yield row(cut, "gt", region)
    yield row(digits + "07", "gt", region)


def row(digits, kind, region):
    countries = region_codes_for_country_code(phonenumbers.parse("+" + digits).country_code)
    return digits, kind, region, " ".join(sorted(countries)), operator(digits)


def operator(digits):
    """By prefix, whether or not the number is one that a subscriber may have."""
    return carrier.name_for_valid_number(phonenumbers.parse("+" + digits), "en")


def table(name):
    return [tuple(line.split("\t")) for line in (ROOT / "data" / name).read_text().splitlines()[1:]]


def networks():
    """Rows (address, kind, network code, countries, operator, what a code without a country is for)."""
    rows = table("mcc.tsv")
    known = {row[0]: row[1:3] for row in rows}
    listed = [network for network in known if "-" in network]
    chosen = set(listed[::STEP])
    for mcc in MIXED:
        of_code = [network for network in listed if network.startswith(mcc)]
        chosen.update(of_code[:ROWS_OF_A_CODE] + of_code[-ROWS_OF_A_CODE:])
    for network in sorted(chosen):
        yield network, "plmn", network, *known[network], ""
        yield imsi(network), "imsi", network, *known[network], ""
    for plan, prefix, kind, name, _ in table("international.tsv"):
        if plan == "e164":
            yield prefix + "000", "gt", "", "", name or operator(prefix + "000"), kind
        elif "-" in prefix:
            yield prefix, "plmn", prefix, "", name, kind
            yield imsi(prefix), "imsi", prefix, "", name, kind
        else:
            yield prefix + "-00", "plmn", prefix + "-00", "", "", kind
    for network in boundaries():
        if network[:3] in known:
            yield imsi(network), "imsi", network, *known.get(network, known[network[:3]]), ""
        elif network[:3] in ("001", "999"):
            yield imsi(network), "imsi", network, "", "", "test"


def imsi(network):
    """A subscriber of a network, with a digit behind a code of two digits that makes no code of three of it."""
    mcc, mnc = network.split("-")
    digit = next(d for d in "0123456789" if len(mnc) > 2 or not e212.three_digits(int(mcc), int(mnc + d)))
    return (mcc + mnc + digit).ljust(IMSI_DIGITS, "0")


def boundaries():
    """The networks on both sides of where codes of three digits begin and end."""
    for first, last, low, high in e212.THREE_DIGITS:
        for mcc in {first, last}:
            yield from (f"{mcc:03}-{mnc:03}" for mnc in {low, high})
            for mnc in {low - 1, high + 1}:
                if 0 <= mnc <= 999 and not e212.three_digits(mcc, mnc):
                    yield f"{mcc:03}-{mnc // 10:02}"


if __name__ == "__main__":
    main()
