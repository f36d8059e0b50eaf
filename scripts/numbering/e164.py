"""Numbers (ITU-T E.164): the countries of their prefixes, and the operators ranges were given to."""

import phonenumbers
import regex
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata
from phonenumbers.carrierdata import CARRIER_DATA

SOURCE = f"libphonenumber-{phonenumbers.__version__}"
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


def numbers():
    """Rows (prefix, countries, source) of every calling code that has a country."""
    yield from ITU_NUMBERS
    for code, regions in COUNTRY_CODE_TO_REGION_CODE.items():
        if regions == ("001",):
            continue
        yield str(code), " ".join(SHARED_BY.get(code, regions)), SOURCE
        if len(regions) > 1:
            tree = split(code, [Region(region) for region in regions], "", DEPTH.get(code, DEFAULT_DEPTH))
            # An area code nobody has says nothing, even where its neighbours are all of one country.
            shortest = DEPTH[code] if code == NORTH_AMERICA else 1
            for digits, countries in changes(tree, "", frozenset(SHARED_BY.get(code, regions)), shortest):
                yield f"{code}{digits}", " ".join(sorted(countries)), SOURCE


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


def carriers():
    """Rows (prefix, operator, source) of every range of numbers whose first holder is known."""
    names = {prefix: operator(by_language) for prefix, by_language in CARRIER_DATA.items()}
    for prefix, name in names.items():
        shorter = next((prefix[:n] for n in range(len(prefix) - 1, 0, -1) if prefix[:n] in names), None)
        if name and name != names.get(shorter):
            yield prefix, name, SOURCE


def operator(by_language):
    """The English name, or any."""
    name = by_language.get("en") or min(by_language.items())[1]
    try:
        # Some rows were decoded as Latin-1 upstream ("Ingenier\u00c3\u00ada"); real names do not survive this.
        name = name.encode("latin-1").decode()
    except UnicodeError:
        pass
    return " ".join(name.split())
