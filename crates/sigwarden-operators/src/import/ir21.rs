//! GSMA IR.21, roaming database, in the XML form that TADIG RAEX exchanges: what an operator says of its own networks.
//!
//! Elements are known by local name, whatever the schema version and wherever they stand in their network; unknown
//! ones and the order are ignored. The names are those of published programs that read such files; the schema
//! itself is not public.

mod addresses;
mod hosted;
mod network;
mod nodes;
mod ranges;

use std::collections::HashSet;
use std::hash::Hash;

use super::xml::{self, Element};
use super::{Import, ImportError};
use crate::country::Country;
use crate::day::Day;
use crate::plmn::Plmn;
use crate::site::{Carrier, Kind, Operator};

/// The root element, in capitals.
const ROOT: &str = "TADIGRAEXIR21";
/// What was so once: nothing in it counts.
const HISTORY: &[&str] = &["ChangeHistory"];
/// Below a network, other networks.
const HOSTED: &[&str] = &["HostedNetworksInfo"];
/// What operators from such files have as their source.
pub const SOURCE: &str = "IR.21";
/// How many warnings a file may bring; the others are counted.
const MOST_WARNINGS: usize = 100;

/// Abbreviation of a country to the country.
type CountryOf<'a> = &'a dyn Fn(&str) -> Option<Country>;

/// What was left out so far.
#[derive(Default)]
struct Warnings {
    texts: Vec<String>,
    more: usize,
}

impl Warnings {
    /// One more: what stands at an element of a network.
    fn add(&mut self, element: &Element, tadig: &str, what: &str) {
        if self.texts.len() < MOST_WARNINGS {
            self.texts.push(format!("line {}: {tadig}: {what}", element.line));
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    fn done(mut self) -> Vec<String> {
        if self.more > 0 {
            self.texts.push(format!("and {} more", self.more));
        }
        self.texts
    }
}

/// Reads an IR.21. `country_of` knows the abbreviations of `CountryInitials`, three letters.
///
/// # Errors
/// No XML, cut short, no IR.21, or no network with a TADIG code.
pub fn read(bytes: &[u8], country_of: CountryOf<'_>) -> Result<Import, ImportError> {
    let root = xml::parse(bytes, HISTORY)?;
    if !root.name.eq_ignore_ascii_case(ROOT) {
        let problem =
            format!("the document is <{}>, an IR.21 is <{ROOT}>; export the IR.21 as XML, the form of RAEX", root.name);
        return Err(ImportError::Ir21 { line: root.line, problem });
    }
    let file = File::new(&root, country_of);
    let mut warnings = Warnings::default();
    let mut import = Import { schema: file.schema(), ..Import::default() };
    for (tadig, network) in file.networks()? {
        let operator = network::read(&file, network, &tadig, &mut import.carriers, &mut warnings);
        import.operators.push(operator);
    }
    hosted::read(&file, &mut import.operators, &mut warnings);
    import.warnings = warnings.done();
    Ok(import)
}

/// The document, and what holds for each network in it.
struct File<'a> {
    root: &'a Element,
    country_of: CountryOf<'a>,
    organisation: Option<&'a str>,
    country: Option<Country>,
    created: Option<Day>,
    networks: Vec<&'a Element>,
    summaries: Vec<&'a Element>,
}

impl<'a> File<'a> {
    fn new(root: &'a Element, country_of: CountryOf<'a>) -> File<'a> {
        let is_network = |element: &Element| &*element.name == "Network" && !element.children.is_empty();
        File {
            root,
            country_of,
            organisation: root.find_text(&["OrganisationName"], &["NetworkList"]),
            country: root.find_text(&["CountryInitials"], &["NetworkList"]).and_then(country_of),
            created: root.find_text(&["FileCreationTimestamp"], &[]).and_then(day),
            networks: root.find_by(&is_network, HOSTED),
            summaries: root.find_all(&["TADIGSummaryItem"], &["NetworkList"]),
        }
    }

    fn schema(&self) -> Option<String> {
        self.root.find_text(&["TADIGRAEXIR21SchemaVersion", "SchemaVersion"], &["NetworkList"]).map(str::to_owned)
    }

    /// The networks with their codes, those that only the summary names behind the others.
    fn networks(&self) -> Result<Vec<(String, &'a Element)>, ImportError> {
        let mut networks = Vec::new();
        for element in self.networks.iter().chain(&self.summaries).copied() {
            let Some(tadig) = self.tadig(element) else { continue };
            if !Kind::Tadig.accepts_text(tadig) {
                let problem = format!("TADIGCode \"{tadig}\" is not {}; correct it", Kind::Tadig.expected());
                return Err(ImportError::Ir21 { line: element.line, problem });
            }
            if networks.iter().all(|(known, _)| known != tadig) {
                networks.push((tadig.to_owned(), element));
            }
        }
        if networks.is_empty() {
            let problem =
                "no <Network> has a TADIGCode; get the file again from the operator, or export it again".to_owned();
            return Err(ImportError::Ir21 { line: self.root.line, problem });
        }
        Ok(networks)
    }

    /// The code of a network; one without stands for the summary if each is the only one.
    fn tadig(&self, network: &'a Element) -> Option<&'a str> {
        let own = network.text_of("TADIGCode");
        own.or_else(|| match (self.networks.as_slice(), self.summaries.as_slice()) {
            ([_], [summary]) => summary.text_of("TADIGCode"),
            _ => None,
        })
    }

    /// What the summary says of a network.
    fn summary(&self, tadig: &str) -> impl Iterator<Item = &'a Element> {
        self.summaries.iter().copied().filter(move |summary| summary.text_of("TADIGCode") == Some(tadig))
    }

    /// The country of a network: what the file says, else what the code begins with (TD.13).
    fn country(&self, tadig: &str) -> Option<Country> {
        self.country.or_else(|| (self.country_of)(tadig.get(..3)?))
    }
}

/// The day at the front of a date or time.
fn day(text: &str) -> Option<Day> {
    text.get(..10)?.parse().ok()
}

/// A name; none where no letter is in it, such as `(440-50)`, which some programs write.
fn name_of<'a>(element: &'a Element, names: &[&str]) -> Option<&'a str> {
    let texts = names.iter().filter_map(|name| element.find_text(&[name], HOSTED));
    texts.into_iter().find(|text| text.chars().any(char::is_alphabetic))
}

/// The networks that elements name by MCC and MNC.
fn plmns(elements: &[&Element], tadig: &str, warnings: &mut Warnings) -> Vec<Plmn> {
    let has_code = |element: &Element| element.child("MNC").is_some();
    let mut plmns = Vec::new();
    for element in elements {
        let holders = if has_code(element) { vec![*element] } else { element.find_by(&has_code, HOSTED) };
        for (country_code, network_code) in holders.into_iter().flat_map(|holder| code_pairs(element, holder)) {
            let text = format!("{country_code}-{}", network_code.text);
            match text.parse() {
                Ok(plmn) => plmns.push(plmn),
                Err(_) => {
                    let what = format!("MCC and MNC \"{text}\" are not three and two or three digits; left out");
                    warnings.add(network_code, tadig, &what);
                }
            }
        }
    }
    unique(plmns)
}

/// Each MNC of an element with its MCC: in pairs where there are as many, else the same for each.
fn code_pairs<'a>(whole: &'a Element, holder: &'a Element) -> Vec<(&'a str, &'a Element)> {
    let named =
        |name: &'static str| holder.children.iter().filter(move |child| &*child.name == name && !child.text.is_empty());
    let common = holder.text_of("MCC").or_else(|| whole.find_text(&["MCC"], HOSTED)).unwrap_or_default();
    let paired = named("MCC").count() == named("MNC").count();
    let mut country_codes = named("MCC").filter(|_| paired).map(|code| &*code.text);
    named("MNC").map(|code| (country_codes.next().unwrap_or(common), code)).collect()
}

/// Every value once, where it stood first.
fn unique<T: Clone + Eq + Hash>(list: Vec<T>) -> Vec<T> {
    let mut seen = HashSet::new();
    list.into_iter().filter(|value| seen.insert(value.clone())).collect()
}

/// Adds point codes to a carrier by name.
fn add_carrier(carriers: &mut Vec<Carrier>, name: &str, codes: &[u32]) {
    let known = carriers.iter().position(|carrier| carrier.name.as_deref() == Some(name));
    let position = known.unwrap_or(carriers.len());
    if known.is_none() {
        carriers.push(Carrier { name: Some(name.to_owned()), ..Carrier::default() });
    }
    if let Some(carrier) = carriers.get_mut(position) {
        carrier.point_codes = unique(carrier.point_codes.iter().chain(codes).copied().collect());
    }
}

/// True when nothing tells the operator from another.
fn says_nothing(operator: &Operator) -> bool {
    operator.plmns.is_empty()
        && operator.global_titles.is_empty()
        && operator.msisdns.is_empty()
        && operator.mobile_global_titles.is_empty()
        && operator.nodes.is_empty()
        && operator.realms.is_empty()
        && operator.gtp_addresses.is_empty()
}
