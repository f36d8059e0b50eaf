//! What information elements are, whichever version and type they came with.

use crate::disclosure::Disclosure;

/// How the octets of a field are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// TBCD digits, filled up with ones (TS 29.060 7.7.2, TS 29.274 8.3).
    Tbcd,
    /// A number in the bits of the first octet that the mask leaves.
    Octet(u8),
    /// A number of the last octets, at most four.
    Number,
    /// Labels of a domain name, each behind its length (TS 23.003 9.1).
    Labels,
    /// Octets with a layout of their own.
    Octets,
    /// Information elements.
    Group,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident $text:literal $encoding:ident $(($mask:literal))? $disclosure:ident $weight:ident;)+) => {
        /// What an information element is.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
                match self { $(Self::$name => Encoding::$encoding $(($mask))?,)+ }
            }

            /// What an answer gives away by carrying it.
            pub const fn disclosure(self) -> Disclosure {
                match self { $(Self::$name => Disclosure::$disclosure,)+ }
            }

            /// Whether every request is judged by it. The rest only describes it further.
            pub const fn is_essential(self) -> bool {
                match self { $(Self::$name => weight::$weight,)+ }
            }
        }
    };
}

/// Words for the last column of the table.
mod weight {
    pub(super) const ESSENTIAL: bool = true;
    pub(super) const FURTHER: bool = false;
}

fields! {
    /// An element without a meaning here.
    #[default]
    Other "" Octets None FURTHER;
    /// IMSI of the subscriber; of version 0, the tunnel identifier, whose last half-octet is not a digit.
    Imsi "IMSI" Tbcd Imsi ESSENTIAL;
    /// MSISDN of the subscriber. Version 1 has an octet of nature and plan before the digits (TS 29.060 7.7.33).
    Msisdn "MSISDN" Octets Msisdn ESSENTIAL;
    /// MSISDN for calls that move between packet and circuit domain (TS 29.060 7.7.109).
    CorrelationMsisdn "C-MSISDN" Octets Msisdn FURTHER;
    /// IMEI or IMEISV.
    Imei "IMEI(SV)" Tbcd Imei ESSENTIAL;
    /// Access point name.
    Apn "Access Point Name" Labels None ESSENTIAL;
    /// Network that serves the phone (TS 29.274 8.18).
    ServingNetwork "Serving Network" Octets None ESSENTIAL;
    /// Where the phone is (TS 29.060 7.7.51, TS 29.274 8.21).
    UserLocation "User Location Information" Octets Location ESSENTIAL;
    /// Routing area (TS 29.060 7.7.3).
    RoutingArea "Routeing Area Identity" Octets Location ESSENTIAL;
    /// Address and identifier of a tunnel's end (TS 29.274 8.22).
    FTeid "F-TEID" Octets None ESSENTIAL;
    /// Identifier of the control tunnel's end (TS 29.060 7.7.14).
    TeidControl "TEID Control Plane" Number None ESSENTIAL;
    /// Identifier of a data tunnel's end (TS 29.060 7.7.13).
    TeidData "TEID Data I" Number None ESSENTIAL;
    /// Identifier of a data tunnel's end between SGSNs, behind its NSAPI (TS 29.060 7.7.15).
    TeidDataSecond "TEID Data II" Number None ESSENTIAL;
    /// Address of a support node (TS 29.060 7.7.32).
    GsnAddress "GSN Address" Octets None ESSENTIAL;
    /// What became of a request.
    Cause "Cause" Octet(0xFF) None ESSENTIAL;
    /// Restart counter.
    Recovery "Recovery" Octet(0xFF) None ESSENTIAL;
    /// Radio access technology.
    RatType "RAT Type" Octet(0xFF) None ESSENTIAL;
    /// Who chose the access point, and whether the subscription was checked.
    SelectionMode "Selection Mode" Octet(0x03) None ESSENTIAL;
    /// Bearer; outside a bearer context, the bearer that the message is about.
    Ebi "EPS Bearer ID" Octet(0x0F) None ESSENTIAL;
    /// Context; the second one of a message is the context that it is linked to (TS 29.060 7.7.17).
    Nsapi "NSAPI" Octet(0x0F) None ESSENTIAL;
    /// A bearer (TS 29.274 8.28).
    BearerContext "Bearer Context" Group None ESSENTIAL;
    /// A connection, as it is handed from node to node (TS 29.274 8.39).
    PdnConnection "PDN Connection" Group Profile ESSENTIAL;
    /// A context, as it is handed from node to node (TS 29.060 7.7.29).
    PdpContext "PDP Context" Octets Profile ESSENTIAL;
    /// Keys and authentication vectors of the subscriber (TS 29.060 7.7.28, TS 29.274 8.38).
    AuthVectors "MM Context" Octets AuthVectors ESSENTIAL;
    /// Cause of the register behind a support node (TS 29.060 7.7.8).
    MapCause "MAP Cause" Octet(0xFF) None ESSENTIAL;
    /// Why the phone cannot be reached (TS 29.060 7.7.25A).
    NotReachableReason "MS Not Reachable Reason" Octet(0xFF) State ESSENTIAL;
    /// Whether the old node shall take the phone's word for its identity (TS 29.060 7.7.10).
    MsValidated "MS Validated" Octet(0x01) None ESSENTIAL;
    /// Number of a serving node (TS 29.060 7.7.47, TS 29.274 8.101).
    NodeNumber "Node Number" Octets ServingNode ESSENTIAL;
    /// Name and realm of a serving node (TS 29.060 7.7.118, TS 29.274 8.102).
    NodeIdentifier "Node Identifier" Octets ServingNode ESSENTIAL;
    /// Temporary identity: P-TMSI, TMSI, TLLI.
    TemporaryIdentity "P-TMSI" Octets None FURTHER;
    /// Signature of a temporary identity.
    PtmsiSignature "P-TMSI Signature" Octets None FURTHER;
    /// Temporary identity with the group that gave it (TS 29.274 8.47).
    Guti "GUTI" Octets None FURTHER;
    /// Address of the phone (TS 29.060 7.7.27, TS 29.274 8.14).
    PdnAddress "PDN Address Allocation" Octets None FURTHER;
    /// Options that pass between phone and gateway.
    ProtocolOptions "Protocol Configuration Options" Octets None FURTHER;
    /// Identifier of a bearer's charging records.
    ChargingId "Charging ID" Number None FURTHER;
    /// Tariff class.
    ChargingCharacteristics "Charging Characteristics" Number None FURTHER;
    /// Time zone of the phone.
    TimeZone "UE Time Zone" Octets Location FURTHER;
    /// Flags of the procedure.
    Indication "Indication" Octets None FURTHER;
    /// Quality of service, packet filters, bit rates.
    QualityOfService "Quality of Service" Octets None FURTHER;
    /// IPv4, IPv6 or both.
    PdnType "PDN Type" Octet(0x07) None FURTHER;
    /// Which access points may be used at the same time.
    ApnRestriction "APN Restriction" Octet(0xFF) None FURTHER;
    /// Name of a node.
    Fqdn "FQDN" Labels None FURTHER;
    /// Address of a node (TS 29.274 8.9).
    IpAddress "IP Address" Octets None FURTHER;
    /// Connections that share a fate (TS 29.274 8.62).
    ConnectionSet "FQ-CSID" Octets None FURTHER;
    /// The request of the phone that a node hands on (TS 29.274 8.46).
    CompleteRequest "Complete Request Message" Octets None FURTHER;
    /// What a radio network passes through the nodes.
    Container "Container" Octets None FURTHER;
    /// Cell, service area or node that the phone is in or moves to.
    Cell "Target Identification" Octets Location FURTHER;
    /// What is to be traced, and where that goes.
    Trace "Trace Information" Octets None FURTHER;
    /// Closed group of cells that the phone is in.
    CellGroup "User CSG Information" Octets Location FURTHER;
    /// Network that the phone has chosen.
    SelectedPlmn "Selected PLMN ID" Octets None FURTHER;
    /// Whether all contexts of the address go (TS 29.060 7.7.16).
    Teardown "Teardown Ind" Octet(0x01) None FURTHER;
    /// Why a phone is detached.
    DetachType "Detach Type" Octet(0xFF) None FURTHER;
    /// Phone that is connected through another phone (TS 29.274 8.125).
    RemoteUeContext "Remote UE Context" Group None FURTHER;
    /// Who that is: IMSI, MSISDN or IMEI with lengths of their own (TS 29.274 8.126).
    RemoteUserId "Remote User ID" Octets Imsi FURTHER;
    /// What a node asks others to hold back (TS 29.274 8.111).
    OverloadControl "Overload Control Information" Group None FURTHER;
    /// How loaded a node is (TS 29.274 8.112).
    LoadControl "Load Control Information" Group None FURTHER;
    /// Other elements that hold elements.
    OtherGroup "Grouped Information Element" Group None FURTHER;
    /// What no standard describes (TS 29.060 7.7.46, TS 29.274 8.67).
    PrivateExtension "Private Extension" Octets None FURTHER;
}

impl Field {
    /// Its bit in a set of fields.
    pub(super) const fn bit(self) -> u64 {
        1 << (self as u8)
    }
}

const _: () = assert!(Field::ALL.len() <= 64, "a set of fields is 64 bits");
