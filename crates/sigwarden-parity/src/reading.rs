//! What one frame says, in a form that belongs to neither reader.

use std::collections::{BTreeMap, BTreeSet};

/// Readings of one capture by protocol and frame number (counted from 1). A message joined from several frames
/// stands at the frame that completed it.
pub type Readings = BTreeMap<(Protocol, u64), Reading>;

/// What is compared apart from the rest: each with its own share of frames that may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// TCAP with MAP and CAP.
    Ss7,
    /// Diameter.
    Diameter,
    /// GTP of versions 0, 1 and 2, without what tunnels carry.
    Gtp,
}

impl Protocol {
    /// Every protocol, in the order of the report.
    pub const ALL: [Self; 3] = [Self::Ss7, Self::Diameter, Self::Gtp];

    /// The name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ss7 => "SS7",
            Self::Diameter => "Diameter",
            Self::Gtp => "GTP",
        }
    }
}

/// What a TCAP component is (ITU-T Q.773, 4.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Invoke.
    Invoke,
    /// Return result, last or not last.
    Result,
    /// Return error.
    Error,
    /// Reject.
    Reject,
}

impl Kind {
    /// Every kind, in the order of the standard.
    pub const ALL: [Self; 4] = [Self::Invoke, Self::Result, Self::Error, Self::Reject];

    /// The name that operation lines use in `op.kind`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invoke => "invoke",
            Self::Result => "result",
            Self::Error => "error",
            Self::Reject => "reject",
        }
    }
}

/// One TCAP component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// What it is.
    pub kind: Kind,
    /// Local operation code, where the reader names one.
    pub code: Option<i64>,
    /// Local error code, where the reader names one.
    pub error: Option<i64>,
}

/// What one reader found in one frame, all its messages of one protocol together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// TCAP messages; nothing of them in readings of other protocols.
    pub tcap: Tcap,
    /// Diameter or GTP messages, in no order that counts.
    pub messages: Vec<Message>,
    /// What joins the frame with others: transactions, sessions, tunnels.
    pub links: BTreeSet<String>,
    /// IMSIs of the subscribers that the messages are about.
    pub imsis: BTreeSet<String>,
    /// MSISDNs of the subscribers that the messages are about.
    pub msisdns: BTreeSet<String>,
    /// Every other number in the messages: addresses of nodes, dialled numbers, references.
    pub numbers: BTreeSet<String>,
    /// Digits inside texts that name users. Which are those of a subscriber is the reader's own conclusion.
    pub mentioned: BTreeSet<String>,
    /// What the reader complained about, if it did.
    pub complaint: Option<String>,
}

/// The TCAP messages of one frame and the SCCP that carried them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tcap {
    /// Components, in no order that counts.
    pub components: Vec<Component>,
    /// Components that the reader counted and did not look into.
    pub unread_components: usize,
    /// Whether the reader showed the addresses of the messages at all.
    pub addressed: bool,
    /// `begin`, `continue`, `end`, `abort`, `unidirectional`.
    pub types: BTreeSet<String>,
    /// Originating transaction ids, lower-case hexadecimal.
    pub otids: BTreeSet<String>,
    /// Destination transaction ids, lower-case hexadecimal.
    pub dtids: BTreeSet<String>,
    /// Application contexts, dotted.
    pub contexts: BTreeSet<String>,
    /// Whether a message of the frame stands without an application context.
    pub lacks_context: bool,
    /// Global Title digits of the calling parties.
    pub calling_gts: BTreeSet<String>,
    /// Global Title digits of the called parties.
    pub called_gts: BTreeSet<String>,
    /// Subsystem numbers of the calling parties.
    pub calling_ssns: BTreeSet<String>,
    /// Subsystem numbers of the called parties.
    pub called_ssns: BTreeSet<String>,
}

impl Tcap {
    /// Components of this kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Component> {
        self.components.iter().filter(move |component| component.kind == kind)
    }
}

/// One Diameter or GTP message: values by the names that operation lines have for them. Numbers are decimal; what the
/// message does not hold is not there.
pub type Message = BTreeMap<&'static str, String>;
