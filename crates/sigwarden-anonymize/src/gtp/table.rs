//! What is done with the value of an information element, by version and type. A type without a row is blanked.

use crate::report::Kind;
use sigwarden_wire::gtp::Version;

/// What is done with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Treatment {
    /// Information elements, each for itself.
    Group,
    /// Numbers, flags, causes, qualities, networks.
    Keep,
    /// TBCD digits.
    Tbcd(Kind),
    /// An octet of nature and plan, then TBCD digits.
    AddressString(Kind),
    /// Labels of a name.
    Labels(Kind),
    /// A name as text.
    Text,
    /// IP address.
    Ip,
    /// Temporary identity.
    Temporary,
    /// Signature of one.
    Secret,
    /// Area or cell behind its network.
    Place,
    /// The same behind an octet that says what it is.
    PlaceBehind,
    /// Several, by flags.
    Places,
    /// Temporary identity behind the group that gave it.
    Guti,
    /// Tunnel endpoint: identifier and addresses.
    FTeid,
    /// Connections of a node, by its address.
    ConnectionSet,
    /// Address of the phone, version 2.
    PhoneAddress,
    /// Address of the phone, versions 0 and 1.
    EndUser,
    /// Protocol configuration options.
    Options,
    /// Nobody knows what it is, or there is too much in it.
    Blank,
}

use Treatment as T;

/// Versions 0 and 1 (TS 29.060 7.7).
const V1: &[(u8, Treatment)] = &[
    (1, T::Keep),
    (2, T::Tbcd(Kind::Imsi)),
    (3, T::Place),
    (4, T::Temporary),
    (5, T::Temporary),
    (6, T::Keep),
    (8, T::Keep),
    (9, T::Secret),
    (11, T::Keep),
    (12, T::Secret),
    (13, T::Keep),
    (14, T::Keep),
    (15, T::Keep),
    (16, T::Keep),
    (17, T::Keep),
    (18, T::Keep),
    (19, T::Keep),
    (20, T::Keep),
    (21, T::Keep),
    (23, T::Keep),
    (24, T::Keep),
    (25, T::Keep),
    (26, T::Keep),
    (29, T::Keep),
    (126, T::Keep),
    (127, T::Keep),
    (128, T::EndUser),
    (131, T::Labels(Kind::AccessPoint)),
    (132, T::Options),
    (133, T::Ip),
    (134, T::AddressString(Kind::Number)),
    (135, T::Keep),
    (147, T::AddressString(Kind::Title)),
    (148, T::Keep),
    (149, T::Keep),
    (151, T::Keep),
    (152, T::PlaceBehind),
    (153, T::Keep),
    (154, T::Tbcd(Kind::Imei)),
    (164, T::Keep),
    (182, T::Keep),
    (190, T::Labels(Kind::Name)),
    (191, T::Keep),
    (193, T::Keep),
    (198, T::Keep),
    (200, T::Keep),
    (201, T::Keep),
    (206, T::Keep),
    (210, T::AddressString(Kind::Number)),
    (218, T::Keep),
    (251, T::Ip),
];

/// Version 2 (TS 29.274 8.1).
const V2: &[(u8, Treatment)] = &[
    (1, T::Tbcd(Kind::Imsi)),
    (2, T::Keep),
    (3, T::Keep),
    (59, T::Keep),
    (60, T::Keep),
    (71, T::Labels(Kind::AccessPoint)),
    (72, T::Keep),
    (73, T::Keep),
    (74, T::Ip),
    (75, T::Tbcd(Kind::Imei)),
    (76, T::Tbcd(Kind::Number)),
    (77, T::Keep),
    (78, T::Options),
    (79, T::PhoneAddress),
    (80, T::Keep),
    (81, T::Keep),
    (82, T::Keep),
    (83, T::Keep),
    (86, T::Places),
    (87, T::FTeid),
    (88, T::Temporary),
    (93, T::Group),
    (94, T::Keep),
    (95, T::Keep),
    (97, T::Keep),
    (99, T::Keep),
    (109, T::Group),
    (111, T::Temporary),
    (112, T::Secret),
    (114, T::Keep),
    (117, T::Guti),
    (120, T::Keep),
    (122, T::Keep),
    (126, T::Keep),
    (127, T::Keep),
    (128, T::Keep),
    (131, T::Text),
    (132, T::ConnectionSet),
    (135, T::Keep),
    (136, T::Labels(Kind::Name)),
    (150, T::Keep),
    (152, T::Keep),
    (155, T::Keep),
    (156, T::Keep),
    (157, T::Keep),
    (160, T::Keep),
    (161, T::Keep),
    (163, T::Options),
    (164, T::Keep),
    (170, T::Keep),
    (172, T::Keep),
    (173, T::Keep),
    (180, T::Group),
    (181, T::Group),
    (182, T::Keep),
    (183, T::Keep),
    (191, T::Group),
    (195, T::Group),
    (197, T::Options),
    (208, T::Group),
    (209, T::Group),
    (214, T::Group),
    (215, T::Labels(Kind::Name)),
];

/// What is done with a value of this type in this version.
pub(super) fn treatment(version: Version, kind: u8) -> Treatment {
    let rows = match version {
        Version::V0 | Version::V1 => V1,
        Version::V2 | Version::Other(_) => V2,
    };
    let row = rows.binary_search_by_key(&kind, |(kind, _)| *kind).ok();
    row.and_then(|row| rows.get(row)).map_or(Treatment::Blank, |(_, treatment)| *treatment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted() {
        for rows in [V1, V2] {
            assert!(rows.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }
}
