//! What answers give away, the same for every protocol.

/// What an answer gives away by carrying a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disclosure {
    /// Nothing that is counted.
    None,
    /// Where the phone is.
    Location,
    /// The IMSI.
    Imsi,
    /// The MSISDN.
    Msisdn,
    /// The IMEI.
    Imei,
    /// Which node serves the phone.
    ServingNode,
    /// Authentication vectors or keys.
    AuthVectors,
    /// The subscriber's profile.
    Profile,
    /// Whether the phone is on, busy, reachable.
    State,
    /// A number under which a call reaches the phone.
    Msrn,
}
