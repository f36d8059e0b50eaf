//! Identities that TShark shows elsewhere in the same dialogue.

use crate::{Reading, Readings};
use std::collections::{BTreeMap, BTreeSet};

/// Identities by dialogue. Operation lines name the subscriber of the whole dialogue, TShark only
/// what stands in the frame itself, so an identity that is missing from the frame must at least
/// stand in another frame of its dialogue.
///
/// Frames belong together when they share a link (transaction, session, tunnel), directly or through
/// other frames; equal links of unrelated dialogues put them together, too, which only makes the
/// comparison milder.
#[derive(Clone, Debug, Default)]
pub struct Known {
    groups: BTreeMap<String, usize>,
    /// For each group the group that it was merged into, itself where it was not.
    merged: Vec<usize>,
    identities: Vec<Identities>,
}

/// What TShark shows in the frames of one dialogue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Identities {
    /// IMSIs of subscribers.
    pub(crate) imsis: BTreeSet<String>,
    /// Numbers of subscribers, nodes and services.
    pub(crate) numbers: BTreeSet<String>,
}

impl Identities {
    fn add(&mut self, reading: &Reading) {
        self.imsis.extend(reading.imsis.union(&reading.mentioned).cloned());
        self.numbers.extend([&reading.msisdns, &reading.numbers, &reading.mentioned].into_iter().flatten().cloned());
    }
}

impl Known {
    /// Collects what TShark shows in the frames of one capture.
    pub fn from_readings(readings: &Readings) -> Self {
        let mut known = Self::default();
        for reading in readings.values() {
            let group = known.join(reading);
            known.identities[group].add(reading);
        }
        known
    }

    /// Everything that TShark shows in this frame and in its dialogue.
    pub(crate) fn of(&self, reading: &Reading) -> Identities {
        let mut identities = Identities::default();
        identities.add(reading);
        for group in self.groups_of(reading) {
            identities.imsis.extend(self.identities[group].imsis.iter().cloned());
            identities.numbers.extend(self.identities[group].numbers.iter().cloned());
        }
        identities
    }

    /// The one group of all links of `reading`; groups that were apart are merged.
    fn join(&mut self, reading: &Reading) -> usize {
        let group = self.groups_of(reading).first().copied().unwrap_or(self.merged.len());
        if group == self.merged.len() {
            self.merged.push(group);
            self.identities.push(Identities::default());
        }
        for other in self.groups_of(reading) {
            if other != group {
                self.merged[other] = group;
                let moved = std::mem::take(&mut self.identities[other]);
                self.identities[group].imsis.extend(moved.imsis);
                self.identities[group].numbers.extend(moved.numbers);
            }
        }
        for link in &reading.links {
            self.groups.insert(link.clone(), group);
        }
        group
    }

    /// The groups to which the links of `reading` belong now.
    fn groups_of(&self, reading: &Reading) -> BTreeSet<usize> {
        reading.links.iter().filter_map(|link| self.groups.get(link)).map(|group| self.last(*group)).collect()
    }

    fn last(&self, mut group: usize) -> usize {
        while self.merged[group] != group {
            group = self.merged[group];
        }
        group
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Protocol;

    fn message(links: &str, imsi: &str) -> Reading {
        let set = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        Reading { links: set(links), imsis: set(imsi), ..Reading::default() }
    }

    fn readings(list: &[&Reading]) -> Readings {
        (1..).zip(list).map(|(frame, reading)| ((Protocol::Ss7, frame), (*reading).clone())).collect()
    }

    #[test]
    fn a_dialogue_is_all_that_its_links_hold_together() {
        let begin = message("0a", "001010000000001");
        let end = message("0b", "");
        let stranger = message("0c", "001010000000002");
        let known = Known::from_readings(&readings(&[&begin, &end, &stranger, &message("0b 0a", "")]));
        let imsis = |reading| known.of(reading).imsis.into_iter().collect::<Vec<_>>();
        assert_eq!(imsis(&begin), ["001010000000001"]);
        assert_eq!(imsis(&end), ["001010000000001"]);
        assert_eq!(imsis(&stranger), ["001010000000002"]);
    }

    #[test]
    fn a_message_without_links_knows_only_itself() {
        let alone = message("", "001010000000001");
        let known = Known::from_readings(&readings(&[&alone, &message("", "001010000000002")]));
        assert_eq!(known.of(&alone).imsis.into_iter().collect::<Vec<_>>(), ["001010000000001"]);
    }

    #[test]
    fn digits_inside_texts_may_be_of_either_kind() {
        let user = Reading { mentioned: BTreeSet::from(["001010000000001".to_owned()]), ..Reading::default() };
        let known = Known::from_readings(&Readings::new()).of(&user);
        assert_eq!(known.imsis, known.numbers);
        assert_eq!(known.imsis.len(), 1);
    }
}
