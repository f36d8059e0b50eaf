"""Mobile networks (ITU-T E.212): their countries and operators, and how long their codes are."""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

SOURCE = "mobile-broadband-provider-info"

# Mobile country codes, written from the assignments in the ITU Operational Bulletin.
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
# Where network codes have three digits: first and last country code, first and last network code.
# Everywhere else they have two.
THREE_DIGITS = [
    tuple(int(number) for number in line.split("\t"))
    for line in (Path(__file__).resolve().parents[2] / "data" / "mnc-lengths.tsv").read_text().splitlines()
    if not line.startswith("#")
]
# More names than this tell nothing of who runs a network.
MOST_NAMES = 4


def networks(path):
    """Rows (MCC or MCC-MNC, countries, operator, source): every code, and every network of the list."""
    listed = providers(path)
    assigned = assignments()
    for mcc, countries in assigned.items():
        seen = {entry[0] for network, found in listed.items() if network[:3] == mcc for entry in found}
        yield mcc, countries, "", SOURCE if seen == set(countries.split()) else "itu"
        if seen - set(countries.split()):
            report(f"{mcc} is {countries}; the provider list also says {sorted(seen)}")
    for mcc in sorted({network[:3] for network in listed} - set(assigned)):
        report(f"{mcc} is not assigned; the provider list has it")
    one = dict(row.split(" ") for row in ITU_PLMN.split("|"))
    for network in sorted(set(listed) | set(one)):
        here = assigned.get(network[:3], "").split()
        found = [entry for entry in listed.get(network, []) if entry[0] in here]
        if network in one:
            yield network, one[network], operator(found), "itu"
        elif not length_fits(network):
            report(f"{network}: wrong length of a network code; skipped")
        elif found:
            countries, source = countries_of(network, here, listed[network])
            yield network, countries, operator(found), source
        else:
            report(f"{network}: the provider list says {listed[network]}; skipped")


def providers(path):
    """What the list says of each network: [(country, provider, whether it runs the network)]."""
    listed = {}
    for country in ElementTree.parse(path).getroot().iter("country"):
        for provider in country.iter("provider"):
            # The name without a language comes first, in Latin letters wherever there is another.
            entry = country.get("code").upper(), text(provider.find("name")), provider.get("primary") == "true"
            for network in provider.iter("network-id"):
                listed.setdefault(f"{network.get('mcc')}-{network.get('mnc')}", []).append(entry)
    return listed


def assignments():
    """The countries of each mobile country code."""
    return dict(row.split(" ", 1) for row in ITU_MCC.replace("\n", "|").split("|") if row)


def countries_of(network, here, entries):
    """The country the list gives a network, and the source; all of the code where the list contradicts itself."""
    found = {country for country, _, _ in entries}
    narrow = len(found) == 1 and network[:3] not in ONE_MNC_FOR_ALL
    return (found.pop(), SOURCE) if narrow else (" ".join(here), "itu")


def operator(entries):
    """Who runs a network: its primary provider, or everybody listed."""
    primary = list(dict.fromkeys(name for _, name, runs_it in entries if runs_it))
    names = primary if len(primary) == 1 else list(dict.fromkeys(name for _, name, _ in entries))
    return " / ".join(names[:MOST_NAMES] + ["…"] * (len(names) > MOST_NAMES))


def length_fits(network):
    """Whether a network code has as many digits as the rule says."""
    mcc, mnc = network.split("-")
    if len(mnc) == 3:
        return three_digits(int(mcc), int(mnc))
    # Two digits are wrong where three follow whatever comes next.
    return not all(three_digits(int(mcc), int(mnc) * 10 + next_digit) for next_digit in range(10))


def three_digits(mcc, mnc):
    return any(first <= mcc <= last and low <= mnc <= high for first, last, low, high in THREE_DIGITS)


def text(element):
    return " ".join(element.text.split())


def report(message):
    print(message, file=sys.stderr)
