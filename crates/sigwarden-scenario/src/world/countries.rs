//! Countries of networks: as IR.21 abbreviates them, their calling codes, their clocks.

/// A country.
pub(crate) struct Country {
    code: &'static str,
    /// Three letters (ISO 3166-1 alpha-3).
    pub(crate) initials: &'static str,
    /// Calling code (E.164).
    pub(crate) calling: &'static str,
    /// Hours that its clocks are ahead of UTC, roughly.
    pub(crate) hours: i64,
}

const fn row(code: &'static str, initials: &'static str, calling: &'static str, hours: i64) -> Country {
    Country { code, initials, calling, hours }
}

const COUNTRIES: &[Country] = &[
    row("AE", "ARE", "971", 4),
    row("AG", "ATG", "1", -4),
    row("AU", "AUS", "61", 10),
    row("BB", "BRB", "1", -4),
    row("BD", "BGD", "880", 6),
    row("BE", "BEL", "32", 1),
    row("BS", "BHS", "1", -5),
    row("CA", "CAN", "1", -5),
    row("CH", "CHE", "41", 1),
    row("CL", "CHL", "56", -4),
    row("CN", "CHN", "86", 8),
    row("CR", "CRI", "506", -6),
    row("DE", "DEU", "49", 1),
    row("DK", "DNK", "45", 1),
    row("ES", "ESP", "34", 1),
    row("FR", "FRA", "33", 1),
    row("GB", "GBR", "44", 0),
    row("GG", "GGY", "44", 0),
    row("GR", "GRC", "30", 2),
    row("GY", "GUY", "592", -4),
    row("HK", "HKG", "852", 8),
    row("IE", "IRL", "353", 0),
    row("IL", "ISR", "972", 2),
    row("IN", "IND", "91", 5),
    row("IT", "ITA", "39", 1),
    row("JE", "JEY", "44", 0),
    row("JM", "JAM", "1", -5),
    row("JP", "JPN", "81", 9),
    row("KE", "KEN", "254", 3),
    row("KH", "KHM", "855", 7),
    row("LI", "LIE", "423", 1),
    row("LS", "LSO", "266", 2),
    row("LU", "LUX", "352", 1),
    row("MA", "MAR", "212", 1),
    row("MX", "MEX", "52", -6),
    row("MZ", "MOZ", "258", 2),
    row("NA", "NAM", "264", 2),
    row("PL", "POL", "48", 1),
    row("RU", "RUS", "7", 3),
    row("RW", "RWA", "250", 2),
    row("SA", "SAU", "966", 3),
    row("SE", "SWE", "46", 1),
    row("TH", "THA", "66", 7),
    row("TR", "TUR", "90", 3),
    row("UA", "UKR", "380", 2),
    row("UG", "UGA", "256", 3),
    row("US", "USA", "1", -6),
    row("VI", "VIR", "1", -4),
    row("ZA", "ZAF", "27", 2),
];

/// A country by its two letters.
pub(crate) fn country(code: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|country| country.code == code)
}
