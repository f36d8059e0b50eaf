//! Who asks whom about whose subscriber.

use crate::addresses::Addresses;
use sigwarden_dialogue::{Operation, Title};
use sigwarden_operators::{Attribution, Basis, Network, Networks, same_network};
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
    /// The site lists its own: an address that is not among them is somebody else's.
    pub lists_own: bool,
}

/// Nature of address: international number (Q.713 3.4.2.3.3).
const INTERNATIONAL: u8 = 4;

/// The network of an SCCP address, by its title.
///
/// A title whose nature is not international is read both ways: with the country code of the protected network before it,
/// where that makes it one of its own; else as it stands. Where caller and called are both national, nobody is abroad.
pub fn of_address(addresses: &mut Addresses, address: &Address<'_>, title: &Title, other: &Address<'_>) -> Attribution {
    if title.is_empty() {
        return address.pc.map_or_else(Attribution::default, |pc| addresses.networks().of_point_code(pc));
    }
    // Plan 6 is E.212: the title of a register is the subscriber's IMSI (World Zone 1).
    if address.np == Some(6) {
        return addresses.networks().of_imsi(title.text().as_ascii());
    }
    // Plan 7 is E.214: country and network digits of the register, then those of the subscriber.
    if address.np == Some(7) {
        return addresses.networks().of_mobile_title(title.text().as_ascii());
    }
    let is_national = |address: &Address<'_>| address.nai.is_some_and(|nai| nai != INTERNATIONAL);
    if is_national(address) {
        if let Some(own) = addresses.of_national(title).filter(|own| own.is_home()) {
            return own;
        }
        if is_national(other) && title.len() <= LONGEST_NATIONAL {
            return Attribution::default();
        }
    }
    addresses.of_title(title)
}

/// A national number of more digits than national numbers have carries its country code.
const LONGEST_NATIONAL: usize = 10;

impl Parties {
    /// Of a request.
    pub fn of_request(operation: &Operation<'_>, addresses: &mut Addresses, knowledge: Knowledge) -> Self {
        let unit = operation.unit;
        let mut asker = of_address(addresses, &unit.calling, &operation.calling, &unit.called);
        if operation.calling.is_empty()
            && let Some(opc) = operation.meta.opc
        {
            asker = addresses.networks().of_point_code(opc);
        }
        let asked = of_address(addresses, &unit.called, &operation.called, &unit.calling);
        let networks = addresses.networks();
        if let Some(subsystem) = unit.calling.ssn {
            asker = networks.acting(asker, subsystem);
        }
        if let Some(opc) = operation.meta.opc {
            asker = networks.brought_by_point_code(asker, opc);
        }
        let titles = (operation.calling, operation.called);
        Self::new(titles, asker, asked, subject(operation, addresses.networks()), knowledge)
    }

    /// Of an answer: who asked is the other side of the dialogue.
    pub fn of_answer(operation: &Operation<'_>, addresses: &mut Addresses, knowledge: Knowledge) -> Self {
        let side = |index: u8| operation.dialogue.sides.get(usize::from(index)).copied().unwrap_or_default();
        let asker_side = operation.request.map_or(1u8.saturating_sub(operation.sender), |request| request.side);
        let titles = (side(asker_side).title, side(1u8.saturating_sub(asker_side)).title);
        let (asker, asked) = (addresses.of_title(&titles.0), addresses.of_title(&titles.1));
        Self::new(titles, asker, asked, subject(operation, addresses.networks()), knowledge)
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

    /// Of a request between nodes that are named or addressed otherwise: `asked` is none where nothing says who is asked.
    /// A node that nobody knows is somebody else's where the site lists its own. Where it is not known who is asked, a
    /// request that goes `homewards` goes to the subscriber's home, and one about our subscriber comes to us.
    pub fn of_nodes(
        asker: Attribution,
        asked: Option<Attribution>,
        (subject, imsi): (Option<Attribution>, Title),
        knowledge: Knowledge,
        homewards: bool,
    ) -> Self {
        let differ = |a: &Attribution, b: &Attribution| {
            same_network(a, b).map(|same| !same).or_else(|| {
                let other = if a.is_home() { b } else { a };
                (a.is_home() != b.is_home() && other.network == Network::Unknown && knowledge.lists_own).then_some(true)
            })
        };
        let crosses = asked.and_then(|asked| differ(&asker, &asked)).or_else(|| {
            let nobody = asked.is_none_or(|asked| asked == Attribution::default());
            let home = subject.filter(|subject| nobody && (homewards || subject.is_home()));
            home.and_then(|home| differ(&asker, &home)).filter(|differ| homewards || *differ)
        });
        let asker_is_not_home = subject.and_then(|subject| differ(&asker, &subject));
        let asked = asked.unwrap_or_default();
        let (asker_title, asked_title) = (Title::default(), Title::default());
        Self { asker_title, asked_title, asker, asked, subject, imsi, crosses, asker_is_not_home }
    }

    /// Whether the subscriber is one of the protected network, as far as that can be said: where nobody lists its numbers, one
    /// of its country may be.
    pub(crate) fn ours(&self, networks: &Networks) -> Option<bool> {
        let subject = self.subject?;
        let at_home = || subject.countries.is_empty() || subject.countries.intersects(&networks.home_countries());
        let unlisted = self.imsi.is_empty() && networks.site().home.msisdns.is_empty();
        let may_be = unlisted && subject.network == Network::Unknown && at_home();
        (!may_be).then(|| subject.is_home())
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
        // A name that public tables give to a code without a country makes nobody a stranger.
        let nameless = [Basis::None, Basis::PublicTables].contains(&other.basis) && other.countries.is_empty();
        let stranger = other.network == Network::Unknown && !nameless;
        (one_is_home && stranger && knowledge.lists_own).then_some(true)
    })
}

/// Home network of the subscriber. Where a request names several (twice in its argument, or another one in the
/// destination reference), one of ours counts: that is the one at stake.
fn subject(operation: &Operation<'_>, networks: &Networks) -> (Option<Attribution>, Title) {
    let imsi = operation.identity(Field::Imsi);
    if imsi.is_empty()
        && let Some(list) = of_hlr_list(operation, networks)
    {
        return (Some(list), imsi);
    }
    if imsi.is_empty() {
        let msisdn = operation.identity(Field::Msisdn);
        return ((!msisdn.is_empty()).then(|| networks.of_msisdn(msisdn.text().as_ascii())), imsi);
    }
    let home = networks.of_imsi(imsi.text().as_ascii());
    if !home.is_home()
        && let Some(other) =
            other_imsis(operation, &imsi).find(|other| networks.of_imsi(other.text().as_ascii()).is_home())
    {
        return (Some(networks.of_imsi(other.text().as_ascii())), other);
    }
    (Some(home), imsi)
}

/// Other IMSIs that a request names.
fn other_imsis<'a>(operation: &'a Operation<'_>, imsi: &'a Title) -> impl Iterator<Item = Title> + 'a {
    let arguments = operation
        .component
        .into_iter()
        .flat_map(|component| component.fields.all(Field::Imsi, operation.octets).map(Title::of_tbcd));
    arguments.chain([operation.dialogue.reference]).filter(move |other| !other.is_empty() && other != imsi)
}

/// reset names no subscriber, but the first digits of the IMSIs to forget; ours count first.
fn of_hlr_list(operation: &Operation<'_>, networks: &Networks) -> Option<Attribution> {
    let component = operation.component.filter(|component| component.fields.has(Field::HlrId))?;
    let mut ids = component.fields.all(Field::HlrId, operation.octets).map(Title::of_tbcd);
    let of = |id: Title| networks.of_imsi(id.text().as_ascii());
    let first = of(ids.next()?);
    if first.is_home() { Some(first) } else { ids.map(of).find(Attribution::is_home).or(Some(first)) }
}
