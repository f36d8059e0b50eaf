//! From where a campaign strikes.

use std::net::Ipv4Addr;
use std::sync::Arc;

use sigwarden_emit::diameter::Peer;
use sigwarden_emit::random::Random;

use crate::attack::{Layer, Move};
use crate::file::{Campaign, Rotation, Source};
use crate::short::Short;
use crate::world::{HOME, Party, World};

/// An address of an attacker: title, host and IP address stand for one system that speaks everything.
#[derive(Clone, Debug)]
pub(super) struct Address {
    pub(super) party: Party,
    pub(super) peer: Arc<Peer>,
    pub(super) ip: Ipv4Addr,
    pub(super) route_record: Option<String>,
    operator: String,
    source: usize,
    share: f64,
    layers: [bool; 3],
    moves: Vec<&'static str>,
    from: u64,
    to: u64,
}

impl Address {
    /// As `truth.jsonl` calls it.
    pub(super) fn name(&self, layer: Layer) -> String {
        match layer {
            Layer::Ss7 => self.party.title.to_string(),
            Layer::Diameter => self.peer.host.clone(),
            Layer::Gtp => self.ip.to_string(),
        }
    }

    fn fits(&self, entry: &Move, time: u64) -> bool {
        self.layers[entry.layer as usize]
            && (self.moves.is_empty() || self.moves.contains(&entry.name))
            && (self.from..=self.to).contains(&time)
    }
}

/// All addresses of a campaign.
#[derive(Clone, Debug)]
pub(super) struct Origins {
    addresses: Vec<Address>,
    sources: usize,
}

impl Origins {
    /// The addresses that a campaign file names, or spare ones of the operators it names.
    pub(super) fn new(world: &World, campaign: &Campaign) -> Self {
        let mut addresses = Vec::new();
        for (place, source) in campaign.origins.iter().enumerate() {
            addresses.extend(of_source(world, place, source));
        }
        Self { addresses, sources: campaign.origins.len() }
    }

    /// How many operators.
    pub(super) fn count(&self) -> usize {
        self.sources
    }

    /// Hours that the clocks of the first one are ahead of UTC.
    pub(super) fn hours(&self, world: &World) -> i64 {
        self.addresses.first().map_or(0, |one| world.networks[one.party.network].hours)
    }

    /// The operator that the guest of this number comes from.
    pub(super) fn network_of(&self, number: u64) -> usize {
        let count = self.addresses.len().max(1) as u64;
        self.addresses.get((number % count) as usize).map_or(HOME, |one| one.party.network)
    }

    /// Draws an address for a whole occasion: by share, or of the operator whose part it is. None where no address is in
    /// use at that time.
    pub(super) fn draw(&self, part: usize, rotation: Rotation, time: u64, random: &mut Random) -> Option<usize> {
        let live =
            |one: &&Address| (one.from..=one.to).contains(&time) && (rotation != Rotation::All || one.source == part);
        let whole: f64 = self.addresses.iter().filter(live).map(|one| one.share).sum();
        let mut draw = random.below(1 << 30) as f64 / f64::from(1 << 30) * whole;
        let mut last = None;
        for (place, one) in self.addresses.iter().enumerate().filter(|(_, one)| live(one)) {
            last = Some(place);
            draw -= one.share;
            if draw < 0.0 {
                break;
            }
        }
        last
    }

    /// The address of this turn, or the next one of the same operator, then of any unless `strict`, that can make the move.
    pub(super) fn fitting(&self, turn: usize, entry: &Move, time: u64, strict: bool) -> Option<Address> {
        let count = self.addresses.len();
        let first = self.addresses.get(turn % count.max(1))?;
        let order =
            || (0..count).map(|step| &self.addresses[(turn + step) % count]).filter(|one| one.fits(entry, time));
        let own = order().find(|one| one.source == first.source);
        if strict { own.cloned() } else { own.or_else(|| order().next()).cloned() }
    }

    /// An address of a network.
    pub(super) fn of_network(&self, network: usize) -> Option<usize> {
        self.addresses.iter().position(|one| one.party.network == network)
    }

    /// The address of a title, a host or an operator.
    pub(super) fn named(&self, name: &str, entry: &Move, turn: u64) -> Option<Address> {
        let exact = self.addresses.iter().find(|one| &*one.party.title == name || one.peer.host == name);
        let of_operator = || {
            let all: Vec<&Address> =
                self.addresses.iter().filter(|one| one.operator == name && one.layers[entry.layer as usize]).collect();
            all.get((turn % all.len().max(1) as u64) as usize).copied()
        };
        exact.or_else(of_operator).cloned()
    }
}

fn of_source(world: &World, place: usize, source: &Source) -> Vec<Address> {
    let Some(network) = world.named(&source.operator) else { return Vec::new() };
    let carrier = source.carrier.as_deref().and_then(|name| world.carrier_named(name));
    let named = source.titles.len() + source.hosts.len();
    let count = if named > 0 { named } else { source.addresses as usize };
    let (from, to) = (source.from.map_or(0, |moment| moment.0), source.to.map_or(u64::MAX, |moment| moment.0));
    (0..count)
        .map(|number| {
            let title = source.titles.get(number);
            let host = number.checked_sub(source.titles.len()).and_then(|number| source.hosts.get(number));
            let serial = source.first as usize + number;
            let layers = match (title, host) {
                (Some(_), _) => [true, false, false],
                (_, Some(_)) => [false, true, false],
                _ => [true, true, true],
            };
            let digits = title.map_or_else(
                || network.spare(u64::from(source.first) + number as u64 + place as u64),
                |digits| Short::new(digits),
            );
            let mut party = Party::new(digits, 6, network.index);
            party.carrier = carrier;
            let ip = source.ip.unwrap_or_else(|| network.packet_node(120 + (serial % 100) as u8));
            Address {
                party,
                peer: Arc::new(peer(host.map(String::as_str), source, &network.realm, ip, serial)),
                ip,
                route_record: source.route_record.clone(),
                operator: source.operator.clone(),
                source: place,
                share: source.share / count as f64,
                layers,
                moves: source.moves.iter().filter_map(|name| Move::named(name)).map(|entry| entry.name).collect(),
                from,
                to,
            }
        })
        .collect()
}

/// A host: as named, with the realm that follows from the name (behind its first label, TS 23.003
/// 19.2) unless another one is given; or one of the network's, under a name that servers have.
fn peer(host: Option<&str>, source: &Source, realm: &str, ip: Ipv4Addr, number: usize) -> Peer {
    let host = host.map_or_else(|| format!("hss{:02}.{realm}", 11 + number), str::to_owned);
    let behind = host.find("epc.").map_or(realm, |at| &host[at..]);
    let realm = source.realm.clone().unwrap_or_else(|| behind.to_owned());
    Peer::new(host, realm, ip)
}
