#!/usr/bin/env python3
"""Writes data/diameter-avps.tsv: vendor, code, type and name of the Diameter AVPs of public standards.

    apt-get install libwireshark-data
    scripts/diameter_avps.py [/usr/share/wireshark/diameter]

The table is checked in; run this again when the source has changed and read the difference.
Codes, types and names are facts of the standards that data/README.md lists. Where the public list
spells a name or a type otherwise than its standard, the corrections below say what the standard has.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
SOURCE = "/usr/share/wireshark/diameter"
# IETF, 3GPP2, 3GPP, ETSI.
VENDORS = (0, 5535, 10415, 13019)
XML_ENTITIES = ("amp", "lt", "gt", "quot", "apos")

# Basic and derived formats of RFC 6733 4.2 and 4.3 to what a reader has to know. Integers of one size
# are one type; rules are ASCII; a float is left as its octets.
TYPES = {
    "Grouped": "group",
    "UTF8String": "text",
    "DiameterIdentity": "text",
    "DiameterURI": "text",
    "IPFilterRule": "text",
    "QoSFilterRule": "text",
    "OctetString": "octets",
    "OctetStringOrUTF8": "octets",
    "Float32": "octets",
    "Unsigned32": "u32",
    "Integer32": "u32",
    "Enumerated": "u32",
    "AppId": "u32",
    "VendorId": "u32",
    "Unsigned64": "u64",
    "Integer64": "u64",
    "IPAddress": "address",
    "Time": "time",
}

# Types that the standard gives otherwise.
CORRECT_TYPES = {
    # RFC 7155 4.4.10.5: four octets without an address family, as in RADIUS.
    (0, 8): "octets",
    (0, 9): "octets",
    (0, 14): "octets",
    # RADIUS only; never an AVP.
    (0, 26): "octets",
    # RFC 4072 4.1.4.
    (0, 102): "octets",
    # TS 29.061 16.4.7: attributes of RADIUS, addresses without a family.
    (10415, 4): "octets",
    (10415, 6): "octets",
    (10415, 7): "octets",
}

# Names that carry a prefix or suffix in the list to be unique there; RFC 6733, 4372 and 2869,
# TS 29.229, 29.329, 32.299, 29.272, 29.172, 29.212, ETSI TS 183 033, ES 283 034.
CORRECT_NAMES = {
    (0, 50): "Acct-Multi-Session-Id",
    (0, 80): "Message-Authenticator",
    (0, 89): "Chargeable-User-Identity",
    (10415, 606): "User-Data",
    (10415, 607): "SIP-Number-Auth-Items",
    (10415, 608): "SIP-Authentication-Scheme",
    (10415, 609): "SIP-Authenticate",
    (10415, 610): "SIP-Authorization",
    (10415, 612): "SIP-Auth-Data-Item",
    (10415, 613): "SIP-Item-Number",
    (10415, 627): "User-Data-Request-Type",
    (10415, 702): "User-Data",
    (10415, 824): "SIP-Method",
    (10415, 872): "Reporting-Reason",
    (10415, 1483): "Service-Type",
    (10415, 2500): "SLg-Location-Type",
    (10415, 2548): "Termination-Cause",
    (10415, 2847): "3GPP-PS-Data-Off-Status",
    (10415, 4411): "Relay-IP-Address",
    (13019, 310): "Maximum-Priority",
    (13019, 353): "Requested-Information",
    (13019, 354): "Event-Type",
    (13019, 420): "Event-Type",
    (13019, 450): "Binding-Information",
    (13019, 457): "Requested-Information",
}


def dictionary(folder):
    """The list with its parts put in where it names them."""
    read = lambda name: (folder / name).read_text(encoding="utf-8")
    text = re.sub(r"<!DOCTYPE.*?\]>", "", read("dictionary.xml"), flags=re.S)

    def part(match):
        if match[1] in XML_ENTITIES:
            return match[0]
        return re.sub(r"<\?xml.*?\?>", "", read(match[1] + ".xml"))

    return ElementTree.fromstring(re.sub(r"&(\w+);", part, text))


def rows(root):
    """(vendor, code) to (type, name)."""
    vendors = {vendor.get("vendor-id"): int(vendor.get("code")) for vendor in root.iter("vendor")}
    table = {}
    for avp in root.iter("avp"):
        key = (vendors[avp.get("vendor-id", "None")], int(avp.get("code")))
        if key[0] not in VENDORS:
            continue
        if key in table:
            sys.exit(f"two rows for {key}: {table[key]}, {avp.get('name')}")
        name = avp.get("name").strip()
        if key[0] == 13019:
            name = name.removeprefix("ETSI-")
        form = "Grouped" if avp.find("grouped") is not None else avp.find("type").get("type-name")
        table[key] = (CORRECT_TYPES.get(key, TYPES[form]), CORRECT_NAMES.get(key, name))
    return table


def main():
    table = rows(dictionary(Path(sys.argv[1] if len(sys.argv) > 1 else SOURCE)))
    lines = ["# vendor\tcode\ttype\tname"]
    lines += [f"{vendor}\t{code}\t{form}\t{name}" for (vendor, code), (form, name) in sorted(table.items())]
    (DATA / "diameter-avps.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
