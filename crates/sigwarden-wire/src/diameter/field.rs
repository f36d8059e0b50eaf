//! The AVPs of which something is made.

use super::dictionary::TGPP;
use crate::disclosure::Disclosure;

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident $vendor:tt $code:literal $disclosure:ident $($flag:ident)*;)+) => {
        /// An AVP of which something is made; all others keep their number.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Field {
            /// Nothing is made of it.
            #[default]
            None,
            $($(#[$doc])* $name,)+
        }

        /// Where each field is found.
        pub(super) static FIELDS: &[Row] = &[
            $(Row { field: Field::$name, vendor: fields!(@vendor $vendor), code: $code },)+
        ];

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// What an answer gives away by carrying it.
            pub const fn disclosure(self) -> Disclosure {
                match self {
                    Self::None => Disclosure::None,
                    $(Self::$name => Disclosure::$disclosure,)+
                }
            }

            /// Whether a message has room for one only, outside groups.
            pub const fn is_single(self) -> bool {
                match self {
                    Self::None => false,
                    $(Self::$name => fields!(@single $($flag)*),)+
                }
            }
        }
    };
    (@vendor base) => { 0 };
    (@vendor tgpp) => { TGPP };
    (@single once) => { true };
    (@single) => { false };
}

/// Where a field is found.
pub(super) struct Row {
    pub(super) field: Field,
    pub(super) vendor: u32,
    pub(super) code: u32,
}

fields! {
    /// Session-Id.
    SessionId base 263 None once;
    /// Origin-Host.
    OriginHost base 264 None once;
    /// Origin-Realm.
    OriginRealm base 296 None once;
    /// Destination-Host.
    DestinationHost base 293 None once;
    /// Destination-Realm.
    DestinationRealm base 283 None once;
    /// Route-Record: a node that passed the message on.
    RouteRecord base 282 None;
    /// User-Name: an IMSI on the interfaces of registers, a private identity on those of multimedia.
    UserName base 1 Imsi once;
    /// Result-Code.
    ResultCode base 268 None once;
    /// Experimental-Result-Code.
    ExperimentalResultCode base 298 None;
    /// Redirect-Host: where to ask instead.
    RedirectHost base 292 None;
    /// Error-Message, for people.
    ErrorMessage base 281 None;
    /// Failed-AVP.
    FailedAvp base 279 None;
    /// Product-Name of a capabilities exchange.
    ProductName base 269 None;
    /// Auth-Session-State.
    AuthSessionState base 277 None once;
    /// CC-Request-Number: tells the requests of a session apart.
    RequestNumber base 415 None once;
    /// Called-Station-Id: an access point name.
    CalledStationId base 30 None;
    /// Subscription-Id-Type.
    SubscriptionIdType base 450 None;
    /// Subscription-Id-Data.
    SubscriptionIdData base 444 None;
    /// User-Equipment-Info-Value.
    UserEquipmentInfoValue base 460 None;
    /// 3GPP-IMSI, as interfaces to packet networks have it (TS 29.061 16.4.7).
    VendorImsi tgpp 1 Imsi;
    /// 3GPP-User-Location-Info (TS 29.061 16.4.7.2).
    UserLocationInfo tgpp 22 Location;
    /// Visited-Network-Identifier of multimedia (TS 29.229 6.3.1).
    VisitedNetworkIdentifier tgpp 600 None;
    /// Public-Identity (TS 29.229 6.3.2).
    PublicIdentity tgpp 601 None;
    /// Server-Name: who serves the subscriber (TS 29.229 6.3.3).
    ServerName tgpp 602 ServingNode;
    /// User-Data of Cx: the profile.
    CxUserData tgpp 606 Profile;
    /// SIP-Auth-Data-Item.
    SipAuthDataItem tgpp 612 AuthVectors;
    /// MSISDN, TBCD digits (TS 29.329 6.3.2).
    Msisdn tgpp 701 Msisdn;
    /// Data-Reference: what a request of Sh asks for (TS 29.329 6.3.4).
    DataReference tgpp 703 None;
    /// User-Data of Sh: the profile, the state or the location, in XML.
    ShUserData tgpp 702 Profile;
    /// RAT-Type.
    RatType tgpp 1032 None;
    /// LCS-EPS-Client-Name and the like stay unread; the estimate itself (TS 29.172 7.4.4).
    LocationEstimate tgpp 1242 Location;
    /// Subscription-Data.
    SubscriptionData tgpp 1400 Profile;
    /// IMEI.
    Imei tgpp 1402 Imei;
    /// ULR-Flags.
    UlrFlags tgpp 1405 None;
    /// Visited-PLMN-Id.
    VisitedPlmn tgpp 1407 None once;
    /// Authentication-Info: vectors, which are counted and never kept.
    AuthenticationInfo tgpp 1413 AuthVectors;
    /// Cancellation-Type.
    CancellationType tgpp 1420 None;
    /// NOR-Flags.
    NorFlags tgpp 1443 None;
    /// User-Id: the beginning of the IMSIs that a reset is about (TS 29.272 7.3.50).
    UserId tgpp 1444 None;
    /// SGSN-Number.
    SgsnNumber tgpp 1489 ServingNode;
    /// IDR-Flags.
    IdrFlags tgpp 1490 None;
    /// EPS-User-State.
    EpsUserState tgpp 1495 State;
    /// EPS-Location-Information.
    EpsLocationInformation tgpp 1496 Location;
    /// MME-User-State.
    MmeUserState tgpp 1497 State;
    /// SGSN-User-State.
    SgsnUserState tgpp 1498 State;
    /// MME-Location-Information.
    MmeLocationInformation tgpp 1600 Location;
    /// SGSN-Location-Information.
    SgsnLocationInformation tgpp 1601 Location;
    /// E-UTRAN-Cell-Global-Identity.
    Ecgi tgpp 1602 Location;
    /// Tracking-Area-Identity.
    Tai tgpp 1603 Location;
    /// Cell-Global-Identity.
    Cgi tgpp 1604 Location;
    /// Age-Of-Location-Information.
    AgeOfLocation tgpp 1611 Location;
    /// MME-Number-for-MT-SMS.
    MmeNumberForSms tgpp 1645 ServingNode;
    /// Local-Time-Zone.
    LocalTimeZone tgpp 1649 Location;
    /// LMSI.
    Lmsi tgpp 2400 None;
    /// Serving-Node.
    ServingNode tgpp 2401 ServingNode;
    /// MME-Name.
    MmeName tgpp 2402 ServingNode;
    /// MSC-Number.
    MscNumber tgpp 2403 ServingNode;
    /// ECGI of a location answer (TS 29.172 7.4.38).
    LocationEcgi tgpp 2517 Location;
    /// User-Identifier.
    UserIdentifier tgpp 3102 None;
    /// SC-Address: the service centre, TBCD digits (TS 29.338 5.3.3.2).
    ScAddress tgpp 3300 None;
    /// SM-RP-UI: the short message (TS 29.338 5.3.3.3).
    SmRpUi tgpp 3301 None;
}

const _: () = assert!(Field::ALL.len() < 64, "a set of fields is 64 bits");
