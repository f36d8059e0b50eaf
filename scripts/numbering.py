#!/usr/bin/env python3
"""Writes data/e164.tsv and data/mcc.tsv: which country a number or a network belongs to.

    pip install phonenumbers regex
    apt-get install mobile-broadband-provider-info
    scripts/numbering.py [serviceproviders.xml]

Both tables are checked in; run this again when the sources have changed and read the difference.
data/README.md says what the columns mean, where the rows come from and under which licence.
"""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import phonenumbers
import regex
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

DATA = Path(__file__).resolve().parent.parent / "data"
PROVIDERS = "/usr/share/mobile-broadband-provider-info/serviceproviders.xml"
NORTH_AMERICA = 1
# How many digits after the calling code may tell one country of a shared code from another.
DEPTH = {NORTH_AMERICA: 3}
DEFAULT_DEPTH = 5
# The countries of a code where no longer prefix says more. The North American plan has 25 members;
# all but these two have area codes of their own, which the table lists.
SHARED_BY = {NORTH_AMERICA: ("US", "CA")}
# Assigned by the ITU, not yet in libphonenumber.
ITU_NUMBERS = [("76", "KZ", "itu")]
TYPES = ("fixed_line", "mobile", "personal_number", "voip", "pager", "uan")

# ITU-T E.212 mobile country codes, written from the assignments in the ITU Operational Bulletin.
# Several countries: the code is shared; networks of it that are known to be of one are below.
ITU_MCC = """
202 GR|204 NL|206 BE|208 FR|212 MC|213 AD|214 ES|216 HU|218 BA|219 HR|220 RS|221 XK|222 IT|225 VA|226 RO
228 CH|230 CZ|231 SK|232 AT|234 GB GG IM JE|235 GB|238 DK|240 SE|242 NO SJ|244 FI AX|246 LT|247 LV|248 EE
250 RU|255 UA|257 BY|259 MD|260 PL|262 DE|266 GI|268 PT|270 LU|272 IE|274 IS|276 AL|278 MT|280 CY|282 GE
283 AM|284 BG|286 TR|288 FO|289 GE|290 GL|292 SM|293 SI|294 MK|295 LI|297 ME
302 CA|308 PM|310 US GU MP PR|311 US GU|312 US|313 US|314 US|315 US|316 US|330 PR|332 VI|334 MX
338 JM BM TC|340 GP BL GF MF MQ|342 BB|344 AG|346 KY|348 VG|350 BM|352 GD|354 MS|356 KN|358 LC|360 VC
362 BQ CW SX|363 AW|364 BS|365 AI|366 DM|368 CU|370 DO|372 HT|374 TT|376 TC
400 AZ|401 KZ|402 BT|404 IN|405 IN|406 IN|410 PK|412 AF|413 LK|414 MM|415 LB|416 JO|417 SY|418 IQ|419 KW
420 SA|421 YE|422 OM|424 AE|425 IL PS|426 BH|427 QA|428 MN|429 NP|430 AE|431 AE|432 IR|434 UZ|436 TJ
437 KG|438 TM|440 JP|441 JP|450 KR|452 VN|454 HK|455 MO|456 KH|457 LA|460 CN|461 CN|466 TW|467 KP|470 BD
472 MV
502 MY|505 AU CC CX NF|510 ID|514 TL|515 PH|520 TH|525 SG|528 BN|530 NZ|536 NR|537 PG|539 TO|540 SB|541 VU
542 FJ|543 WF|544 AS|545 KI|546 NC|547 PF|548 CK|549 WS|550 FM|551 MH|552 PW|553 TV|554 TK|555 NU
602 EG|603 DZ|604 MA EH|605 TN|606 LY|607 GM|608 SN|609 MR|610 ML|611 GN|612 CI|613 BF|614 NE|615 TG|616 BJ
617 MU|618 LR|619 SL|620 GH|621 NG|622 TD|623 CF|624 CM|625 CV|626 ST|627 GQ|628 GA|629 CG|630 CD|631 AO
632 GW|633 SC|634 SD|635 RW|636 ET|637 SO|638 DJ|639 KE|640 TZ|641 UG|642 BI|643 MZ|645 ZM|646 MG|647 RE YT
648 ZW|649 NA|650 MW|651 LS|652 BW|653 SZ|654 KM|655 ZA|657 ER|658 SH AC TA|659 SS
702 BZ|704 GT|706 SV|708 HN|710 NI|712 CR|714 PA|716 PE|722 AR|724 BR|730 CL|732 CO|734 VE|736 BO|738 GY
740 EC|742 GF|744 PY|746 SR|748 UY|750 FK
534 MP|535 GU
"""
# Networks of a shared code that are of one country of it; the provider list adds more.
ITU_PLMN = (
    "234-03 JE|234-28 JE|234-36 IM|234-50 JE|234-55 GG|234-58 IM|310-004 US|310-030 US|310-032 GU|310-110 MP"
    "|310-120 US|310-140 GU|310-370 GU|311-250 GU|425-05 PS|425-06 PS|505-10 NF"
)
# Codes whose networks serve several countries under one MNC: no network of them says which.
ONE_MNC_FOR_ALL = {"338"}


def main():
    write("e164.tsv", "prefix\tcountries\tsource", sorted(numbers()))
    write("mcc.tsv", "network\tcountries\tsource", sorted(networks(sys.argv[1] if len(sys.argv) > 1 else PROVIDERS)))


def write(name, header, rows):
    text = "".join("\t".join(row) + "\n" for row in rows)
    (DATA / name).write_text("# " + header + "\n" + text)
    print(f"{name}: {len(rows)} rows")


# E.164


def numbers():
    """Rows (prefix, countries, source) of every calling code that has a country."""
    source = f"libphonenumber-{phonenumbers.__version__}"
    yield from ITU_NUMBERS
    for code, regions in COUNTRY_CODE_TO_REGION_CODE.items():
        if regions == ("001",):
            continue
        yield str(code), " ".join(SHARED_BY.get(code, regions)), source
        if len(regions) > 1:
            tree = split(code, [Region(region) for region in regions], "", DEPTH.get(code, DEFAULT_DEPTH))
            # An area code nobody has says nothing, even where its neighbours are all of one country.
            shortest = DEPTH[code] if code == NORTH_AMERICA else 1
            for digits, countries in changes(tree, "", frozenset(SHARED_BY.get(code, regions)), shortest):
                yield f"{code}{digits}", " ".join(sorted(countries)), source


class Region:
    """What libphonenumber knows of one country of a shared calling code."""

    def __init__(self, name):
        data = PhoneMetadata.metadata_for_region(name)
        self.name, self.main = name, data.main_country_for_code
        self.leading_suffices = not self.main and data.country_code != NORTH_AMERICA
        self.leading = data.leading_digits and regex.compile(f"(?:{data.leading_digits})")
        # In North America only area codes tell countries apart: the services of all others are shared.
        kinds = (getattr(data, kind) for kind in (TYPES[:1] if data.country_code == NORTH_AMERICA else TYPES))
        self.patterns = [regex.compile(k.national_number_pattern) for k in kinds if k and k.national_number_pattern]

    def has(self, digits):
        """True when a number of this country may begin with these national digits."""
        if self.leading and not self.leading.match(digits, partial=True):
            return False
        if self.leading and self.leading_suffices:
            return True
        return any(pattern.fullmatch(digits, partial=True) for pattern in self.patterns)


def split(code, regions, digits, depth):
    """The tree below `digits`: (countries, {digit: subtree}). Outside North America, countries with
    the same numbers count as the main country, as in libphonenumber: the others use its networks."""
    possible = [region for region in regions if region.has(digits)]
    settled = len(possible) <= (0 if code == NORTH_AMERICA else 1)
    if depth == 0 or settled:
        main = [region for region in possible if region.main and code != NORTH_AMERICA]
        return frozenset(region.name for region in main or possible), {}
    below = {digit: split(code, possible, digits + digit, depth - 1) for digit in "0123456789"}
    return frozenset().union(*(tree[0] for tree in below.values())), below


def changes(tree, digits, above, shortest):
    """The prefixes of at least `shortest` digits whose countries differ from those of the next shorter one."""
    countries, below = tree
    if not countries:
        return
    if len(digits) >= shortest and countries != above:
        yield digits, countries
        above = countries
    for digit, subtree in below.items():
        yield from changes(subtree, digits + digit, above, shortest)


# E.212


def networks(path):
    """Rows (MCC or MCC-MNC, countries, source): every code, and the networks of shared codes."""
    listed = {}
    for country in ElementTree.parse(path).getroot().iter("country"):
        for network in country.iter("network-id"):
            listed.setdefault((network.get("mcc"), network.get("mnc")), set()).add(country.get("code").upper())
    assigned = dict(row.split(" ", 1) for row in ITU_MCC.replace("\n", "|").split("|") if row)
    for mcc, countries in assigned.items():
        seen = set().union(*(found for (code, _), found in listed.items() if code == mcc))
        same = seen == set(countries.split())
        yield mcc, countries, "mobile-broadband-provider-info" if same else "itu"
        if seen - set(countries.split()):
            print(f"{mcc} is {countries}; the provider list also says {sorted(seen)}", file=sys.stderr)
    one = dict(row.split(" ") for row in ITU_PLMN.split("|"))
    yield from ((network, country, "itu") for network, country in one.items())
    for (mcc, mnc), found in listed.items():
        shared = assigned.get(mcc, "").split()
        if mcc in ONE_MNC_FOR_ALL:
            continue
        if len(shared) > 1 and len(found) == 1 and found <= set(shared) and f"{mcc}-{mnc}" not in one:
            yield f"{mcc}-{mnc}", found.pop(), "mobile-broadband-provider-info"
    for mcc in sorted({code for code, _ in listed} - set(assigned)):
        print(f"{mcc} is not assigned; the provider list has it", file=sys.stderr)


if __name__ == "__main__":
    main()
