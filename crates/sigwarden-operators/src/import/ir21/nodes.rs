//! Network elements: what they are, and their numbers.

use super::super::xml::Element;
use super::{HOSTED, Warnings, ranges};
use crate::digits::DigitRange;
use crate::roles::Roles;
use crate::site::NodeRange;

/// What a word of `NwElementType` means: roles, and whether the element speaks GTP with other networks.
struct Word {
    word: &'static str,
    roles: &'static str,
    gtp: bool,
}

const fn word(word: &'static str, roles: &'static str) -> Word {
    Word { word, roles, gtp: false }
}

const fn gateway(word: &'static str, roles: &'static str) -> Word {
    Word { word, roles, gtp: true }
}

/// Types are one or more of these words with a sign between: `MSC/VLR`. A home subscriber server speaks MAP as a
/// location register, a mobility entity as a support node (TS 29.305).
const WORDS: &[Word] = &[
    word("HLR", "HLR"),
    word("HSS", "HLR"),
    word("AUC", "HLR"),
    word("MSC", "MSC"),
    word("MSCS", "MSC"),
    word("VLR", "VLR"),
    word("GMSC", "GMSC"),
    word("SMSC", "SMSC"),
    word("SMS-GMSC", "GMSC"),
    word("SMS-IWMSC", "IWMSC"),
    word("GMLC", "GMLC"),
    word("SCP", "gsmSCF"),
    word("GSMSCF", "gsmSCF"),
    word("EIR", "EIR"),
    word("CSS", "CSS"),
    gateway("SGSN", "SGSN"),
    gateway("MME", "SGSN"),
    gateway("GGSN", "GGSN"),
    gateway("PGW", "GGSN"),
    gateway("P-GW", "GGSN"),
    gateway("PDN-GW", "GGSN"),
    gateway("SGW", ""),
    gateway("S-GW", ""),
];

/// The words of a type; none where one of them is not known, as what it is then is not known.
fn words(element_type: &str) -> Vec<&'static Word> {
    let capitals = element_type.to_ascii_uppercase();
    let written =
        capitals.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-').filter(|word| !word.is_empty());
    let known: Option<Vec<_>> = written.map(|word| WORDS.iter().find(|known| known.word == word)).collect();
    known.unwrap_or_default()
}

fn roles(element_type: &str) -> Roles {
    let roles = words(element_type).into_iter().filter_map(|word| Roles::parse(word.roles).ok());
    roles.fold(Roles::default(), Roles::with)
}

/// True when a type speaks GTP with other networks.
pub(super) fn is_gateway(element_type: &str) -> bool {
    words(element_type).iter().any(|word| word.gtp)
}

/// The numbers of nodes by their roles, and those of nodes whose role is not known.
pub(super) fn read(network: &Element, tadig: &str, warnings: &mut Warnings) -> (Vec<NodeRange>, Vec<DigitRange>) {
    let (mut nodes, mut others) = (Vec::new(), Vec::new());
    for node in network.find_all(&["NwNode"], HOSTED) {
        let roles = roles(node.find_text(&["NwElementType"], &[]).unwrap_or_default());
        let addresses = node.find_all(&["GTAddressInfo"], &[]);
        let ranges = addresses.into_iter().flat_map(|address| ranges::within(address, tadig, warnings));
        if roles.is_empty() {
            others.extend(ranges);
        } else {
            nodes.extend(ranges.map(|range| NodeRange { roles, range }));
        }
    }
    (nodes, others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_types() {
        for (text, expected, gateway) in [
            ("HLR", "HLR", false),
            ("HLR/HSS", "HLR", false),
            ("msc/vlr", "VLR,MSC", false),
            ("MSC & VLR", "VLR,MSC", false),
            ("SMS-GMSC", "GMSC", false),
            ("SMSC", "SMSC", false),
            ("SCP", "gsmSCF", false),
            ("MME", "SGSN", true),
            ("SGW/PGW", "GGSN", true),
            ("S-GW", "", true),
            ("HLR/NEW", "", false),
            ("", "", false),
        ] {
            assert_eq!((roles(text).list().as_str(), is_gateway(text)), (expected, gateway), "{text}");
        }
        assert!(WORDS.iter().all(|word| word.roles.is_empty() || Roles::parse(word.roles).is_ok()));
    }
}
