//! Names of Diameter nodes and realms as numbers: each name is kept once, and compared by its number.

use hashbrown::HashMap;
use xxhash_rust::xxh3::xxh3_64;

/// Names kept; who makes up more has them read, but not remembered.
const MAX_LABELS: usize = 1 << 16;
/// Octets of a name: what DNS allows (RFC 1035 2.3.4).
const MAX_OCTETS: usize = 255;

/// A name. The default is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(u32);

impl Label {
    /// Whether there is none.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Its number, for tables beside this one.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// All names.
#[derive(Debug, Default)]
pub struct Labels {
    /// By hash of the octets as they came.
    by_octets: HashMap<u64, (Box<[u8]>, Label)>,
    by_name: HashMap<Box<str>, Label>,
    names: Vec<Box<str>>,
}

impl Labels {
    /// The number of a name. Names that differ in case, or by a dot, spaces or zeros at the end, are the same.
    pub fn of(&mut self, octets: &[u8]) -> Label {
        let octets = octets.get(..MAX_OCTETS).unwrap_or(octets);
        if octets.is_empty() {
            return Label::default();
        }
        let hash = xxh3_64(octets);
        if let Some((known, label)) = self.by_octets.get(&hash)
            && **known == *octets
        {
            return *label;
        }
        self.learn(hash, octets)
    }

    /// The number of a name that may be known already; none where it is not.
    pub fn find(&self, octets: &[u8]) -> Label {
        let octets = octets.get(..MAX_OCTETS).unwrap_or(octets);
        let known = self.by_octets.get(&xxh3_64(octets)).filter(|(known, _)| **known == *octets);
        known.map_or(Label::default(), |(_, label)| *label)
    }

    #[cold]
    fn learn(&mut self, hash: u64, octets: &[u8]) -> Label {
        let text = String::from_utf8_lossy(octets);
        let name = text.trim_matches(|c: char| c == '.' || c == '\0' || c.is_whitespace()).to_ascii_lowercase();
        if name.is_empty() || self.by_octets.len() >= MAX_LABELS {
            return self.by_name.get(name.as_str()).copied().unwrap_or_default();
        }
        let label = match self.by_name.get(name.as_str()) {
            Some(label) => *label,
            None => {
                self.names.push(name.clone().into());
                let label = Label(u32::try_from(self.names.len()).unwrap_or(0));
                self.by_name.insert(name.into(), label);
                label
            }
        };
        self.by_octets.insert(hash, (octets.into(), label));
        label
    }

    /// The names with numbers from `known` on, for a copy elsewhere.
    pub(crate) fn since(&self, known: usize) -> &[Box<str>] {
        self.names.get(known..).unwrap_or(&[])
    }

    /// Takes further names of the table that this is a copy of. A copy only knows texts of numbers.
    pub(crate) fn copy(&mut self, further: impl Iterator<Item = Box<str>>) {
        self.names.extend(further);
    }

    /// The name: lower case, without what stood around it.
    pub fn text(&self, label: Label) -> &str {
        label.index().checked_sub(1).and_then(|index| self.names.get(index)).map_or("", |name| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_name_are_one() {
        let mut labels = Labels::default();
        let usual = labels.of(b"epc.mnc001.mcc001.3gppnetwork.org");
        for other in [
            "EPC.mnc001.mcc001.3gppnetwork.ORG.",
            "epc.mnc001.mcc001.3gppnetwork.org\0",
            " epc.mnc001.mcc001.3gppnetwork.org ",
        ] {
            assert_eq!(labels.of(other.as_bytes()), usual, "{other:?}");
        }
        assert_ne!(labels.of(b"epc.mnc002.mcc001.3gppnetwork.org"), usual);
        assert_eq!(labels.text(usual), "epc.mnc001.mcc001.3gppnetwork.org");
        assert!(labels.of(b"").is_none() && labels.of(b"..").is_none());
    }
}
