"""Codes that belong to no country, written from the assignments the ITU publishes (E.164, E.212, E.164.1)."""

KINDS = {
    "satellite",
    "maritime",
    "aeronautical",
    # Networks and devices in several countries.
    "global",
    "freephone",
    "shared-cost",
    "personal",
    "premium",
    "humanitarian",
    # Trials, laboratories and private networks.
    "test",
}

CODES = """
e164 800 freephone
e164 808 shared-cost
e164 870 satellite Inmarsat
e164 878 personal
e164 87810 personal VisionNG
e164 881 satellite
e164 8816 satellite Iridium
e164 8817 satellite Iridium
e164 8818 satellite Globalstar
e164 8819 satellite Globalstar
e164 882 global
e164 88213 satellite EMSAT
e164 88216 satellite Thuraya
e164 88232 maritime Maritime Communications Partner
e164 88234 global Global Networks Switzerland
e164 88235 global Jasper
e164 88237 maritime AT&T Mobility
e164 88239 global Vodafone Malta
e164 88298 aeronautical SITA OnAir
e164 88299 aeronautical Telenor (AeroMobile)
e164 883 global
e164 883120 global Telenor
e164 8835100 global Voxbone
e164 888 humanitarian
e164 979 premium
e212 001 test
e212 901 global
e212 901-01 satellite ICO
e212 901-03 satellite Iridium
e212 901-05 satellite Thuraya
e212 901-06 satellite Thuraya
e212 901-11 satellite Inmarsat
e212 901-12 maritime Telenor Maritime
e212 901-14 aeronautical AeroMobile
e212 901-15 aeronautical OnAir
e212 901-16 global Cisco Jasper
e212 901-18 maritime AT&T Mobility (Cellular at Sea)
e212 901-19 maritime Monaco Telecom (Epic Maritime)
e212 901-21 maritime Wins Limited
e212 901-26 maritime TIM@sea
e212 901-27 maritime Monaco Telecom (OnMarine)
e212 901-28 global Vodafone
e212 901-31 global Orange
e212 901-37 global Transatel
e212 901-40 global Deutsche Telekom
e212 901-43 global EMnify
e212 901-44 global AT&T
e212 901-53 aeronautical Inmarsat (European Aviation Network)
e212 901-58 global BICS
e212 901-88 humanitarian UN OCHA
e212 902 global
e212 902-01 global MulteFire Alliance
e212 991 test
e212 999 test
"""


def codes():
    """Rows (plan, prefix, kind, name, source)."""
    for line in CODES.strip().split("\n"):
        plan, prefix, kind, *name = line.split(" ", 3)
        yield plan, prefix, kind, "".join(name), "itu"
