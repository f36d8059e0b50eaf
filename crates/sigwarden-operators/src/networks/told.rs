//! An answer in words: what networks are called, who says so, and who uses an address.

use std::borrow::Cow;

use super::attribution::{Attribution, Basis, Network};
use super::directory::Known;
use super::side::{PUBLIC_SIDE, SIDE_SHIFT};
use super::{Networks, SourceText, public_source};
use crate::country::Country;
use crate::numbering::{self, Source};
use crate::site::{Arrangement, Lease};

impl Networks {
    /// The lease that an address is in.
    pub fn lease(&self, found: &Attribution) -> Option<&Lease> {
        self.site.leases.get(usize::from(found.lease.checked_sub(1)?))
    }

    /// The arrangement that an address is part of.
    pub fn arrangement(&self, found: &Attribution) -> Option<&Arrangement> {
        self.site.arrangements.get(usize::from(found.arrangement.checked_sub(1)?))
    }

    /// The same answer for a number (ASCII digits), with the operator that the public tables name where nothing else
    /// names one. `confidence` is [`super::PUBLIC_TITLE_CONFIDENCE`] for a number of a node, [`super::PUBLIC_SUBSCRIBER_CONFIDENCE`]
    /// for one of a subscriber.
    #[must_use]
    pub fn with_public_operator(&self, found: Attribution, digits: &[u8], confidence: u8) -> Attribution {
        let open = found.network == Network::Unknown && found.public.is_none();
        if !open || !matches!(found.basis, Basis::NumberingPlan | Basis::None) {
            return found;
        }
        let (public, source, _) = numbering::operator_of_number(digits);
        if public.is_none() {
            return found;
        }
        let named = Attribution { public, basis: Basis::PublicTables, confidence, ..found };
        Attribution { source: public_source(source, &named), ..named }
    }

    /// What the operator of an address is called: all names where several share it, the name of the arrangement where
    /// the address only acts for others, the public name where only that is known; `None` where nobody is known.
    pub fn operator_of(&self, found: &Attribution) -> Option<String> {
        let arranged = || self.arrangement(found).and_then(|arrangement| arrangement.name.clone());
        if found.arranged
            && let Some(name) = arranged()
        {
            return Some(name);
        }
        if found.arrangement > 0 && !found.arranged && found.network != Network::Unknown {
            return self.network_name(found.network).map(Cow::into_owned);
        }
        let mut names: Vec<Cow<'_, str>> = found.networks().filter_map(|network| self.network_name(network)).collect();
        if found.others.has_more() {
            names.push(Cow::Borrowed("..."));
        }
        let public = || (!found.public.is_none()).then(|| found.public.text().to_owned());
        if names.is_empty() { public().or_else(arranged) } else { Some(names.join(" / ")) }
    }

    /// TADIG code of the network of an address, where it is of one network only.
    pub fn tadig_of(&self, found: &Attribution) -> Option<&str> {
        match found.network {
            _ if found.arranged || found.is_shared() && found.arrangement == 0 => None,
            Network::Home => self.site.home.tadig.as_deref(),
            network => self.known_of(network)?.tadig.as_deref(),
        }
    }

    /// Whether there is a roaming agreement with the network of an address; `None`: not said.
    pub fn partner(&self, found: &Attribution) -> Option<bool> {
        self.partner_of(found.network)
    }

    /// Whether there is a roaming agreement with a network, where a source says.
    pub fn partner_of(&self, network: Network) -> Option<bool> {
        self.known_of(network)?.partner(self.day)
    }

    /// What a network is called: name, else TADIG, else its position. None for an unknown one and for a home
    /// network without a name.
    pub fn network_name(&self, network: Network) -> Option<Cow<'_, str>> {
        let known = match network {
            Network::Home => {
                let home = &self.site.home;
                return home.name.as_deref().or(home.tadig.as_deref()).map(Cow::Borrowed);
            }
            network => self.known_of(network)?,
        };
        let named = known.name(self.day).or(known.tadig.as_deref());
        let Network::Operator(position) = network else { return None };
        Some(named.map_or_else(|| format!("operator {}", position.saturating_add(1)).into(), Cow::Borrowed))
    }

    /// Country where an operator is at home.
    pub fn operator_country(&self, position: u32) -> Option<Country> {
        self.known.get(position as usize)?.country(self.day)
    }

    /// The source of an answer, in words; `None` where there is none.
    pub fn source(&self, found: &Attribution) -> Option<SourceText> {
        if found.basis == Basis::Message {
            return Some(SourceText { name: found.basis.text().into(), date: None });
        }
        let position = found.source & 0xffff;
        if found.source >> SIDE_SHIFT == PUBLIC_SIDE {
            let source = Source::of_number(u8::try_from(position).ok()?);
            return Some(SourceText { name: source.name().into(), date: Some(source.date().to_owned()) });
        }
        if matches!(found.basis, Basis::None) {
            return None;
        }
        let side = self.sides.get((found.source >> SIDE_SHIFT) as usize).filter(|side| side.basis == found.basis);
        let origin = side.and_then(|side| side.directory.origins.get(position as usize));
        let name = origin.and_then(|origin| origin.text.clone());
        let date = origin.and_then(|origin| origin.date.or(origin.since)).map(|date| date.to_string());
        Some(SourceText { name: name.map_or(Cow::Borrowed(found.basis.text()), Cow::Owned), date })
    }

    pub(super) fn known_of(&self, network: Network) -> Option<&Known> {
        match network {
            Network::Operator(position) => self.known.get(position as usize),
            Network::Home | Network::Unknown => None,
        }
    }
}
