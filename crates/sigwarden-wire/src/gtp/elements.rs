//! Types of information elements: version 0 (GSM 09.60 7.9), version 1 (TS 29.060 7.7), version 2 (TS 29.274 8.1).

use super::Version;
use super::field::{Encoding, Field};

/// What is known of a type. One load reads it.
#[derive(Clone, Copy)]
#[repr(align(4))]
pub(super) struct Rule {
    /// What it is.
    pub(super) field: Field,
    /// Octets of the value: exactly so many below 128 in versions 0 and 1 (0: nobody knows), elsewhere at least.
    pub(super) octets: u8,
    flags: u8,
}

const ESSENTIAL: u8 = 1;
const UNIQUE: u8 = 2;
const GROUP: u8 = 4;

impl Rule {
    const UNKNOWN: Self = Self { field: Field::Other, octets: 0, flags: 0 };

    const fn new(field: Field, octets: u8) -> Self {
        let essential = if field.is_essential() { ESSENTIAL } else { 0 };
        let group = if matches!(field.encoding(), Encoding::Group) { GROUP } else { 0 };
        let unique = if is_unique(field) { UNIQUE } else { 0 };
        Self { field, octets, flags: essential | group | unique }
    }

    /// Whether it is kept where only the essential is wanted.
    pub(super) const fn is_essential(self) -> bool {
        self.flags & ESSENTIAL != 0
    }

    /// Whether it holds elements.
    pub(super) const fn is_group(self) -> bool {
        self.flags & GROUP != 0
    }

    /// Whether one message, or one group, has room for one of an instance only.
    pub(super) const fn is_unique(self) -> bool {
        self.flags & UNIQUE != 0
    }
}

/// No message of either standard has a list of these. Lists of addresses, tunnels of version 1, contexts, bearers
/// and vectors are legal.
const fn is_unique(field: Field) -> bool {
    use Field::{
        Apn, Cause, FTeid, Imei, Imsi, Msisdn, RatType, Recovery, RoutingArea, SelectionMode, ServingNetwork,
        UserLocation,
    };
    matches!(
        field,
        Apn | Cause
            | FTeid
            | Imei
            | Imsi
            | Msisdn
            | RatType
            | Recovery
            | RoutingArea
            | SelectionMode
            | ServingNetwork
            | UserLocation
    )
}

/// Row: type, octets, field.
type Row = (u8, u8, Field);

const fn table(rows: &[Row], mut rules: [Rule; 256]) -> [Rule; 256] {
    let mut rest = rows;
    while let [(kind, octets, field), behind @ ..] = rest {
        if let Some((_, [rule, ..])) = rules.split_at_mut_checked(*kind as usize) {
            *rule = Rule::new(*field, *octets);
        }
        rest = behind;
    }
    rules
}

static V0: [Rule; 256] = table(V0_ROWS, table(V1_ROWS, [Rule::UNKNOWN; 256]));
static V1: [Rule; 256] = table(V1_ROWS, [Rule::UNKNOWN; 256]);
static V2: [Rule; 256] = table(V2_ROWS, [Rule::UNKNOWN; 256]);

/// What is known of this type in this version.
#[inline]
pub(super) fn rule(version: Version, kind: u8) -> Rule {
    let table = match version {
        Version::V0 => &V0,
        Version::V1 => &V1,
        Version::V2 | Version::Other(_) => &V2,
    };
    table.get(usize::from(kind)).copied().unwrap_or(Rule::UNKNOWN)
}

/// Where version 0 differs from version 1: flow labels instead of tunnel identifiers, and a reason under another type.
const V0_ROWS: &[Row] = &[
    (16, 2, Field::TeidData),
    (17, 2, Field::TeidControl),
    (18, 3, Field::TeidDataSecond),
    (19, 1, Field::NotReachableReason),
];

const V1_ROWS: &[Row] = &[
    (1, 1, Field::Cause),
    (2, 8, Field::Imsi),
    (3, 6, Field::RoutingArea),
    (4, 4, Field::TemporaryIdentity),
    (5, 4, Field::TemporaryIdentity),
    // Of version 0; skipping it is better than losing what stands behind it.
    (6, 3, Field::QualityOfService),
    (8, 1, Field::Other),
    (9, 28, Field::AuthVectors),
    (11, 1, Field::MapCause),
    (12, 3, Field::PtmsiSignature),
    (13, 1, Field::MsValidated),
    (14, 1, Field::Recovery),
    (15, 1, Field::SelectionMode),
    (16, 4, Field::TeidData),
    (17, 4, Field::TeidControl),
    (18, 5, Field::TeidDataSecond),
    (19, 1, Field::Teardown),
    (20, 1, Field::Nsapi),
    (21, 1, Field::Other),
    (22, 9, Field::Other),
    (23, 1, Field::Other),
    (24, 1, Field::Other),
    (25, 2, Field::Other),
    (26, 2, Field::ChargingCharacteristics),
    (27, 2, Field::Trace),
    (28, 2, Field::Trace),
    (29, 1, Field::NotReachableReason),
    (126, 1, Field::Other),
    (127, 4, Field::ChargingId),
    (128, 2, Field::PdnAddress),
    (129, 0, Field::AuthVectors),
    (130, 0, Field::PdpContext),
    (131, 1, Field::Apn),
    (132, 0, Field::ProtocolOptions),
    (133, 4, Field::GsnAddress),
    (134, 1, Field::Msisdn),
    (135, 0, Field::QualityOfService),
    (136, 0, Field::AuthVectors),
    (137, 0, Field::QualityOfService),
    (138, 0, Field::Cell),
    (139, 0, Field::Container),
    (142, 0, Field::Trace),
    (143, 0, Field::Trace),
    (144, 0, Field::Container),
    (147, 0, Field::NodeNumber),
    (148, 0, Field::Indication),
    (149, 1, Field::ApnRestriction),
    (151, 1, Field::RatType),
    (152, 1, Field::UserLocation),
    (153, 2, Field::TimeZone),
    (154, 1, Field::Imei),
    (159, 0, Field::ProtocolOptions),
    (162, 0, Field::Trace),
    (164, 3, Field::SelectedPlmn),
    (169, 0, Field::Trace),
    (173, 0, Field::Container),
    (174, 0, Field::Cell),
    (182, 0, Field::Indication),
    (190, 0, Field::Fqdn),
    (191, 0, Field::QualityOfService),
    (192, 0, Field::QualityOfService),
    (193, 0, Field::Indication),
    (194, 0, Field::CellGroup),
    (196, 0, Field::CellGroup),
    (198, 0, Field::QualityOfService),
    (200, 0, Field::QualityOfService),
    (201, 0, Field::QualityOfService),
    (206, 0, Field::QualityOfService),
    (207, 0, Field::Container),
    (210, 1, Field::CorrelationMsisdn),
    (212, 0, Field::Cell),
    (218, 0, Field::Indication),
    (219, 0, Field::NodeIdentifier),
    (251, 4, Field::IpAddress),
    (255, 2, Field::PrivateExtension),
];

const V2_ROWS: &[Row] = &[
    (1, 1, Field::Imsi),
    (2, 2, Field::Cause),
    (3, 1, Field::Recovery),
    (52, 0, Field::Container),
    (53, 0, Field::Container),
    // The contexts of handovers to circuit-switched carry the keys for them.
    (54, 0, Field::AuthVectors),
    (55, 0, Field::AuthVectors),
    (57, 0, Field::Cell),
    (58, 0, Field::Cell),
    (59, 4, Field::TeidControl),
    (60, 0, Field::Indication),
    (61, 0, Field::Cell),
    (62, 0, Field::AuthVectors),
    (71, 1, Field::Apn),
    (72, 8, Field::QualityOfService),
    (73, 1, Field::Ebi),
    (74, 4, Field::IpAddress),
    (75, 1, Field::Imei),
    // Empty where the subscriber has none.
    (76, 0, Field::Msisdn),
    (77, 0, Field::Indication),
    (78, 0, Field::ProtocolOptions),
    (79, 1, Field::PdnAddress),
    (80, 0, Field::QualityOfService),
    (81, 0, Field::QualityOfService),
    (82, 1, Field::RatType),
    (83, 3, Field::ServingNetwork),
    (84, 0, Field::QualityOfService),
    (85, 0, Field::QualityOfService),
    (86, 1, Field::UserLocation),
    (87, 5, Field::FTeid),
    (88, 0, Field::TemporaryIdentity),
    (93, 0, Field::BearerContext),
    (94, 4, Field::ChargingId),
    (95, 2, Field::ChargingCharacteristics),
    (96, 0, Field::Trace),
    (97, 0, Field::Indication),
    (99, 1, Field::PdnType),
    (103, 0, Field::AuthVectors),
    (104, 0, Field::AuthVectors),
    (105, 0, Field::AuthVectors),
    (106, 0, Field::AuthVectors),
    (107, 0, Field::AuthVectors),
    (108, 0, Field::AuthVectors),
    (109, 0, Field::PdnConnection),
    (111, 0, Field::TemporaryIdentity),
    (112, 0, Field::PtmsiSignature),
    (114, 2, Field::TimeZone),
    (115, 0, Field::Trace),
    (116, 0, Field::CompleteRequest),
    (117, 0, Field::Guti),
    (118, 0, Field::Container),
    (120, 3, Field::SelectedPlmn),
    (121, 0, Field::Cell),
    (122, 1, Field::Nsapi),
    (127, 1, Field::ApnRestriction),
    (128, 1, Field::SelectionMode),
    (129, 0, Field::Cell),
    (132, 0, Field::ConnectionSet),
    (136, 0, Field::Fqdn),
    (145, 0, Field::CellGroup),
    (147, 0, Field::CellGroup),
    (150, 1, Field::DetachType),
    (155, 0, Field::QualityOfService),
    (159, 0, Field::AuthVectors),
    (160, 0, Field::Indication),
    (161, 0, Field::QualityOfService),
    (162, 0, Field::Trace),
    (163, 0, Field::ProtocolOptions),
    (169, 0, Field::Cell),
    (175, 0, Field::NodeNumber),
    (176, 0, Field::NodeIdentifier),
    (180, 0, Field::OverloadControl),
    (181, 0, Field::LoadControl),
    (190, 0, Field::Cell),
    (191, 0, Field::RemoteUeContext),
    (192, 1, Field::RemoteUserId),
    // SCEF PDN Connection, V2X Context, PC5 QoS Parameters, PGW Change Info.
    (195, 0, Field::OtherGroup),
    (197, 0, Field::ProtocolOptions),
    (205, 0, Field::Trace),
    (208, 0, Field::OtherGroup),
    (209, 0, Field::OtherGroup),
    (214, 0, Field::OtherGroup),
    (215, 0, Field::Fqdn),
    (255, 2, Field::PrivateExtension),
];
