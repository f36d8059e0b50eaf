//! Pseudonyms of every kind. The same identity has the same one wherever it stands.

use crate::address::Addresses;
use crate::report::{Kind, Report};
use sigwarden_operators::numbering::{calling_code_digits, of_number, operator_of_number};
use sigwarden_operators::privacy::country_digits;
use sigwarden_operators::site::Cidr;
use sigwarden_operators::{DigitRange, Plmn, Pseudonymiser};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Digits of a number that change, whatever is known of its prefix.
const LEAST_CHANGED: usize = 4;
/// Times that a pseudonym outside the range of its number is made again.
const MOST_WALKS: usize = 4096;
/// Pseudonyms that are remembered; there are no more subscribers in a capture, and where there are, it takes longer.
const MOST_REMEMBERED: usize = 1 << 20;
/// Half-octet that fills up digits.
const FILLER: u8 = 0x0F;
/// Numbering plan of mobile Global Titles (Q.713 3.4.2.3.3).
pub(crate) const PLAN_E214: u8 = 7;
/// Numbering plan of IMSIs (Q.713 3.4.2.3.3, TS 29.002 17.7.8).
pub(crate) const PLAN_E212: u8 = 6;

/// What is known of networks: how much of an address is its operator's, and so is kept.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Ranges of numbers (E.164): nodes and subscribers.
    pub numbers: Vec<DigitRange>,
    /// Ranges of mobile Global Titles (E.214).
    pub mobile_titles: Vec<DigitRange>,
    /// Ranges of mobile Global Titles whose network is known: what follows the range is what follows the network in an
    /// IMSI.
    pub mobile_networks: Vec<(DigitRange, Plmn)>,
    /// Realms and hosts that are kept, lower case.
    pub realms: Vec<String>,
    /// Networks of IP addresses.
    pub addresses: Vec<Cidr>,
}

/// Makes pseudonyms, and counts them.
#[derive(Debug)]
pub(crate) struct Keyed {
    pub(crate) pseudonymiser: Pseudonymiser,
    known: Known,
    addresses: Addresses,
    remembered: HashMap<(Domain, String), String>,
    /// What became of everything.
    pub(crate) report: Report,
}

/// In which numbers a pseudonym is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Domain {
    Imsi,
    Number,
    MobileTitle,
    Imei,
}

impl Keyed {
    /// With this key, and what is known.
    pub(crate) fn new(pseudonymiser: Pseudonymiser, mut known: Known) -> Self {
        // A mobile title begins like the numbers of its operator where nothing else is known.
        known.mobile_titles.extend(known.numbers.iter().copied());
        let addresses = Addresses::new(&known.addresses);
        Self { pseudonymiser, known, addresses, remembered: HashMap::new(), report: Report::default() }
    }

    /// Decimal digits as ASCII, of a kind.
    pub(crate) fn digits(&mut self, kind: Kind, digits: &str) -> String {
        self.report.rewrote(kind);
        let domain = match kind {
            Kind::Imsi => Domain::Imsi,
            Kind::Imei => Domain::Imei,
            _ => Domain::Number,
        };
        self.in_domain(domain, digits)
    }

    /// Digits of a mobile Global Title.
    pub(crate) fn mobile_title(&mut self, digits: &str) -> String {
        self.report.rewrote(Kind::Title);
        self.in_domain(Domain::MobileTitle, digits)
    }

    fn in_domain(&mut self, domain: Domain, digits: &str) -> String {
        let key = (domain, digits.to_owned());
        if let Some(known) = self.remembered.get(&key) {
            return known.clone();
        }
        let made = match domain {
            Domain::Imsi => self.pseudonymiser.imsi(digits),
            Domain::Imei => self.pseudonymiser.imei(digits),
            Domain::Number => self.number("number", digits, &self.known.numbers),
            Domain::MobileTitle => self
                .title_of_subscriber(digits)
                .unwrap_or_else(|| self.number("mobile title", digits, &self.known.mobile_titles)),
        };
        if self.remembered.len() >= MOST_REMEMBERED {
            self.remembered.clear();
        }
        self.remembered.insert(key, made.clone());
        made
    }

    /// A mobile title of a network that is known: with the digits of the subscriber's pseudonym.
    fn title_of_subscriber(&self, digits: &str) -> Option<String> {
        let fits = |(range, _): &&(DigitRange, Plmn)| digits.starts_with(&range.common());
        let narrowest = self.known.mobile_networks.iter().filter(fits).max_by_key(|(range, _)| range.common().len());
        let (range, plmn) = narrowest?;
        let (prefix, subscriber) = digits.split_at_checked(range.common().len())?;
        let network = plmn.imsi_prefix();
        let made = self.pseudonymiser.imsi(&[network.as_str(), subscriber].concat());
        Some([prefix, made.get(network.len()..)?].concat())
    }

    /// A number keeps what tells its country and its operator. One that would look like that of another operator is
    /// permuted again, so that different numbers keep different pseudonyms.
    fn number(&self, label: &str, digits: &str, ranges: &[DigitRange]) -> String {
        let (kept, range) = kept(digits, ranges);
        let mut made = self.pseudonymiser.digits(label, digits, kept);
        for _ in 0..MOST_WALKS {
            if self::kept(&made, ranges) == (kept, range) {
                break;
            }
            made = self.pseudonymiser.digits(label, &made, kept);
        }
        made
    }

    /// Half-octets of which the decimal ones are digits; others stay where they are.
    pub(crate) fn values(&mut self, kind: Kind, plan: Option<u8>, values: &mut [u8]) {
        let digits = decimals(values);
        if digits.is_empty() {
            return;
        }
        let made = match (kind, plan) {
            (Kind::Title | Kind::Number, Some(PLAN_E214)) => self.mobile_title(&digits),
            (Kind::Title | Kind::Number, Some(PLAN_E212)) => self.digits(Kind::Imsi, &digits),
            _ => self.digits(kind, &digits),
        };
        put_decimals(values, &made);
    }

    /// TBCD octets: digits up to the first filler, and what may be hidden behind it.
    pub(crate) fn tbcd(&mut self, kind: Kind, plan: Option<u8>, octets: &[u8]) -> Vec<u8> {
        let mut values: Vec<u8> = octets.iter().flat_map(|octet| [octet & 0x0F, octet >> 4]).collect();
        let count = values.iter().take_while(|value| **value != FILLER).count();
        if let Some((digits, behind)) = values.split_at_mut_checked(count) {
            self.values(kind, plan, digits);
            let hidden: String = decimals(behind);
            let made = self.pseudonymiser.digits("hidden", &hidden, 0);
            put_decimals(behind, &made);
        }
        packed(&values)
    }

    /// Digits of a Global Title: all half-octets but an unused last one. A sixteenth that is zero fills up fifteen.
    pub(crate) fn title(&mut self, plan: Option<u8>, octets: &[u8], count: usize) -> Vec<u8> {
        self.counted(Kind::Title, plan, octets, count)
    }

    /// So many digits of a kind; the half-octets behind them stay.
    pub(crate) fn counted(&mut self, kind: Kind, plan: Option<u8>, octets: &[u8], count: usize) -> Vec<u8> {
        let mut values: Vec<u8> = octets.iter().flat_map(|octet| [octet & 0x0F, octet >> 4]).collect();
        let filled = count == 16 && values.get(15) == Some(&0);
        let count = if filled { 15 } else { count };
        self.values(kind, plan, values.get_mut(..count).unwrap_or(&mut []));
        packed(&values)
    }

    /// Octets that mean something only as a whole: different ones stay different.
    pub(crate) fn octets(&mut self, kind: Kind, label: &str, beside: &[u8], octets: &[u8]) -> Vec<u8> {
        self.report.rewrote(kind);
        let mut values: Vec<u16> = octets.iter().map(|octet| u16::from(*octet)).collect();
        self.pseudonymiser.shuffle(label, beside, &mut values, &vec![256; octets.len()]);
        values.into_iter().map(|value| u8::try_from(value).unwrap_or(0)).collect()
    }

    /// A key, or an authentication vector.
    pub(crate) fn secret(&mut self, octets: &[u8]) -> Vec<u8> {
        self.octets(Kind::Secret, "secret", b"", octets)
    }

    /// What only its sender understands, and what comes back as it was sent.
    pub(crate) fn opaque(&mut self, octets: &[u8]) -> Vec<u8> {
        self.octets(Kind::Opaque, "opaque", b"", octets)
    }

    /// A temporary identity.
    pub(crate) fn temporary(&mut self, octets: &[u8]) -> Vec<u8> {
        self.octets(Kind::Temporary, "temporary", b"", octets)
    }

    /// A place that begins with its network (TS 24.008 10.5.1.3): network as it is, area by the network, what follows
    /// by network and area.
    pub(crate) fn place(&mut self, octets: &[u8]) -> Vec<u8> {
        let Some((network, place)) = octets.split_at_checked(3) else { return vec![0; octets.len()] };
        let (area, cell) = place.split_at_checked(2).unwrap_or((place, &[]));
        let mut made = network.to_vec();
        made.extend(self.octets(Kind::Cell, "area", network, area));
        if !cell.is_empty() {
            made.extend(self.octets(Kind::Cell, "cell", &[network, area].concat(), cell));
        }
        made
    }

    /// A cell of 4G or a base station, behind its network: 4 spare bits, then the identifier (TS 29.274 8.21.5).
    pub(crate) fn wide_cell(&mut self, octets: &[u8]) -> Vec<u8> {
        let Some((network, &[first, ref rest @ ..])) = octets.split_at_checked(3) else {
            return vec![0; octets.len()];
        };
        self.report.rewrote(Kind::Cell);
        let mut values: Vec<u16> = vec![u16::from(first & 0x0F)];
        values.extend(rest.iter().map(|octet| u16::from(*octet)));
        let mut radixes = vec![16];
        radixes.resize(values.len(), 256);
        self.pseudonymiser.shuffle("wide cell", network, &mut values, &radixes);
        let mut made = network.to_vec();
        made.extend(values.into_iter().map(|value| u8::try_from(value).unwrap_or(0)));
        if let Some(slot) = made.get_mut(3) {
            *slot |= first & 0xF0;
        }
        made
    }

    /// A shape of TS 23.032: its type as it is, the point rewritten, the rest (uncertainty, confidence) as it is.
    /// Polygons are points all through.
    pub(crate) fn coordinates(&mut self, octets: &[u8]) -> Vec<u8> {
        /// Latitude and longitude, three octets each.
        const POINT: usize = 6;
        const POLYGON: u8 = 5;
        let Some((kind, rest)) = octets.split_first() else { return Vec::new() };
        let count = if kind >> 4 == POLYGON { rest.len() } else { POINT.min(rest.len()) };
        let (points, further) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        let mut made = vec![*kind];
        made.extend(self.octets(Kind::Coordinates, "coordinates", b"", points));
        made.extend_from_slice(further);
        made
    }

    /// A MAC address: locally administered, and a group or not as before; nobody's and everybody's stay.
    pub(crate) fn mac(&mut self, octets: &[u8]) -> Vec<u8> {
        if octets.iter().all(|octet| *octet == 0) || octets.iter().all(|octet| *octet == 0xFF) {
            return octets.to_vec();
        }
        let mut made = self.octets(Kind::Mac, "mac", b"", octets);
        if let (Some(slot), Some(first)) = (made.first_mut(), octets.first()) {
            *slot = *slot & 0xFC | first & 0x01 | 0x02;
        }
        made
    }

    /// An IP address of 4 or 16 octets; anything else becomes opaque.
    pub(crate) fn ip(&mut self, octets: &[u8]) -> Vec<u8> {
        let address = match (octets.first_chunk::<4>(), octets.first_chunk::<16>(), octets.len()) {
            (Some(four), _, 4) => IpAddr::V4(Ipv4Addr::from(*four)),
            (_, Some(sixteen), 16) => IpAddr::V6(Ipv6Addr::from(*sixteen)),
            _ => return self.opaque(octets),
        };
        self.report.rewrote(Kind::Ip);
        match self.ip_address(address) {
            IpAddr::V4(v4) => v4.octets().to_vec(),
            IpAddr::V6(v6) => v6.octets().to_vec(),
        }
    }

    /// The pseudonym of an IP address.
    pub(crate) fn ip_address(&mut self, address: IpAddr) -> IpAddr {
        self.addresses.pseudonym(&self.pseudonymiser, address)
    }

    /// Whether a name is a realm that is known, or within one: how many of its last octets are that realm.
    pub(crate) fn realm_length(&self, name: &str) -> usize {
        let within = |realm: &&String| {
            name.strip_suffix(realm.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        self.known.realms.iter().filter(within).map(String::len).max().unwrap_or(0)
    }
}

/// How many digits of a number tell its country and its operator, and the narrowest range that it is in.
fn kept(digits: &str, ranges: &[DigitRange]) -> (usize, Option<usize>) {
    let own = DigitRange::prefix(digits.get(..digits.len().min(15)).unwrap_or_default());
    let holds = |range: &DigitRange| own.is_some_and(|own| range.contains(&own));
    let narrowest =
        ranges.iter().enumerate().filter(|(_, range)| holds(range)).max_by_key(|(_, range)| range.common().len());
    let octets = digits.as_bytes();
    let wanted = match narrowest {
        Some((_, range)) => range.common().len(),
        None => usize::from(operator_of_number(octets).2),
    };
    let country = country_digits(octets).max(usize::from(of_number(octets).digits));
    // A country code is nobody's, however short the number is.
    let most = digits.len().saturating_sub(LEAST_CHANGED).max(calling_code_digits(octets));
    (wanted.max(country).min(most), narrowest.map(|(index, _)| index))
}

/// The decimal ones of half-octets, as digits.
fn decimals(values: &[u8]) -> String {
    values.iter().filter(|value| **value <= 9).map(|value| char::from(b'0' | value)).collect()
}

/// Other digits in their places.
fn put_decimals(values: &mut [u8], made: &str) {
    for (value, made) in values.iter_mut().filter(|value| **value <= 9).zip(made.bytes()) {
        *value = made & 0x0F;
    }
}

/// Half-octets two an octet, the first one lower.
fn packed(values: &[u8]) -> Vec<u8> {
    let (pairs, _) = values.as_chunks::<2>();
    pairs.iter().map(|[low, high]| low & 0x0F | high << 4).collect()
}
