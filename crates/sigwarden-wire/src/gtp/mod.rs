//! GPRS Tunnelling Protocol: signalling of versions 1 (TS 29.060) and 2 (TS 29.274), the older version 0
//! (GSM 09.60), and as much of the user plane (TS 29.281) as tells what a tunnel carries.
//!
//! - [`header`](Header): the three headers, extension headers, what stands behind a message.
//! - [`message`](Message): information elements, in a buffer that is used again.
//! - [`field`](Field): what elements are, the same for all versions; `elements` has the types of each version.
//! - [`messages`]: message types and their names.
//! - `recognise`, `values`, `user`: telling GTP by its octets, values of elements, the inner packet of a tunnel.

mod elements;
mod field;
mod header;
mod message;
pub mod messages;
mod recognise;
mod user;
mod values;

pub use field::{Encoding, Field};
pub use header::{Header, MAX_EXTENSIONS};
pub use message::{Element, MAX_DEPTH, MAX_ELEMENTS, Message};
pub use recognise::{looks_like_control, looks_like_user};
pub use user::user_packet;
pub use values::{
    FTeid, apn, f_teid, gsn_address, is_accepted, location_plmn, location_plmn_v1, serving_network, tbcd,
};

/// UDP port of signalling, versions 1 and 2 (TS 29.060 10.1.1, TS 29.274 4.2.1).
pub const CONTROL_PORT: u16 = 2123;
/// UDP port of user data (TS 29.281 4.4.2.3).
pub const USER_PORT: u16 = 2152;
/// UDP port of version 0, signalling and user data, and of GTP' for charging records (GSM 09.60 10.1, TS 32.295 5.1).
pub const PRIME_PORT: u16 = 3386;

/// Octets of the largest datagram: what lies behind is not looked at, so every offset fits.
pub(crate) const MAX_DATAGRAM: usize = 0xFFFF;

/// Which protocol a datagram is: the upper three bits of its first octet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Version {
    /// GSM 09.60: header of 20 octets, the subscriber in its tunnel identifier.
    V0,
    /// TS 29.060, and TS 29.281 for user data.
    V1,
    /// TS 29.274.
    #[default]
    V2,
    /// None of these; read as version 2 is.
    Other(u8),
}

impl Version {
    /// That of a first octet.
    pub const fn of(first: u8) -> Self {
        match first >> 5 {
            0 => Self::V0,
            1 => Self::V1,
            2 => Self::V2,
            other => Self::Other(other),
        }
    }

    /// Its number.
    pub const fn number(self) -> u8 {
        match self {
            Self::V0 => 0,
            Self::V1 => 1,
            Self::V2 => 2,
            Self::Other(number) => number,
        }
    }
}
