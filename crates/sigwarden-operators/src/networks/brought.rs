//! What a message says of its sender's address: which carrier brought it, and whether it acts as its range does.

use super::Networks;
use super::attribution::{Attribution, Marks, Network};
use crate::site::Carrier;

impl Networks {
    pub(super) fn add_carriers(&mut self) {
        for (position, carrier) in (0u32..).zip(&self.site.carriers) {
            for code in &carrier.point_codes {
                self.carriers_by_point_code.entry(*code).or_insert(position);
            }
            for host in &carrier.hosts {
                self.carriers_by_host.entry(host.clone()).or_insert(position);
            }
        }
    }

    /// Position of the carrier that has a point code.
    pub fn carrier_of_point_code(&self, point_code: u32) -> Option<u32> {
        self.carriers_by_point_code.get(&point_code).copied()
    }

    /// Position of the carrier that has a Diameter host.
    pub fn carrier_of_host(&self, host: &str) -> Option<u32> {
        self.carriers_by_host.get(&host.to_ascii_lowercase()).copied()
    }

    /// Name of a carrier.
    pub fn carrier_name(&self, position: u32) -> Option<&str> {
        self.site.carriers.get(position as usize)?.name.as_deref()
    }

    /// The same answer for an address whose message came in by a point code: with the carrier that has it, and a
    /// mark where that is none of those expected for the operator. Own point codes, and the operator's, say nothing.
    #[must_use]
    pub fn brought_by_point_code(&self, found: Attribution, point_code: u32) -> Attribution {
        let carrier = self.carrier_of_point_code(point_code);
        let own = || {
            let of = self.of_point_code(point_code);
            of.is_home() || of.networks().any(|one| found.networks().any(|other| one == other))
        };
        let is_known = |carrier: &Carrier| !carrier.point_codes.is_empty();
        if carrier.is_none() && (!self.expects_carriers(&found, is_known) || own()) {
            return found;
        }
        self.brought(found, carrier, is_known)
    }

    /// The same for a message that came through Diameter hosts (Route-Record, RFC 6733 6.7.1, the last one first):
    /// the first of them that is a carrier's. A route without hosts says nothing.
    #[must_use]
    pub fn brought_by_hosts<'a>(&self, found: Attribution, mut hosts: impl Iterator<Item = &'a str>) -> Attribution {
        if self.carriers_by_host.is_empty() {
            return found;
        }
        let mut stranger = false;
        let own = |host: &str| {
            let of = self.of_realm(host);
            of.is_home() || of.networks().any(|one| found.networks().any(|other| one == other))
        };
        let carrier = hosts.find_map(|host| {
            let carrier = self.carrier_of_host(host);
            stranger |= carrier.is_none() && !own(host);
            carrier
        });
        // A hop adds whom it has the message from: a route of own hosts and the operator's says nothing of carriers.
        if carrier.is_none() && !stranger {
            return found;
        }
        self.brought(found, carrier, |carrier| !carrier.hosts.is_empty())
    }

    fn brought(&self, found: Attribution, carrier: Option<u32>, is_known: fn(&Carrier) -> bool) -> Attribution {
        let name = carrier.and_then(|carrier| self.carrier_name(carrier));
        let expected = |network: Network| {
            self.known_of(network)
                .is_some_and(|known| known.carriers(self.day).iter().any(|known| Some(known.as_str()) == name))
        };
        let unexpected = self.expects_carriers(&found, is_known) && !found.networks().any(expected);
        let marks = if unexpected { found.marks.with(Marks::CARRIER) } else { found.marks };
        let carrier = carrier.and_then(|carrier| u16::try_from(carrier.saturating_add(1)).ok()).unwrap_or(0);
        Attribution { carrier, marks, ..found }
    }

    /// Whether every network of an address says which carriers bring its traffic, and the site would recognise one
    /// of them: one whose point codes or hosts nobody has said can bring what it wants.
    fn expects_carriers(&self, found: &Attribution, is_known: fn(&Carrier) -> bool) -> bool {
        let recognised = |name: &String| {
            self.site.carriers.iter().any(|carrier| carrier.name.as_ref() == Some(name) && is_known(carrier))
        };
        let lists =
            |network| self.known_of(network).is_some_and(|known| known.carriers(self.day).iter().any(recognised));
        found.network != Network::Unknown && found.networks().all(lists)
    }

    /// The same answer for an address that acted with a subsystem number: with a mark where its range is of nodes
    /// that do not have it.
    #[must_use]
    pub fn acting(&self, found: Attribution, subsystem: u8) -> Attribution {
        let wrong = !found.roles.is_empty()
            && crate::roles::is_known_subsystem(subsystem)
            && !found.roles.have_subsystem(subsystem);
        if wrong { Attribution { marks: found.marks.with(Marks::ROLE), ..found } } else { found }
    }

    /// Name of the carrier that brought a message.
    pub fn carrier_of(&self, found: &Attribution) -> Option<&str> {
        self.carrier_name(u32::from(found.carrier.checked_sub(1)?))
    }
}
