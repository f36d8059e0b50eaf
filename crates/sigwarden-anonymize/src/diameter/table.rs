//! What is done with the content of an AVP: a row, or what its kind of data says.

use crate::report::Kind;
use sigwarden_wire::diameter::dictionary::{self, Entry, TGPP};

/// What is done with the content of an AVP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Treatment {
    /// AVPs, each for itself.
    Group,
    /// Flags, codes, networks, versions.
    Keep,
    /// A number or time of four or eight octets.
    Number,
    /// An IMSI or a name.
    UserName,
    /// Digits in ASCII.
    Written(Kind),
    /// TBCD digits.
    Tbcd(Kind),
    /// Nature and plan, then TBCD digits.
    AddressString,
    /// A number as ISUP codes it.
    Isup,
    /// Names and numbers in a text.
    Text,
    /// Session-Id.
    Session,
    /// Access point name.
    AccessPoint,
    /// 4 or 16 octets of an IP address.
    Ip,
    /// Family and address.
    Address,
    /// Prefix of IPv6 addresses.
    Prefix,
    /// Area, or cell of 2G or 3G, behind its network.
    Place,
    /// Cell of 4G behind its network.
    WideCell,
    /// One of these behind what it is.
    Location,
    /// Coordinates.
    Coordinates,
    /// Temporary identity.
    Temporary,
    /// Key or vector.
    Secret,
    /// What only its sender understands.
    Opaque,
    /// Subscription-Id-Data: its neighbour says what it is.
    Subscription,
    /// Short message.
    ShortMessage,
    /// Nobody knows what it is.
    Blank,
}

/// Row: vendor, code, treatment. Texts that only name a network, a method, a version or a type stay.
const ROWS: &[(u32, u32, Treatment)] = {
    use Treatment as T;
    &[
        (0, 1, T::UserName),
        (0, 4, T::Ip),
        (0, 8, T::Ip),
        (0, 9, T::Keep),
        (0, 14, T::Ip),
        (0, 30, T::AccessPoint),
        (0, 95, T::Ip),
        (0, 96, T::Opaque),
        (0, 97, T::Prefix),
        (0, 98, T::Ip),
        (0, 123, T::Prefix),
        (0, 263, T::Session),
        (0, 393, T::Keep),
        (0, 444, T::Subscription),
        (0, 460, T::Written(Kind::Imei)),
        (0, 461, T::Keep),
        (0, 493, T::AccessPoint),
        (0, 654, T::Written(Kind::Imei)),
        (0, 658, T::Written(Kind::Imei)),
        (TGPP, 1, T::Written(Kind::Imsi)),
        (TGPP, 2, T::Keep),
        (TGPP, 4, T::Ip),
        (TGPP, 5, T::Keep),
        (TGPP, 6, T::Ip),
        (TGPP, 7, T::Ip),
        (TGPP, 8, T::Keep),
        (TGPP, 9, T::Keep),
        (TGPP, 10, T::Keep),
        (TGPP, 12, T::Keep),
        (TGPP, 13, T::Keep),
        (TGPP, 14, T::Ip),
        (TGPP, 15, T::Ip),
        (TGPP, 16, T::Ip),
        (TGPP, 17, T::Ip),
        (TGPP, 18, T::Keep),
        (TGPP, 20, T::Written(Kind::Imei)),
        (TGPP, 22, T::Location),
        (TGPP, 313, T::Keep),
        (TGPP, 314, T::Keep),
        (TGPP, 600, T::Text),
        (TGPP, 606, T::Text),
        (TGPP, 608, T::Keep),
        (TGPP, 609, T::Secret),
        (TGPP, 610, T::Secret),
        (TGPP, 611, T::Secret),
        (TGPP, 625, T::Secret),
        (TGPP, 626, T::Secret),
        (TGPP, 640, T::Text),
        (TGPP, 641, T::Text),
        (TGPP, 643, T::Text),
        (TGPP, 644, T::Text),
        (TGPP, 645, T::Text),
        (TGPP, 646, T::Text),
        (TGPP, 701, T::Tbcd(Kind::Number)),
        (TGPP, 702, T::Text),
        (TGPP, 824, T::Keep),
        (TGPP, 826, T::Keep),
        (TGPP, 905, T::AccessPoint),
        (TGPP, 1231, T::AccessPoint),
        (TGPP, 1242, T::Coordinates),
        (TGPP, 1402, T::Written(Kind::Imei)),
        (TGPP, 1403, T::Keep),
        (TGPP, 1404, T::Keep),
        (TGPP, 1407, T::Keep),
        (TGPP, 1411, T::Secret),
        (TGPP, 1427, T::AccessPoint),
        (TGPP, 1433, T::Tbcd(Kind::Title)),
        (TGPP, 1437, T::Opaque),
        (TGPP, 1444, T::Written(Kind::Imsi)),
        (TGPP, 1447, T::Secret),
        (TGPP, 1448, T::Secret),
        (TGPP, 1449, T::Secret),
        (TGPP, 1450, T::Secret),
        (TGPP, 1453, T::Secret),
        (TGPP, 1454, T::Secret),
        (TGPP, 1470, T::Keep),
        (TGPP, 1474, T::Tbcd(Kind::Title)),
        (TGPP, 1480, T::Tbcd(Kind::Number)),
        (TGPP, 1489, T::Tbcd(Kind::Title)),
        (TGPP, 1506, T::Secret),
        (TGPP, 1602, T::WideCell),
        (TGPP, 1603, T::Place),
        (TGPP, 1604, T::Place),
        (TGPP, 1605, T::Place),
        (TGPP, 1606, T::Place),
        (TGPP, 1607, T::Place),
        (TGPP, 1608, T::Coordinates),
        (TGPP, 1642, T::Keep),
        (TGPP, 1643, T::Tbcd(Kind::Number)),
        (TGPP, 1645, T::Tbcd(Kind::Title)),
        (TGPP, 1671, T::Keep),
        (TGPP, 1677, T::Keep),
        (TGPP, 2400, T::Temporary),
        (TGPP, 2403, T::Tbcd(Kind::Title)),
        (TGPP, 2517, T::WideCell),
        (TGPP, 3100, T::Tbcd(Kind::Title)),
        (TGPP, 3104, T::Tbcd(Kind::Title)),
        (TGPP, 3300, T::Tbcd(Kind::Title)),
        (TGPP, 3301, T::ShortMessage),
        (TGPP, 3332, T::Tbcd(Kind::Title)),
        (TGPP, 3338, T::Tbcd(Kind::Title)),
        (TGPP, 3414, T::Isup),
        (TGPP, 3417, T::AddressString),
        (TGPP, 3420, T::AddressString),
    ]
};

/// What is done with an AVP; `known` is what the dictionary says of it.
pub(super) fn treatment(vendor: u32, code: u32, known: Option<&'static Entry>) -> Treatment {
    if let Ok(row) = ROWS.binary_search_by_key(&(vendor, code), |(vendor, code, _)| (*vendor, *code)) {
        return ROWS.get(row).map_or(Treatment::Blank, |(_, _, treatment)| *treatment);
    }
    match known.map(|entry| entry.kind) {
        None => Treatment::Blank,
        Some(dictionary::Kind::Group) => Treatment::Group,
        Some(dictionary::Kind::U32 | dictionary::Kind::U64 | dictionary::Kind::Time) => Treatment::Number,
        Some(dictionary::Kind::Address) => Treatment::Address,
        Some(dictionary::Kind::Text) => Treatment::Text,
        Some(dictionary::Kind::Octets) => Treatment::Opaque,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_in_the_dictionary() {
        for pair in ROWS.windows(2) {
            assert!((pair[0].0, pair[0].1) < (pair[1].0, pair[1].1), "{} {}", pair[1].0, pair[1].1);
        }
        for (vendor, code, _) in ROWS {
            assert!(dictionary::find(*vendor, *code).is_some(), "{vendor} {code}");
        }
    }
}
