//! What is done with the fields of MAP and CAP parameters.

use crate::keyed::Keyed;
use crate::report::Kind;
use sigwarden_wire::map::field::Field;

/// What is done with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Treatment {
    /// Kept: it names nobody.
    Keep,
    /// TBCD digits.
    Tbcd(Kind),
    /// AddressString: nature and plan, then TBCD digits (TS 29.002 17.7.8).
    Address(Kind),
    /// Number of a call as ISUP codes it: parity and nature, plan, digits (Q.763 3.9).
    Isup,
    /// Temporary identity.
    Temporary,
    /// Cell, service area, location area or routing area behind its network.
    Place,
    /// Tracking area or cell of 4G or 5G behind its network.
    WidePlace,
    /// Coordinates (TS 23.032).
    Coordinates,
    /// Name of a node, or its number.
    Node,
    /// IP address behind an octet of type and length (TS 23.003 5.1).
    Ip,
    /// Key or vector.
    Secret,
    /// USSD string, coded as the element before it says.
    Ussd,
    /// Short message.
    ShortMessage,
    /// Kept if it is too short to name anybody; what is in it is looked at by itself.
    ByLength,
}

/// Every field has a row: who adds a field says here what it is.
const fn treatment(field: Field) -> Treatment {
    use Treatment as T;
    match field {
        Field::Imsi | Field::HlrId => T::Tbcd(Kind::Imsi),
        Field::Imei => T::Tbcd(Kind::Imei),
        Field::Msisdn | Field::ForwardedToNumber | Field::OtherAddress | Field::CalledPartyBcdNumber => {
            T::Address(Kind::Number)
        }
        Field::MscNumber
        | Field::VlrNumber
        | Field::SgsnNumber
        | Field::HlrNumber
        | Field::GsmScfAddress
        | Field::GmscAddress
        | Field::MlcNumber
        | Field::ServiceCentreAddress
        | Field::GgsnNumber
        | Field::RoamingNumber => T::Address(Kind::Title),
        Field::LocationNumber
        | Field::CalledPartyNumber
        | Field::CallingPartyNumber
        | Field::DestinationRoutingAddress
        | Field::AssistingAddress => T::Isup,
        Field::Lmsi | Field::Tmsi => T::Temporary,
        Field::CellId => T::Place,
        Field::TrackingArea => T::WidePlace,
        Field::GeographicalInformation => T::Coordinates,
        Field::NodeName => T::Node,
        Field::SgsnAddress => T::Ip,
        Field::AuthVectors | Field::SecurityContext => T::Secret,
        Field::UssdString => T::Ussd,
        Field::ShortMessage => T::ShortMessage,
        Field::AgeOfLocation
        | Field::CurrentLocationRetrieved
        | Field::TimeZone
        | Field::NumberOfVectors
        | Field::RequestingPlmn
        | Field::ServiceKey
        | Field::DeliveryNotIntended => T::Keep,
        Field::None
        | Field::SubscriberState
        | Field::Profile
        | Field::CamelSubscription
        | Field::WantsLocation
        | Field::WantsState
        | Field::WantsCurrentLocation
        | Field::WantsImei
        | Field::WantsOther
        | Field::SsCode => T::ByLength,
    }
}

/// Octets of the longest number or code that is kept as such.
const MOST_KEPT: usize = 8;

/// What is done with a field whose value has so many octets: a number that is too long to be one is none.
pub(crate) const fn of(field: Field, length: usize) -> Treatment {
    match treatment(field) {
        Treatment::Keep if length > MOST_KEPT => Treatment::ByLength,
        other => other,
    }
}

impl Keyed {
    /// The octets of a field, rewritten; `None` where that needs more than them.
    pub(crate) fn field(&mut self, treatment: Treatment, octets: &[u8]) -> Option<Vec<u8>> {
        Some(match treatment {
            Treatment::Keep => octets.to_vec(),
            Treatment::Tbcd(kind) => self.tbcd(kind, None, octets),
            Treatment::Address(kind) => self.address(kind, octets),
            Treatment::Isup => self.isup(octets),
            Treatment::Temporary => self.temporary(octets),
            Treatment::Place => self.place(octets),
            // A tracking area has two or three octets behind its network, a cell four or five.
            Treatment::WidePlace if octets.len() >= 7 => self.wide_cell(octets),
            Treatment::WidePlace => self.place(octets),
            Treatment::Coordinates => self.coordinates(octets),
            Treatment::Node if octets.iter().all(u8::is_ascii_graphic) => self.text(octets),
            Treatment::Node => self.address(Kind::Title, octets),
            Treatment::Ip => {
                let (kind, address) = octets.split_first()?;
                let mut made = vec![*kind];
                made.extend(self.ip(address));
                made
            }
            Treatment::Secret => self.secret(octets),
            Treatment::Ussd | Treatment::ShortMessage | Treatment::ByLength => return None,
        })
    }

    /// An AddressString: the plan says whether its digits are an IMSI.
    pub(crate) fn address(&mut self, kind: Kind, octets: &[u8]) -> Vec<u8> {
        let Some((head, digits)) = octets.split_first() else { return Vec::new() };
        let mut made = vec![*head];
        made.extend(self.tbcd(kind, Some(head & 0x0F), digits));
        made
    }

    fn isup(&mut self, octets: &[u8]) -> Vec<u8> {
        let Some((head, digits)) = octets.split_at_checked(2) else { return vec![0; octets.len()] };
        let odd = head.first().is_some_and(|first| first & 0x80 != 0);
        let count = digits.len().saturating_mul(2).saturating_sub(usize::from(odd));
        [head, &self.counted(Kind::Number, None, digits, count)].concat()
    }
}
