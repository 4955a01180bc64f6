"""Where somebody is: country codes, what a postcode says about the country, and the clock there.

Codes are ISO 3166-1 and ISO 3166-2; zones are names of the IANA tz database (zone.tab). A state that lies in
two zones has the one in which most of its people live.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# ISO alpha-2, alpha-3, the zone (blank where the region decides), names people type.
_COUNTRIES = (
    ("AE", "ARE", "Asia/Dubai", "United Arab Emirates|UAE|Vereinigte Arabische Emirate|Émirats arabes unis"
     "|阿联酋"),
    ("AR", "ARG", "America/Argentina/Buenos_Aires", "Argentina|Argentinien|Argentine|阿根廷|アルゼンチン"),
    ("AT", "AUT", "Europe/Vienna", "Austria|Österreich|Autriche|奥地利|奧地利|オーストリア"),
    ("AU", "AUS", "", "Australia|Australien|Australie|澳大利亚|澳洲|オーストラリア"),
    ("BD", "BGD", "Asia/Dhaka", "Bangladesh|Bangladesch|孟加拉国|バングラデシュ"),
    ("BE", "BEL", "Europe/Brussels", "Belgium|Belgien|Belgique|België|比利时|比利時|ベルギー"),
    ("BG", "BGR", "Europe/Sofia", "Bulgaria|Bulgarien|Bulgarie|保加利亚|ブルガリア"),
    ("BR", "BRA", "", "Brazil|Brasil|Brasilien|Brésil|巴西|ブラジル"),
    ("CA", "CAN", "", "Canada|Kanada|加拿大|カナダ"),
    ("CH", "CHE", "Europe/Zurich", "Switzerland|Schweiz|Suisse|Svizzera|瑞士|スイス"),
    ("CL", "CHL", "", "Chile|Chili|智利|チリ"),
    ("CN", "CHN", "Asia/Shanghai", "China|PRC|P.R. China|People's Republic of China|Chine|VR China"
     "|中国|中國|中华人民共和国"),
    ("CO", "COL", "America/Bogota", "Colombia|Kolumbien|Colombie|哥伦比亚|コロンビア"),
    ("CR", "CRI", "America/Costa_Rica", "Costa Rica|哥斯达黎加|コスタリカ"),
    ("CY", "CYP", "Asia/Nicosia", "Cyprus|Zypern|Chypre|塞浦路斯|キプロス"),
    ("CZ", "CZE", "Europe/Prague", "Czechia|Czech Republic|Tschechien|Tschechische Republik|Tchéquie"
     "|捷克|チェコ"),
    ("DE", "DEU", "Europe/Berlin", "Germany|Deutschland|Allemagne|Alemania|BRD|德国|德國|ドイツ"),
    ("DK", "DNK", "Europe/Copenhagen", "Denmark|Dänemark|Danemark|Danmark|丹麦|丹麥|デンマーク"),
    ("DZ", "DZA", "Africa/Algiers", "Algeria|Algerien|Algérie|阿尔及利亚|アルジェリア"),
    ("EE", "EST", "Europe/Tallinn", "Estonia|Estland|Estonie|Eesti|爱沙尼亚|エストニア"),
    ("EG", "EGY", "Africa/Cairo", "Egypt|Ägypten|Égypte|埃及|エジプト"),
    ("ES", "ESP", "Europe/Madrid", "Spain|Spanien|Espagne|España|西班牙|スペイン"),
    ("FI", "FIN", "Europe/Helsinki", "Finland|Finnland|Finlande|Suomi|芬兰|芬蘭|フィンランド"),
    ("FR", "FRA", "Europe/Paris", "France|Frankreich|法国|法國|フランス"),
    ("GB", "GBR", "Europe/London", "United Kingdom|UK|Great Britain|Britain|England|Scotland|Wales"
     "|Northern Ireland|Vereinigtes Königreich|Großbritannien|Royaume-Uni|英国|英國|イギリス"),
    ("GH", "GHA", "Africa/Accra", "Ghana|加纳|ガーナ"),
    ("GR", "GRC", "Europe/Athens", "Greece|Griechenland|Grèce|Hellas|希腊|希臘|ギリシャ"),
    ("HK", "HKG", "Asia/Hong_Kong", "Hong Kong|Hongkong|Hong Kong SAR|香港"),
    ("HR", "HRV", "Europe/Zagreb", "Croatia|Kroatien|Croatie|Hrvatska|克罗地亚|クロアチア"),
    ("HU", "HUN", "Europe/Budapest", "Hungary|Ungarn|Hongrie|匈牙利|ハンガリー"),
    ("ID", "IDN", "", "Indonesia|Indonesien|Indonésie|印度尼西亚|印尼|インドネシア"),
    ("IE", "IRL", "Europe/Dublin", "Ireland|Republic of Ireland|Irland|Irlande|爱尔兰|愛爾蘭|アイルランド"),
    ("IL", "ISR", "Asia/Jerusalem", "Israel|Israël|以色列|イスラエル"),
    ("IN", "IND", "Asia/Kolkata", "India|Indien|Inde|印度|インド"),
    ("IS", "ISL", "Atlantic/Reykjavik", "Iceland|Island|Islande|冰岛|冰島|アイスランド"),
    ("IT", "ITA", "Europe/Rome", "Italy|Italien|Italie|Italia|意大利|義大利|イタリア"),
    ("JP", "JPN", "Asia/Tokyo", "Japan|Japon|日本|日本国"),
    ("KE", "KEN", "Africa/Nairobi", "Kenya|Kenia|肯尼亚|ケニア"),
    ("KR", "KOR", "Asia/Seoul", "South Korea|Korea|Republic of Korea|Korea, Republic of|Südkorea|Corée du Sud"
     "|韩国|韓國|韓国|大韩民国"),
    ("KW", "KWT", "Asia/Kuwait", "Kuwait|Koweït|科威特|クウェート"),
    ("LI", "LIE", "Europe/Vaduz", "Liechtenstein|列支敦士登|リヒテンシュタイン"),
    ("LK", "LKA", "Asia/Colombo", "Sri Lanka|斯里兰卡|スリランカ"),
    ("LT", "LTU", "Europe/Vilnius", "Lithuania|Litauen|Lituanie|Lietuva|立陶宛|リトアニア"),
    ("LU", "LUX", "Europe/Luxembourg", "Luxembourg|Luxemburg|卢森堡|盧森堡|ルクセンブルク"),
    ("LV", "LVA", "Europe/Riga", "Latvia|Lettland|Lettonie|Latvija|拉脱维亚|ラトビア"),
    ("MA", "MAR", "Africa/Casablanca", "Morocco|Marokko|Maroc|摩洛哥|モロッコ"),
    ("MO", "MAC", "Asia/Macau", "Macau|Macao|澳门|澳門|マカオ"),
    ("MT", "MLT", "Europe/Malta", "Malta|Malte|马耳他|マルタ"),
    ("MX", "MEX", "", "Mexico|México|Mexiko|Mexique|墨西哥|メキシコ"),
    ("MY", "MYS", "Asia/Kuala_Lumpur", "Malaysia|Malaisie|马来西亚|馬來西亞|マレーシア"),
    ("NG", "NGA", "Africa/Lagos", "Nigeria|Nigéria|尼日利亚|ナイジェリア"),
    ("NL", "NLD", "Europe/Amsterdam", "Netherlands|The Netherlands|Holland|Niederlande|Pays-Bas|Nederland"
     "|荷兰|荷蘭|オランダ"),
    ("NO", "NOR", "Europe/Oslo", "Norway|Norwegen|Norvège|Norge|挪威|ノルウェー"),
    ("NP", "NPL", "Asia/Kathmandu", "Nepal|Népal|尼泊尔|ネパール"),
    ("NZ", "NZL", "Pacific/Auckland", "New Zealand|Neuseeland|Nouvelle-Zélande"
     "|新西兰|紐西蘭|ニュージーランド"),
    ("PE", "PER", "America/Lima", "Peru|Perú|Pérou|秘鲁|ペルー"),
    ("PH", "PHL", "Asia/Manila", "Philippines|Philippinen|菲律宾|菲律賓|フィリピン"),
    ("PK", "PAK", "Asia/Karachi", "Pakistan|巴基斯坦|パキスタン"),
    ("PL", "POL", "Europe/Warsaw", "Poland|Polen|Pologne|Polska|波兰|波蘭|ポーランド"),
    ("PT", "PRT", "Europe/Lisbon", "Portugal|葡萄牙|ポルトガル"),
    ("QA", "QAT", "Asia/Qatar", "Qatar|Katar|卡塔尔|カタール"),
    ("RO", "ROU", "Europe/Bucharest", "Romania|Rumänien|Roumanie|România|罗马尼亚|ルーマニア"),
    ("RS", "SRB", "Europe/Belgrade", "Serbia|Serbien|Serbie|Srbija|塞尔维亚|セルビア"),
    ("RU", "RUS", "", "Russia|Russian Federation|Russland|Russie|Россия|俄罗斯|俄羅斯|ロシア"),
    ("SA", "SAU", "Asia/Riyadh", "Saudi Arabia|Saudi-Arabien|Arabie saoudite|沙特阿拉伯|サウジアラビア"),
    ("SE", "SWE", "Europe/Stockholm", "Sweden|Schweden|Suède|Sverige|瑞典|スウェーデン"),
    ("SG", "SGP", "Asia/Singapore", "Singapore|Singapur|Singapour|新加坡|シンガポール"),
    ("SI", "SVN", "Europe/Ljubljana", "Slovenia|Slowenien|Slovénie|Slovenija|斯洛文尼亚|スロベニア"),
    ("SK", "SVK", "Europe/Bratislava", "Slovakia|Slowakei|Slovaquie|Slovensko|斯洛伐克|スロバキア"),
    ("TH", "THA", "Asia/Bangkok", "Thailand|Thaïlande|泰国|泰國|タイ"),
    ("TN", "TUN", "Africa/Tunis", "Tunisia|Tunesien|Tunisie|突尼斯|チュニジア"),
    ("TR", "TUR", "Europe/Istanbul", "Turkey|Türkiye|Türkei|Turquie|土耳其|トルコ"),
    ("TW", "TWN", "Asia/Taipei", "Taiwan|Taïwan|台湾|台灣|臺灣"),
    ("UA", "UKR", "Europe/Kyiv", "Ukraine|Україна|乌克兰|烏克蘭|ウクライナ"),
    ("US", "USA", "", "United States|United States of America|U.S.|U.S.A.|America|Vereinigte Staaten|USA"
     "|Vereinigte Staaten von Amerika|États-Unis|美国|美國|アメリカ|アメリカ合衆国|米国"),
    ("UY", "URY", "America/Montevideo", "Uruguay|乌拉圭|ウルグアイ"),
    ("VN", "VNM", "Asia/Ho_Chi_Minh", "Vietnam|Viet Nam|Việt Nam|越南|ベトナム"),
    ("ZA", "ZAF", "Africa/Johannesburg", "South Africa|Südafrika|Afrique du Sud|南非|南アフリカ"),
)  # fmt: skip

# Per zone: the regions in it, as "code name" or a name alone.
_REGIONS = {
    "US": {
        "America/New_York": "CT Connecticut|DC District of Columbia|DE Delaware|FL Florida|GA Georgia"
        "|KY Kentucky|MA Massachusetts|MD Maryland|ME Maine|NC North Carolina|NH New Hampshire|NJ New Jersey"
        "|NY New York|OH Ohio|PA Pennsylvania|RI Rhode Island|SC South Carolina|VA Virginia|VT Vermont"
        "|WV West Virginia",
        "America/Detroit": "MI Michigan",
        "America/Indiana/Indianapolis": "IN Indiana",
        "America/Chicago": "AL Alabama|AR Arkansas|IA Iowa|IL Illinois|KS Kansas|LA Louisiana|MN Minnesota"
        "|MO Missouri|MS Mississippi|ND North Dakota|NE Nebraska|OK Oklahoma|SD South Dakota|TN Tennessee"
        "|TX Texas|WI Wisconsin",
        "America/Denver": "CO Colorado|MT Montana|NM New Mexico|UT Utah|WY Wyoming",
        "America/Boise": "ID Idaho",
        "America/Phoenix": "AZ Arizona",
        "America/Los_Angeles": "CA California|NV Nevada|OR Oregon|WA Washington",
        "America/Anchorage": "AK Alaska",
        "Pacific/Honolulu": "HI Hawaii",
        "America/Puerto_Rico": "PR Puerto Rico",
        "America/St_Thomas": "VI Virgin Islands",
        "Pacific/Guam": "GU Guam",
        "Pacific/Saipan": "MP Northern Mariana Islands",
        "Pacific/Pago_Pago": "AS American Samoa",
    },
    "CA": {
        "America/St_Johns": "NL Newfoundland and Labrador|NF Newfoundland",
        "America/Halifax": "NS Nova Scotia|PE Prince Edward Island",
        "America/Moncton": "NB New Brunswick",
        "America/Toronto": "ON Ontario|QC Québec|PQ Quebec",
        "America/Iqaluit": "NU Nunavut",
        "America/Winnipeg": "MB Manitoba",
        "America/Regina": "SK Saskatchewan",
        "America/Edmonton": "AB Alberta|NT Northwest Territories",
        "America/Vancouver": "BC British Columbia",
        "America/Whitehorse": "YT Yukon",
    },
    "AU": {
        "Australia/Sydney": "NSW New South Wales|ACT Australian Capital Territory",
        "Australia/Melbourne": "VIC Victoria",
        "Australia/Brisbane": "QLD Queensland",
        "Australia/Adelaide": "SA South Australia",
        "Australia/Perth": "WA Western Australia",
        "Australia/Hobart": "TAS Tasmania",
        "Australia/Darwin": "NT Northern Territory",
    },
    "ES": {"Atlantic/Canary": "Canarias|Canary Islands|Las Palmas|Santa Cruz de Tenerife|Gran Canaria"},
    "PT": {"Atlantic/Azores": "Azores|Açores", "Atlantic/Madeira": "Madeira"},
}
# Only ZIP codes of these begin with 0 (USPS Domestic Mail Manual L002): only they can lose a digit.
_ZIP_BEGINS_WITH_0 = frozenset({"CT", "MA", "ME", "NH", "NJ", "NY", "PR", "RI", "VI", "VT"})

_UK_POSTCODE = re.compile(r"(GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2})", re.IGNORECASE)
_CANADIAN_POSTCODE = re.compile(r"[ABCEGHJ-NPRSTVXY][0-9][A-Z][ -]?[0-9][A-Z][0-9]", re.IGNORECASE)
_ZIP = re.compile(r"[0-9]{5}(-?[0-9]{4})?")


def _folded(text: str) -> str:
    """Text without case, accents, dots and double blanks: what two spellings of one place have in common."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(" " if c in "-_,'’" else c for c in plain if c != "." and not unicodedata.combining(c))
    return " ".join(kept.split())


def _region_zones(country: str) -> dict[str, str]:
    """Every folded code and name of the country's regions with its zone."""
    zones = {}
    for zone, names in _REGIONS[country].items():
        for entry in names.split("|"):
            code, _, name = entry.partition(" ")
            if code.isupper() and len(code) in (2, 3):
                zones[_folded(code)] = zone
                entry = name
            zones[_folded(entry)] = zone
    return zones


_CODES = {
    _folded(word): alpha2 for alpha2, alpha3, _, names in _COUNTRIES for word in (alpha2, alpha3, *names.split("|"))
}
_ZONES = {alpha2: zone for alpha2, _, zone, _ in _COUNTRIES}
_REGION_ZONES = {country: _region_zones(country) for country in _REGIONS}


def country_code(text: str) -> str:
    """ISO 3166-1 alpha-2 of a country's name in English, German, French, Chinese or Japanese, or of its code.

    Blank when the text is not known; case, accents and dots do not matter.
    """
    return _CODES.get(_folded(text), "")


def is_region(country: str, text: str) -> bool:
    """Whether the text is a code or a name of a region of US, CA or AU."""
    return _folded(text) in _REGION_ZONES.get(country, {})


def postcode_country(postcode: str) -> str:
    """GB or CA by the shape alone, which no other country uses; blank for any other text."""
    text = postcode.strip()
    if _UK_POSTCODE.fullmatch(text):
        return "GB"
    return "CA" if _CANADIAN_POSTCODE.fullmatch(text) else ""


def guess_country(region: str, postcode: str) -> str:
    """ISO alpha-2 of the country that a region and a postcode fit together, or blank.

    A US ZIP code counts only with a US state; four digits only in states whose codes begin with 0.
    """
    country = postcode_country(postcode)
    if country:
        return "" if is_region("US", region) and not is_region(country, region) else country
    code = postcode.strip()
    if _ZIP.fullmatch(code):
        return "US" if is_region("US", region) else ""
    lost_zero = re.fullmatch(r"[0-9]{4}", code) and region.strip().upper() in _ZIP_BEGINS_WITH_0
    return "US" if lost_zero else ""


def zone_of(country: str, region: str) -> str:
    """IANA zone of a place, or blank when it is not known.

    `country` is ISO alpha-2, `region` a code or an English name. Countries with one clock for nearly
    everybody (China, Germany, New Zealand, Spain) need no region; US, CA and AU do.
    """
    code = country.strip().upper()
    return _REGION_ZONES.get(code, {}).get(_folded(region)) or _ZONES.get(code, "")


def shared_zone(zones: Sequence[str], country: str, at: datetime | None = None) -> str:
    """The IANA zone that stands for all of `zones`: they show the same time at the moment `at`; "" where they do not.

    Without `at` only a single one stands for itself. Of several that of `country` (ISO alpha-2) is taken, else the
    first. A zone this machine does not know has no clock.
    """
    try:
        places = [ZoneInfo(zone) for zone in zones]
    except ZoneInfoNotFoundError:
        return ""
    clocks = {place if at is None else at.astimezone(place).utcoffset() for place in places}
    if len(clocks) != 1:
        return ""
    likely = zone_of(country, "")
    return likely if likely in zones else zones[0]
