"""Public holidays: the days on which nobody picks up, by country and region."""

from datetime import date
from functools import lru_cache

# Easter Monday and the late summer holiday are a nation's own in the United Kingdom. Of an address that names only a
# county it is most likely England.
_MOST_LIKELY_REGION = {"GB": "ENG"}


@lru_cache(maxsize=256)
def holidays_of(country: str, region: str, years: tuple[int, ...]) -> frozenset[date]:
    """Public holidays in these years, with the days given instead of those on a weekend; of a country that is not known
    none.

    `country` is ISO 3166-1 alpha-2, `region` a code of ISO 3166-2 without the country or a name in the country's own
    language; one that is not known has the holidays of the whole country. Days that follow the moon are estimates.
    """
    from holidays import country_holidays

    code = country.strip().upper()
    if len(code) != 2 or not code.isalpha():
        return frozenset()
    try:
        whole = country_holidays(code, years=years)
    except NotImplementedError:
        return frozenset()
    parts = {part: part for part in whole.subdivisions} | whole.subdivisions_aliases
    by_name = {name.casefold(): part for name, part in parts.items()}
    part = by_name.get(region.strip().casefold()) or _MOST_LIKELY_REGION.get(code)
    return frozenset(country_holidays(code, subdiv=part, years=years) if part else whole)
