//! What a request does to a subscriber, whatever the protocol that carries it.

use sigwarden_dialogue::joiner::Stack;

/// Which part of a network serves a telephone: each has registers of its own, and a telephone may be in three places at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Domain {
    /// Calls: a VLR.
    Circuit,
    /// Packet data of 2G and 3G: an SGSN.
    Packet,
    /// 4G: an MME.
    Evolved,
}

impl Domain {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Circuit, Self::Packet, Self::Evolved];

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Circuit => "calls",
            Self::Packet => "packet data",
            Self::Evolved => "4G",
        }
    }
}

/// What a request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Fetches keys.
    Keys(Domain),
    /// Says that the telephone is here now.
    Register(Domain),
    /// Says that the telephone has gone.
    Leave(Domain),
    /// Ends a registration, as a home register does.
    Cancel(Domain),
    /// Does something in the subscriber's name, as only the network can that serves it.
    Serve,
    /// Asks where the telephone is.
    Locate,
    /// Asks where a short message is to be brought.
    RouteMessage,
    /// Brings a short message to a telephone.
    DeliverMessage,
    /// Hands in a short message of a telephone.
    SubmitMessage,
    /// Opens a data connection.
    Session,
    /// Asks a packet node whether it is there.
    Path,
    /// A home register has lost what it knew: telephones register anew, without being asked for keys first.
    Reset,
}

/// Subsystem number of a serving node of packet data (TS 23.003 8.3).
const SGSN: u8 = 149;

const fn domain(subsystem: Option<u8>) -> Domain {
    match subsystem {
        Some(SGSN) => Domain::Packet,
        _ => Domain::Circuit,
    }
}

/// MAP operations that change or use the place of a subscriber (TS 29.002 17.6), without those of short messages.
const SERVED: [i64; 17] = [10, 11, 12, 13, 14, 15, 17, 19, 48, 54, 57, 59, 66, 72, 74, 87, 89];
/// CAP operations that begin a call, message or session (TS 29.078): initialDP, initialDPSMS, initialDPGPRS.
const BEGUN: [i64; 3] = [0, 60, 78];

impl Act {
    /// Of an SS7 operation by its code and the subsystems that ask and are asked. Short messages of versions 1 and 2, which go
    /// both ways under one code, are told apart by who calls this.
    pub fn of_ss7(stack: Stack, code: i64, (calling, called): (Option<u8>, Option<u8>)) -> Option<Self> {
        match (stack, code) {
            (Stack::Map, 2) => Some(Self::Register(Domain::Circuit)),
            (Stack::Map, 3) => Some(Self::Cancel(domain(called))),
            (Stack::Map, 23) => Some(Self::Register(Domain::Packet)),
            (Stack::Map, 37) => Some(Self::Reset),
            (Stack::Map, 45) => Some(Self::RouteMessage),
            (Stack::Map, 44) => Some(Self::DeliverMessage),
            (Stack::Map, 46) => Some(Self::SubmitMessage),
            (Stack::Map, 56) => Some(Self::Keys(domain(calling))),
            (Stack::Map, 67) => Some(Self::Leave(domain(calling))),
            (Stack::Map, 70) => Some(Self::Locate),
            (Stack::Map, code) if SERVED.contains(&code) => Some(Self::Serve),
            (Stack::Cap, code) if BEGUN.contains(&code) => Some(Self::Serve),
            _ => None,
        }
    }

    /// Of a Diameter command. `locates`: its flags ask where the telephone is.
    pub fn of_diameter(application: u32, command: u32, locates: bool) -> Option<Self> {
        const S6A: u32 = 16_777_251;
        const S6C: u32 = 16_777_312;
        const SGD: u32 = 16_777_313;
        match (application, command) {
            (S6A, 316) => Some(Self::Register(Domain::Evolved)),
            (S6A, 317) => Some(Self::Cancel(Domain::Evolved)),
            (S6A, 318) => Some(Self::Keys(Domain::Evolved)),
            (S6A, 319) if locates => Some(Self::Locate),
            (S6A, 321) => Some(Self::Leave(Domain::Evolved)),
            (S6A, 322) => Some(Self::Reset),
            (S6A, 323) => Some(Self::Serve),
            (S6C, 8_388_647) => Some(Self::RouteMessage),
            (SGD, 8_388_645) => Some(Self::SubmitMessage),
            (SGD, 8_388_646) => Some(Self::DeliverMessage),
            _ => None,
        }
    }

    /// Of a GTP message by its type; both versions have one number for an echo.
    pub const fn of_gtp(is_version_2: bool, kind: u8) -> Option<Self> {
        match (is_version_2, kind) {
            (_, 1) => Some(Self::Path),
            (false, 16) | (true, 32) => Some(Self::Session),
            _ => None,
        }
    }

    /// Whether only the network may do it that serves the subscriber (category 3).
    pub const fn is_of_serving_network(self) -> bool {
        matches!(
            self,
            Self::Keys(_) | Self::Register(_) | Self::Leave(_) | Self::Serve | Self::SubmitMessage | Self::Session
        )
    }

    /// Whether it says that the telephone is in the network that asks, and may be the first to say so.
    pub const fn moves(self) -> Option<Domain> {
        match self {
            Self::Keys(domain) | Self::Register(domain) => Some(domain),
            _ => None,
        }
    }
}
