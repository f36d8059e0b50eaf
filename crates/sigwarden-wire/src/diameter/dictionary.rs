//! Names and types of AVPs, and which of them are fields: `data/diameter-avps.tsv`, read once.

use super::field::{FIELDS, Field};
use std::sync::LazyLock;

/// The table that is compiled in.
const TABLE: &str = include_str!("../../../../data/diameter-avps.tsv");
/// 3GPP (IANA private enterprise numbers).
pub const TGPP: u32 = 10415;
/// Codes that are found by their position: all of the base protocol, and all of 3GPP so far.
const DIRECT: usize = 4608;

/// What the octets of an AVP are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// AVPs.
    Group,
    /// Text in UTF-8.
    Text,
    /// A number of four octets.
    U32,
    /// A number of eight octets.
    U64,
    /// An IP address with its family in front.
    Address,
    /// Seconds since 1900.
    Time,
    /// Anything else.
    #[default]
    Octets,
}

/// One AVP of the dictionary.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Code.
    pub code: u32,
    /// Vendor; 0 is the base protocol.
    pub vendor: u32,
    /// What its octets are.
    pub kind: Kind,
    /// Name as its standard spells it.
    pub name: &'static str,
    /// What is made of it.
    pub field: Field,
}

/// Words of the table.
const KINDS: [(&str, Kind); 7] = [
    ("group", Kind::Group),
    ("text", Kind::Text),
    ("u32", Kind::U32),
    ("u64", Kind::U64),
    ("address", Kind::Address),
    ("time", Kind::Time),
    ("octets", Kind::Octets),
];

/// The table with its index.
struct Dictionary {
    /// By vendor and code.
    entries: Vec<Entry>,
    /// Positions by code, of the base protocol and of 3GPP; 0 is none.
    direct: [Vec<u16>; 2],
}

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(build);

fn build() -> Dictionary {
    const NONE: Entry = Entry { code: 0, vendor: 0, kind: Kind::Octets, name: "", field: Field::None };
    let mut entries = vec![NONE];
    entries.extend(TABLE.lines().filter_map(entry));
    for row in FIELDS {
        let known = entries.iter_mut().find(|entry| (entry.vendor, entry.code) == (row.vendor, row.code));
        if let Some(entry) = known {
            entry.field = row.field;
        }
    }
    entries.sort_by_key(|entry| (entry.vendor, entry.code));
    let mut direct = [vec![0u16; DIRECT], vec![0u16; DIRECT]];
    for (position, entry) in (0u16..).zip(&entries) {
        let table = direct.get_mut(usize::from(entry.vendor == TGPP)).filter(|_| matches!(entry.vendor, 0 | TGPP));
        if let Some(slot) = table.and_then(|table| table.get_mut(entry.code as usize)) {
            *slot = position;
        }
    }
    Dictionary { entries, direct }
}

/// One line; none for headings and notes.
fn entry(line: &'static str) -> Option<Entry> {
    let mut cells = line.split('\t');
    let (vendor, code) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
    let kind = cells.next()?;
    let (_, kind) = KINDS.iter().find(|(word, _)| *word == kind)?;
    Some(Entry { code, vendor, kind: *kind, name: cells.next()?, field: Field::None })
}

/// The AVP of this vendor and code.
#[inline]
pub fn find(vendor: u32, code: u32) -> Option<&'static Entry> {
    let dictionary: &'static Dictionary = &DICTIONARY;
    let table = match vendor {
        0 => dictionary.direct.first(),
        TGPP => dictionary.direct.get(1),
        _ => None,
    };
    if let Some(table) = table
        && let Some(position) = table.get(code as usize)
    {
        return dictionary.entries.get(usize::from(*position)).filter(|_| *position != 0);
    }
    let found = dictionary.entries.binary_search_by_key(&(vendor, code), |entry| (entry.vendor, entry.code)).ok()?;
    dictionary.entries.get(found).filter(|_| found != 0)
}

/// Every AVP, by vendor and code.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    DICTIONARY.entries.iter().filter(|entry| !entry.name.is_empty())
}
