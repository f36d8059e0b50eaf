//! Short messages inside operations: which way they go, and what is suspicious about them. Their text is not looked at.

use sigwarden_dialogue::joiner::{self, Stack};
use sigwarden_dialogue::{Title, diameter};
use sigwarden_operators::{Attribution, Basis, Networks, same_network};
use sigwarden_wire::anomaly::{Anomalies, Code};
use sigwarden_wire::diameter::Field as Avp;
use sigwarden_wire::map::field::Field;
use sigwarden_wire::sms::{self, Direction, Tpdu};
use sigwarden_wire::tcap::ComponentKind;

/// MAP operations that carry short messages: mt-ForwardSM, mo-ForwardSM and the forwardSM of versions 1 and 2.
const MT_FORWARD_SM: i64 = 44;
const FORWARD_SM: i64 = 46;
/// Diameter commands that do (TS 29.338): MO-Forward-Short-Message, MT-Forward-Short-Message.
const MO_FORWARD: u32 = 8_388_645;
const MT_FORWARD: u32 = 8_388_646;
/// SGd and Gdd.
const SGD: u32 = 16_777_313;

/// Applications on SIM cards that have been used against their owners (published reports, 2019 and 2026).
const TARGETS: [([u8; 3], &str); 3] = [
    (*b"SAT", "S@T browser"),
    ([0x50, 0x53, 0x48], "S@T browser, push"),
    ([0x00, 0x00, 0x00], "wireless internet browser or card manager"),
];

/// A short message inside an operation.
#[derive(Clone, Copy, Debug)]
pub struct Carried<'a> {
    /// Which way it goes.
    pub direction: Direction,
    /// The message.
    pub octets: &'a [u8],
    /// The service centre that the operation names.
    pub centre: Title,
}

/// The short message of an SS7 operation.
pub fn of_ss7<'a>(operation: &'a joiner::Operation<'_>) -> Option<Carried<'a>> {
    let component = operation.component?;
    if operation.stack != Stack::Map || !matches!(operation.code, Some(MT_FORWARD_SM | FORWARD_SM)) {
        return None;
    }
    let octets = component.fields.octets(Field::ShortMessage, operation.octets)?;
    let centre = component.fields.octets(Field::ServiceCentreAddress, operation.octets);
    let centre = centre.map(|octets| Title::of_field(Field::ServiceCentreAddress, octets)).unwrap_or_default();
    let asked = component.kind == ComponentKind::Invoke;
    let delivery = is_delivery(operation);
    // The report that an answer carries goes the other way.
    let direction = if delivery == asked { Direction::ToPhone } else { Direction::FromPhone };
    Some(Carried { direction, octets, centre })
}

/// Whether an operation brings a short message to a phone: the forwardSM of versions 1 and 2 says so by its receiver.
pub fn is_delivery(operation: &joiner::Operation<'_>) -> bool {
    match operation.code {
        Some(MT_FORWARD_SM) => operation.stack == Stack::Map,
        Some(FORWARD_SM) if operation.stack == Stack::Map => {
            let named = |component: &sigwarden_wire::tcap::Component| {
                let has = |field| component.fields.has(field);
                (has(Field::Imsi) || has(Field::Lmsi)) && !has(Field::Msisdn)
            };
            operation.component.is_some_and(named)
        }
        _ => false,
    }
}

/// The short message of a Diameter message.
pub fn of_diameter<'a>(operation: &'a diameter::Operation<'_>) -> Option<Carried<'a>> {
    let header = operation.header();
    if header.application != SGD || !matches!(header.command, MO_FORWARD | MT_FORWARD) {
        return None;
    }
    let octets = operation.message.octets(Avp::SmRpUi, operation.octets)?;
    let centre = operation.message.octets(Avp::ScAddress, operation.octets).map(Title::of_tbcd).unwrap_or_default();
    let to_phone = (header.command == MT_FORWARD) == header.is_request();
    let direction = if to_phone { Direction::ToPhone } else { Direction::FromPhone };
    Some(Carried { direction, octets, centre })
}

/// What is suspicious about a short message that another network delivers to one of our subscribers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Suspicion {
    /// Commands for the SIM card, and for which application.
    Sim(String),
    /// A silent message.
    Silent,
    /// A sender of ours.
    Originator,
    /// A service centre of another network than the caller.
    Centre(Title),
}

/// Everything suspicious about a delivery.
pub(crate) fn suspicions(
    carried: &Carried<'_>,
    caller: &Attribution,
    networks: &Networks,
    anomalies: &mut Anomalies,
) -> Vec<Suspicion> {
    let mut found = Vec::new();
    let Some(message) = sms::tpdu(carried.octets, carried.direction, anomalies) else { return found };
    let packet = sms::command_packet(&message);
    if message.is_sim_data_download() || packet.is_some() {
        found.push(Suspicion::Sim(packet.map_or_else(|| "not named".to_owned(), |packet| target(packet.tar))));
    } else if message.is_silent() {
        found.push(Suspicion::Silent);
    }
    if has_own_sender(&message, networks) {
        anomalies.add(Code::SmsOriginator, 1, message.address.map_or(0, |address| address.octets.len()));
        found.push(Suspicion::Originator);
    }
    if !carried.centre.is_empty() {
        let centre = networks.of_gt(carried.centre.text().as_ascii());
        if same_network(&centre, caller) == Some(false) {
            found.push(Suspicion::Centre(carried.centre));
        }
    }
    found
}

/// Whether the sender is an international number of the protected network, as the site configuration has it.
fn has_own_sender(message: &Tpdu<'_>, networks: &Networks) -> bool {
    const INTERNATIONAL: u8 = 1;
    let Some(address) = message.address.filter(|address| address.type_of_number == INTERNATIONAL) else { return false };
    let mut buffer = [0; sms::address::MAX_DIGITS];
    let of = networks.of_msisdn(address.digits(&mut buffer));
    of.is_home() && of.basis != Basis::Learned
}

fn target(tar: [u8; 3]) -> String {
    let [a, b, c] = tar;
    let name = TARGETS.iter().find(|(known, _)| *known == tar).map_or("no application that is known here", |row| row.1);
    format!("{a:02x}{b:02x}{c:02x} ({name})")
}
