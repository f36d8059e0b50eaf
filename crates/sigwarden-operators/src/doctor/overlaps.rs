//! Ranges of numbers that several operators say they have.

use super::Record;
use crate::digits::DigitRange;
use crate::site::Site;

/// Overlaps that are looked for; a table with more has been told enough of them.
const MOST: usize = 10_000;

/// A range and whose it is.
struct Range {
    range: DigitRange,
    owner: String,
    /// What owners are told apart by.
    identity: String,
}

/// Global Titles of different owners that overlap, but for those that are `shared` by arrangement. Sorted, each
/// range is compared only with those that reach into it.
pub(super) fn of_numbers(current: &[Record<'_>], site: &Site, shared: impl Fn(&DigitRange) -> bool) -> Vec<String> {
    let home = site.home.global_titles.iter();
    let home = home.map(|range| Range { range: *range, owner: "home".to_owned(), identity: "home".to_owned() });
    let others = current.iter().flat_map(|record| {
        let operator = record.operator;
        let identity = operator.identity().unwrap_or_else(|| record.name());
        let is_home = operator.tadig.is_some() && operator.tadig == site.home.tadig;
        let identity = if is_home { "home".to_owned() } else { identity };
        operator.global_titles.iter().map(move |range| Range {
            range: *range,
            owner: record.name(),
            identity: identity.clone(),
        })
    });
    let mut ranges: Vec<Range> = home.chain(others).collect();
    ranges.sort_by_key(|range| (range.range.codes().0, std::cmp::Reverse(range.range.codes().1)));
    let mut open: Vec<&Range> = Vec::new();
    let mut found = Vec::new();
    for range in &ranges {
        open.retain(|above| above.range.overlaps(&range.range));
        for above in open.iter().filter(|above| above.identity != range.identity && !shared(&range.range)) {
            found.push(overlap(above, range));
            if found.len() >= MOST {
                return found;
            }
        }
        open.push(range);
    }
    found
}

fn overlap(above: &Range, within: &Range) -> String {
    if above.range == within.range {
        return format!("{} and {} both have the Global Titles {}.", above.owner, within.owner, above.range);
    }
    if above.range.contains(&within.range) {
        return format!(
            "the Global Titles {} of {} are within {} of {}; the narrower range decides.",
            within.range, within.owner, above.range, above.owner
        );
    }
    format!(
        "the Global Titles {} of {} and {} of {} overlap; the narrower range decides.",
        above.range, above.owner, within.range, within.owner
    )
}
