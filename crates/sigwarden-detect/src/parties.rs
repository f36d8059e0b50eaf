//! Who asks whom about whose subscriber.

use sigwarden_dialogue::dialogue::Side;
use sigwarden_dialogue::{Operation, Title};
use sigwarden_operators::{Attribution, Network, Networks, same_network};
use sigwarden_wire::map::field::Field;
use sigwarden_wire::sccp::Address;

/// The three parties of a request.
#[derive(Clone, Copy, Debug)]
pub struct Parties {
    /// Title of whoever asked.
    pub asker_title: Title,
    /// Title of whoever is asked.
    pub asked_title: Title,
    /// Network of whoever asked.
    pub asker: Attribution,
    /// Network of whoever is asked.
    pub asked: Attribution,
    /// Home network of the subscriber, where one is named.
    pub subject: Option<Attribution>,
    /// IMSI that was judged.
    pub imsi: Title,
    /// Whether the request crosses from one network into another, as far as that can be said.
    pub crosses: Option<bool>,
    /// Whether whoever asks is not the subscriber's home network, as far as that can be said.
    pub asker_is_not_home: Option<bool>,
}

/// What is known of the addresses of the protected network.
#[derive(Clone, Copy, Debug)]
pub struct Knowledge {
    /// The site lists its own Global Titles: an address that is not among them is somebody else's.
    pub lists_own_titles: bool,
}

/// A national number (nature of address 3 or lower) of more digits than national numbers have carries its country code.
const LONGEST_NATIONAL: usize = 10;
/// Nature of address: international number (Q.713 3.4.2.3.3).
const INTERNATIONAL: u8 = 4;

/// The network of an SCCP address, by its title; where the nature says that the number is national,
/// nothing is concluded from its first digits, unless there are so many that the country code must be among them.
pub fn of_address(networks: &Networks, address: &Address<'_>, title: &Title) -> Attribution {
    let national = address.nai.is_some_and(|nai| nai != INTERNATIONAL) && title.as_bytes().len() <= LONGEST_NATIONAL;
    if title.is_empty() || national {
        return address.pc.map_or_else(Attribution::default, |pc| networks.of_point_code(pc));
    }
    // Plan 6 is E.212: the title of a register is the subscriber's IMSI (World Zone 1).
    if address.np == Some(6) { networks.of_imsi(title.as_bytes()) } else { networks.of_gt(title.as_bytes()) }
}

impl Parties {
    /// Of a request.
    pub fn of_request(operation: &Operation<'_>, networks: &Networks, knowledge: Knowledge) -> Self {
        let unit = operation.unit;
        let mut asker = of_address(networks, &unit.calling, &operation.calling);
        if operation.calling.is_empty()
            && let Some(opc) = operation.meta.opc
        {
            asker = networks.of_point_code(opc);
        }
        let asked = of_address(networks, &unit.called, &operation.called);
        let titles = (operation.calling, operation.called);
        Self::new(titles, asker, asked, subject(operation, networks), knowledge)
    }

    /// Of an answer: who asked is the other side of the dialogue.
    pub fn of_answer(operation: &Operation<'_>, networks: &Networks, knowledge: Knowledge) -> Self {
        let side = |index: u8| operation.dialogue.sides.get(usize::from(index)).copied().unwrap_or_default();
        let asker_side = operation.request.map_or(1u8.saturating_sub(operation.sender), |request| request.side);
        let of = |side: Side| networks.of_gt(side.title.as_bytes());
        let (asker, asked) = (side(asker_side), side(1u8.saturating_sub(asker_side)));
        Self::new((asker.title, asked.title), of(asker), of(asked), subject(operation, networks), knowledge)
    }

    fn new(
        (asker_title, asked_title): (Title, Title),
        asker: Attribution,
        asked: Attribution,
        (subject, imsi): (Option<Attribution>, Title),
        knowledge: Knowledge,
    ) -> Self {
        let crosses = differ(&asker, &asked, knowledge).or_else(|| {
            // Point codes alone lead nowhere outside a network (TS 29.002 6.1.3: between networks, titles route).
            if asker_title.is_empty() && asked_title.is_empty() {
                return Some(false);
            }
            let unknown = asked == Attribution::default();
            subject.filter(|_| unknown).and_then(|subject| differ(&asker, &subject, knowledge))
        });
        let asker_is_not_home = subject.and_then(|subject| differ(&asker, &subject, knowledge));
        Self { asker_title, asked_title, asker, asked, subject, imsi, crosses, asker_is_not_home }
    }

    /// Whether the subscriber is one of the protected network.
    pub fn subject_is_ours(&self) -> bool {
        self.subject.is_some_and(|subject| subject.is_home())
    }
}

/// Whether two addresses belong to different networks, as far as that can be said.
pub fn differ(a: &Attribution, b: &Attribution, knowledge: Knowledge) -> Option<bool> {
    same_network(a, b).map(|same| !same).or_else(|| {
        let one_is_home = a.is_home() != b.is_home();
        let other = if a.is_home() { b } else { a };
        let stranger = other.network == Network::Unknown && other.basis != sigwarden_operators::Basis::None;
        (one_is_home && stranger && knowledge.lists_own_titles).then_some(true)
    })
}

/// Home network of the subscriber. Where an argument names several, one of ours counts: that is the one at stake.
fn subject(operation: &Operation<'_>, networks: &Networks) -> (Option<Attribution>, Title) {
    let mut first = operation.identity(Field::Imsi);
    if let Some(component) = operation.component {
        let named = component.fields.values().iter().filter(|value| value.field == Field::Imsi);
        if named.count() > 1 {
            first = worst_imsi(operation, networks).unwrap_or(first);
        }
    }
    if !first.is_empty() {
        return (Some(networks.of_imsi(first.as_bytes())), first);
    }
    let msisdn = operation.identity(Field::Msisdn);
    ((!msisdn.is_empty()).then(|| networks.of_msisdn(msisdn.as_bytes())), first)
}

fn worst_imsi(operation: &Operation<'_>, networks: &Networks) -> Option<Title> {
    operation.component?.fields.all(Field::Imsi, operation.octets).find_map(|octets| {
        let mut buffer = [0; sigwarden_wire::map::parameter::MAX_DIGITS];
        let digits = sigwarden_wire::map::parameter::digits(Field::Imsi, octets, &mut buffer);
        networks.of_imsi(digits).is_home().then(|| Title::new(digits))
    })
}
