//! What became of everything.

use std::collections::BTreeMap;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $text:literal;)+) => {
        /// What was rewritten.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$doc])* $name,)+
        }

        impl Kind {
            /// Every kind, in the order of the report.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its name, as reports have it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    };
}

kinds! {
    /// IMSI, wherever it stands.
    Imsi "IMSI";
    /// Number of a subscriber, or of somebody who calls, is called or is written to.
    Number "telephone number";
    /// Number of a node: Global Titles, and the same numbers inside operations.
    Title "node number";
    /// IMEI or IMEISV.
    Imei "IMEI";
    /// TMSI, P-TMSI, M-TMSI, LMSI.
    Temporary "temporary identity";
    /// IP address, in headers and in messages.
    Ip "IP address";
    /// MAC address.
    Mac "MAC address";
    /// Host, realm or other name.
    Name "name";
    /// Access point name.
    AccessPoint "access point";
    /// Cell or area.
    Cell "cell or area";
    /// Coordinates.
    Coordinates "coordinates";
    /// Key or authentication vector.
    Secret "key or vector";
    /// Text or data that people send, and services answer.
    Text "text or payload";
    /// Octets that only their sender understands, and that come back: cookies, states.
    Opaque "opaque value";
}

/// What became of everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Frames that came.
    pub read: u64,
    /// Frames that were written.
    pub written: u64,
    /// Messages of signalling that were rewritten.
    pub messages: u64,
    /// Frames that were dropped, by reason.
    pub dropped: BTreeMap<&'static str, u64>,
    /// What was rewritten, by kind: each occurrence counts.
    pub rewritten: BTreeMap<Kind, u64>,
    /// Octets of elements that nobody knows, overwritten with zeros.
    pub blanked: u64,
}

impl Report {
    /// Counts one that was rewritten.
    pub(crate) fn rewrote(&mut self, kind: Kind) {
        let count = self.rewritten.entry(kind).or_default();
        *count = count.saturating_add(1);
    }

    /// Counts a frame that is dropped.
    pub(crate) fn drop(&mut self, reason: &'static str) {
        let count = self.dropped.entry(reason).or_default();
        *count = count.saturating_add(1);
    }

    /// Frames that were dropped, for whatever reason.
    pub fn dropped_frames(&self) -> u64 {
        self.dropped.values().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// Adds what became of another capture.
    pub fn add(&mut self, other: &Self) {
        let counts = [(&mut self.read, other.read), (&mut self.written, other.written)];
        for (sum, count) in counts {
            *sum = sum.saturating_add(count);
        }
        self.messages = self.messages.saturating_add(other.messages);
        self.blanked = self.blanked.saturating_add(other.blanked);
        for (reason, count) in &other.dropped {
            let sum = self.dropped.entry(reason).or_default();
            *sum = sum.saturating_add(*count);
        }
        for (kind, count) in &other.rewritten {
            let sum = self.rewritten.entry(*kind).or_default();
            *sum = sum.saturating_add(*count);
        }
    }
}
