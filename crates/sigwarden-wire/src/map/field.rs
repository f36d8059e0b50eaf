//! What the fields of MAP and CAP parameters are: how their octets are read and what they give away.

pub use crate::disclosure::Disclosure;

/// How the octets of a field are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// TBCD digits: IMSI, IMEI (TS 29.002 17.7.8).
    Tbcd,
    /// AddressString: one octet nature and plan, then TBCD digits.
    Address,
    /// INTEGER or ENUMERATED.
    Integer,
    /// Octets whose length or presence is all that is kept.
    Octets,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident $text:literal $encoding:ident $disclosure:ident;)+) => {
        /// A field of a MAP or CAP parameter.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Field {
            $($(#[$doc])* $name,)+
        }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Name, as the standard spells it where it has one.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// How its octets are read.
            pub const fn encoding(self) -> Encoding {
                match self { $(Self::$name => Encoding::$encoding,)+ }
            }

            /// What an answer gives away by carrying it.
            pub const fn disclosure(self) -> Disclosure {
                match self { $(Self::$name => Disclosure::$disclosure,)+ }
            }
        }
    };
}

fields! {
    /// Nothing is kept.
    None "" Octets None;
    /// IMSI of the subscriber.
    Imsi "imsi" Tbcd Imsi;
    /// MSISDN of the subscriber.
    Msisdn "msisdn" Address Msisdn;
    /// IMEI or IMEISV.
    Imei "imei" Tbcd Imei;
    /// Local mobile subscriber identity.
    Lmsi "lmsi" Octets None;
    /// TMSI.
    Tmsi "tmsi" Octets None;
    /// Number of an MSC that serves or will serve.
    MscNumber "msc-Number" Address ServingNode;
    /// Number of a VLR.
    VlrNumber "vlr-Number" Address ServingNode;
    /// Number of an SGSN.
    SgsnNumber "sgsn-Number" Address ServingNode;
    /// Diameter identity or number of an MME or another later node.
    NodeName "node-Name" Octets ServingNode;
    /// Number of an HLR.
    HlrNumber "hlr-Number" Address None;
    /// Leading digits of the IMSIs that an HLR asks to be forgotten (TS 29.002 17.7.8).
    HlrId "hlr-Id" Tbcd None;
    /// Number of a service control function.
    GsmScfAddress "gsmSCF-Address" Address None;
    /// Number of a GMSC.
    GmscAddress "gmsc-Address" Address None;
    /// Number of a GMLC or another location centre.
    MlcNumber "mlc-Number" Address None;
    /// Number of a short message service centre.
    ServiceCentreAddress "serviceCentreAddress" Address None;
    /// IP address of an SGSN.
    SgsnAddress "sgsn-Address" Octets ServingNode;
    /// Number of a GGSN.
    GgsnNumber "ggsn-Number" Address None;
    /// Mobile station roaming number.
    RoamingNumber "roamingNumber" Address Msrn;
    /// Number that calls are forwarded to.
    ForwardedToNumber "forwardedToNumber" Address None;
    /// Another address inside a parameter: originating entity, destination.
    OtherAddress "address" Address None;
    /// Cell, service area or location area.
    CellId "cellGlobalIdOrServiceAreaIdOrLAI" Octets Location;
    /// Tracking area or 4G or 5G cell.
    TrackingArea "e-utranCellGlobalIdentity" Octets Location;
    /// Coordinates.
    GeographicalInformation "geographicalInformation" Octets Location;
    /// Location number.
    LocationNumber "locationNumber" Octets Location;
    /// Minutes since the location was true.
    AgeOfLocation "ageOfLocationInformation" Integer Location;
    /// The network paged the phone for it.
    CurrentLocationRetrieved "currentLocationRetrieved" Octets Location;
    /// Idle, busy, not reachable.
    SubscriberState "subscriberState" Octets State;
    /// Time zone of the phone.
    TimeZone "timeZone" Octets Location;
    /// One authentication vector, or a set of them; only counted.
    AuthVectors "authenticationSetList" Octets AuthVectors;
    /// A ciphering key or security context.
    SecurityContext "currentSecurityContext" Octets AuthVectors;
    /// Subscriber data: services, barring, categories.
    Profile "subscriberData" Octets Profile;
    /// CAMEL subscription: which events go to which service control function.
    CamelSubscription "camelSubscriptionInfo" Octets Profile;
    /// Requested: location.
    WantsLocation "locationInformation" Octets None;
    /// Requested: state.
    WantsState "subscriberState" Octets None;
    /// Requested: location now, which pages the phone.
    WantsCurrentLocation "currentLocation" Octets None;
    /// Requested: IMEI.
    WantsImei "imei" Octets None;
    /// Requested: anything else.
    WantsOther "requestedInfo" Octets None;
    /// How many authentication vectors are asked for.
    NumberOfVectors "numberOfRequestedVectors" Integer None;
    /// Network that asks for vectors.
    RequestingPlmn "requestingPLMN-Id" Octets None;
    /// Service key.
    ServiceKey "serviceKey" Integer None;
    /// Supplementary service code.
    SsCode "ss-Code" Octets None;
    /// USSD string; only its length is kept.
    UssdString "ussd-String" Octets None;
    /// Short message (SM-RP-UI); only its length is kept.
    ShortMessage "sm-RP-UI" Octets None;
    /// No delivery is intended: the question is only who and where.
    DeliveryNotIntended "sm-deliveryNotIntended" Octets None;
    /// Called party of a call, as ISUP codes it.
    CalledPartyNumber "calledPartyNumber" Octets None;
    /// Called party as the phone dialled it: one octet type and plan, then TBCD digits (TS 24.008 10.5.4.7).
    CalledPartyBcdNumber "calledPartyBCDNumber" Address None;
    /// Calling party of a call, as ISUP codes it.
    CallingPartyNumber "callingPartyNumber" Octets None;
    /// Where a call is sent instead.
    DestinationRoutingAddress "destinationRoutingAddress" Octets None;
    /// Where a call is led for a while: an assisting switch, an announcement machine.
    AssistingAddress "assistingSSPIPRoutingAddress" Octets None;
}

impl Field {
    /// Whether it says who or where somebody is, or carries what is judged by itself. The rest only describes it further.
    pub const fn is_essential(self) -> bool {
        matches!(self.encoding(), Encoding::Tbcd | Encoding::Address)
            || matches!(self, Self::Lmsi | Self::RequestingPlmn | Self::ShortMessage)
    }
}
