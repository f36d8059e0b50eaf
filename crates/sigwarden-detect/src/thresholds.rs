//! Every number from which on something is suspicious: its name, its usual value, and who says so.
//!
//! A site sets others by `[[threshold]]`. Published numbers are as published; the others are ours, and want to be
//! compared with what is usual in the own traffic.

use std::fmt::Write;

/// One number.
#[derive(Debug)]
pub struct Threshold {
    /// Name in the site configuration.
    pub name: &'static str,
    /// Usual value.
    pub usual: i64,
    /// Least and greatest value that makes sense.
    pub range: (i64, i64),
    /// Unit, and what it says.
    pub meaning: &'static str,
    /// Check or pattern that it belongs to.
    pub check: &'static str,
    /// Where the usual value comes from.
    pub source: &'static str,
}

macro_rules! thresholds {
    ($($variant:ident $name:literal $usual:literal ($least:literal, $most:literal) $check:literal $meaning:literal $source:literal;)*) => {
        /// Which number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Name {
            $(#[doc = $meaning] $variant,)*
        }

        /// All numbers, in the order of [`Name`].
        pub const ALL: &[Threshold] = &[
            $(Threshold { name: $name, usual: $usual, range: ($least, $most), meaning: $meaning, check: $check, source: $source },)*
        ];
    };
}

thresholds! {
    LearningHours "learning-hours" 8 (0, 720) "all that rests on not having seen something" "hours until \"never seen\" says something" "published guides of firewalls: 4 to 12";
    FastestKmh "fastest-kmh" 1000 (100, 20000) "impossible-travel" "kilometres an hour that nobody exceeds" "ours: an airliner";
    SharedNetworks "shared-identity-networks" 4 (2, 16) "identity-in-many-places" "networks of an identity that is in many places by nature" "ours";
    SharedHours "shared-identity-hours" 3 (2, 16) "identity-in-many-places" "hours in which it was where it cannot be" "ours";
    KeysUsualPerCent "keys-before-registration-per-cent" 95 (50, 100) "registration-without-keys" "per cent of first registrations after keys from which on one without is unusual" "ours";
    KeysRequests "keys-burst-requests" 5 (2, 8) "keys-asked-by-several" "requests for keys of one subscriber" "derived: ten were published (Citizen Lab 192)";
    KeysNetworks "keys-burst-networks" 3 (2, 8) "keys-asked-by-several" "networks that make them" "derived: five were published";
    KeysMinutes "keys-burst-minutes" 15 (1, 120) "keys-asked-by-several" "minutes within which" "derived: eleven were published";
    AfterCancellation "after-cancellation-seconds" 300 (10, 3600) "registration-after-forged-cancellation" "seconds from a forged cancellation to the registration that it prepares" "ours";
    CaughtMinutes "caught-message-minutes" 60 (1, 1440) "delivery-to-doubtful-registration" "minutes for which messages go where a doubtful registration leads them" "catalogue of patterns, 12";
    GuestQuestions "guest-questions" 6 (3, 96) "home-tracks-own-roamers" "questions about one guest, at least" "ours";
    GuestQuestionsHour "guest-questions-an-hour" 2 (1, 60) "home-tracks-own-roamers" "questions an hour about one guest" "published: 2 to 13 (The Guardian, 2020)";
    GuestHours "guest-hours" 2 (1, 5) "home-tracks-own-roamers" "hours for which it goes on" "ours";
    MessageMinutes "message-follows-minutes" 5 (1, 60) "route-without-message" "minutes within which a message follows the question where to bring it" "catalogue of patterns, 32";
    RouteUnmetPerCent "route-unmet-per-cent" 80 (50, 100) "route-without-message" "per cent of an address's questions without a message" "catalogue of patterns, 32";
    BeforeAttackMinutes "route-before-attack-minutes" 120 (1, 1440) "route-without-message" "minutes from a question to the attack that it prepares" "published: 2 hours (hunt notes, 2026)";
    PurposeRequests "single-purpose-requests" 10 (3, 100000) "single-purpose-address" "suspicious requests of one address" "ours; 600 and 1,700 were published";
    PurposePerCent "single-purpose-per-cent" 90 (50, 100) "single-purpose-address" "per cent of them that locate" "published: 92 and 100 (Citizen Lab 192)";
    TransactionStep "transaction-step" 16 (1, 1024) "sequential-transactions" "distance of neighbouring transaction identifiers" "ours";
    TransactionRow "transaction-row" 3 (3, 100) "sequential-transactions" "of them in a row" "ours";
    CommonNetworks "common-form-networks" 3 (2, 100) "same-form-across-networks" "networks with something in common" "derived: six were published";
    TogetherMinutes "together-minutes" 10 (1, 120) "same-targets-from-two-networks" "minutes between the requests of two networks about one subscriber" "catalogue of patterns, 2";
    TogetherTimes "together-times" 24 (3, 10000) "same-targets-from-two-networks" "times that happens" "derived: \"dozens\" (reports of 2020)";
    TogetherDays "together-days" 56 (1, 365) "same-targets-from-two-networks" "days within which" "derived: four to eight weeks";
    ScanMany "scan-many" 50 (10, 10000) "subscriber-scan, node-scan" "subscribers or nodes within ten minutes" "catalogue of patterns, 30 and 31";
    ScanSome "scan-some" 10 (5, 10000) "subscriber-scan, node-scan" "the same, where numbers follow each other or a third are refused" "ours";
    ChainMinutes "chain-minutes" 60 (1, 1440) "ss7-chain" "minutes of silence that end a chain" "ours";
}

/// The numbers in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thresholds {
    values: Vec<i64>,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { values: ALL.iter().map(|threshold| threshold.usual).collect() }
    }
}

impl Thresholds {
    /// One of them.
    pub fn get(&self, name: Name) -> i64 {
        let index = name as usize;
        self.values.get(index).copied().or_else(|| ALL.get(index).map(|threshold| threshold.usual)).unwrap_or_default()
    }

    /// One of them as a count.
    pub(crate) fn count(&self, name: Name) -> usize {
        usize::try_from(self.get(name)).unwrap_or_default()
    }

    /// One of them as seconds, for packet times in seconds.
    pub(crate) fn u32(&self, name: Name, unit: u32) -> u32 {
        u32::try_from(self.get(name)).unwrap_or_default().saturating_mul(unit)
    }

    /// Sets one by its name.
    ///
    /// # Errors
    /// A name that does not exist, with the nearest one, or a value that makes no sense.
    pub fn set(&mut self, name: &str, value: i64) -> Result<(), String> {
        let Some(index) = ALL.iter().position(|threshold| threshold.name == name) else {
            let nearest = ALL.iter().map(|threshold| threshold.name).max_by_key(|known| common(known, name));
            return Err(format!("there is no threshold {name}; did you mean {}?", nearest.unwrap_or_default()));
        };
        let (least, most) = ALL.get(index).map_or((0, 0), |threshold| threshold.range);
        if !(least..=most).contains(&value) {
            return Err(format!("{name} is {value}; it can be {least} to {most}"));
        }
        if let Some(slot) = self.values.get_mut(index) {
            *slot = value;
        }
        Ok(())
    }
}

/// How many characters two names have in common at their beginnings and ends.
fn common(one: &str, other: &str) -> usize {
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| {
        a.zip(b).take_while(|(x, y)| x == y).count()
    };
    same(&mut one.chars(), &mut other.chars()).saturating_add(same(&mut one.chars().rev(), &mut other.chars().rev()))
}

/// The table of the documentation.
pub fn markdown() -> String {
    let mut out =
        String::from("| name | usual value | can be | check | what it says | source |\n|---|---:|---|---|---|---|\n");
    for threshold in ALL {
        let (least, most) = threshold.range;
        let _ = writeln!(
            out,
            "| `{}` | {} | {least} to {most} | {} | {} | {} |",
            threshold.name, threshold.usual, threshold.check, threshold.meaning, threshold.source
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_values_make_sense_and_names_are_found() {
        for (index, threshold) in ALL.iter().enumerate() {
            assert!((threshold.range.0..=threshold.range.1).contains(&threshold.usual), "{}", threshold.name);
            assert_eq!(ALL.iter().position(|other| other.name == threshold.name), Some(index));
        }
        let mut thresholds = Thresholds::default();
        assert_eq!(thresholds.get(Name::ChainMinutes), 60);
        thresholds.set("chain-minutes", 30).unwrap();
        assert_eq!(thresholds.get(Name::ChainMinutes), 30);
        assert!(thresholds.set("chain-minute", 30).unwrap_err().contains("chain-minutes"));
        assert!(thresholds.set("chain-minutes", 0).unwrap_err().contains("1 to 1440"));
    }
}
