//! Reasons in words.

use crate::gravity::meaning;
use crate::parties::Parties;
use crate::table::{Category, Row};
use sigwarden_dialogue::Title;
use sigwarden_operators::{Attribution, Network};
use sigwarden_schema::lines::Why;
use sigwarden_wire::anomaly::Code;

/// Why a category makes a request suspicious.
pub(crate) fn category_reason(row: &Row, parties: &Parties, category: Category) -> Why {
    let asker = describe(&parties.asker_title, &parties.asker);
    let (expected, observed) = match category {
        Category::Cat1 => (
            format!("{} stays inside one network (category 1)", row.name),
            format!("it came from {asker} to {}", describe(&parties.asked_title, &parties.asked)),
        ),
        _ => (
            format!("{} comes only from the subscriber's home network (category 2)", row.name),
            format!(
                "it came from {asker}; the subscriber belongs to {}",
                parties.subject.map_or_else(|| "an unknown network".to_owned(), |subject| whose(&subject))
            ),
        ),
    };
    let check = match category {
        Category::Cat1 => "category-1",
        Category::Cat21 => "category-2.1",
        _ => "category-2.2",
    };
    let source = format!("category table (public sources); caller by {}", parties.asker.basis.text());
    Why { check, expected, observed, source, source_date: None }
}

/// Whose an address is, in words.
pub(crate) fn whose(attribution: &Attribution) -> String {
    let countries: Vec<_> = attribution.places().iter().map(|country| country.as_str().to_owned()).collect();
    match (attribution.network, countries.as_slice()) {
        (Network::Home, _) => "the protected network".to_owned(),
        (Network::Operator(_), [one]) => format!("a configured operator, {one}"),
        (Network::Operator(_), _) => "a configured operator".to_owned(),
        (Network::Unknown, [one]) => format!("country {one}"),
        (Network::Unknown, []) => "no known country".to_owned(),
        (Network::Unknown, several) => format!("one of {}", several.join(", ")),
    }
}

/// An address with whose it is.
pub(crate) fn describe(title: &Title, attribution: &Attribution) -> String {
    if title.is_empty() {
        return format!("no Global Title ({})", whose(attribution));
    }
    format!("{title} ({})", whose(attribution))
}

/// Why an anomaly makes a request suspicious.
pub(crate) fn anomaly_reason(code: Code, offset: u32) -> Why {
    let meaning = meaning(code);
    Why {
        check: code.name(),
        expected: meaning.expected.to_owned(),
        observed: format!("{} at octet {offset} of the {} message", code.name(), code.layer()),
        source: meaning.source.to_owned(),
        source_date: None,
    }
}
