//! Which statements about an address hold on a day: the narrowest ranges of the surest source.

use super::attribution::{Basis, Marks, Network, Others};
use super::layer::{Claim, Ranked, What};
use super::side::{SIDE_SHIFT, Side};
use crate::day::Day;
use crate::roles::Roles;
use crate::site::ArrangementKind;

/// What holds for an address so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Held {
    pub(super) network: Network,
    pub(super) others: Others,
    pub(super) basis: Basis,
    /// See [`super::Attribution::source`].
    pub(super) source: u32,
    pub(super) confidence: u8,
    pub(super) roles: Roles,
    /// How many digits the numbers of the narrowest range have that says so; 0 where none does.
    pub(super) number_digits: u8,
    pub(super) marks: Marks,
    /// Position plus one.
    pub(super) lease: u16,
    pub(super) arrangement: u16,
    /// Whether the network is only acted for.
    pub(super) arranged: bool,
    /// Position among the learned codes.
    pub(super) code: Option<u32>,
}

impl Held {
    /// True when a network is known.
    pub(super) fn is_owned(&self) -> bool {
        self.network != Network::Unknown
    }

    /// Takes what one source says, the narrowest range first. Only the first source that names an owner does so;
    /// leases and arrangements add to it wherever they stand.
    #[inline]
    pub(super) fn take(&mut self, side: u32, source: &Side, claims: impl Iterator<Item = Ranked>, day: Day) {
        let owned_before = self.is_owned() && !self.arranged;
        let mut owner_rank = None;
        for (rank, position) in claims {
            let Some(claim) = source.directory.layer.claim(position) else { continue };
            if claim.from > day.number() || claim.to < day.number() {
                continue;
            }
            match claim.what {
                What::Owner if owned_before => {}
                What::Owner => self.owner(side, source, claim, rank, &mut owner_rank, day),
                What::Lease if self.lease == 0 => {
                    self.lease = u16::try_from(claim.whom.saturating_add(1)).unwrap_or(0);
                    self.marks = self.marks.with(Marks::LEASE);
                }
                What::Lease => {}
                What::Arrangement(kind) => self.arranged(source, claim, kind, side),
                What::Code if !self.is_owned() && self.code.is_none() => {
                    self.code = Some(claim.whom);
                    self.source = side << SIDE_SHIFT | u32::from(claim.source);
                }
                What::Code => {}
            }
        }
    }

    fn owner(&mut self, side: u32, source: &Side, claim: &Claim, rank: u8, owner_rank: &mut Option<u8>, day: Day) {
        let first = *owner_rank.get_or_insert(rank);
        let network = source.network(claim.whom);
        if first == rank && (self.network == Network::Unknown || self.arranged) {
            // Whom the address acts for comes after whom it was given to.
            self.others.insert(std::mem::replace(&mut self.network, network));
            self.arranged = false;
            self.basis = source.basis;
            self.source = side << SIDE_SHIFT | u32::from(claim.source);
            self.confidence = source.confidence(claim, day);
        } else if first == rank && network != self.network {
            self.join(network);
        } else if first == rank {
            self.confidence = self.confidence.max(source.confidence(claim, day));
        }
        // A wider range tells of the address only where it is of the same network.
        if network != self.network && !self.others.iter().any(|other| other == network) {
            return;
        }
        if self.number_digits == 0 {
            self.number_digits = claim.number_digits;
        }
        if self.roles.is_empty() {
            self.roles = claim.roles;
        } else if first == rank {
            self.roles = self.roles.with(claim.roles);
        }
    }

    /// One more network that has the address. Whatever else shares it, what is also ours is ours.
    fn join(&mut self, network: Network) {
        let later = if network == Network::Home { std::mem::replace(&mut self.network, network) } else { network };
        self.others.insert(later);
    }

    /// A network that the address acts for counts as one that has it.
    fn arranged(&mut self, source: &Side, claim: &Claim, kind: ArrangementKind, side: u32) {
        if self.arrangement == 0 {
            self.arrangement = claim.arrangement.saturating_add(1);
        }
        self.marks = self.marks.with(match kind {
            ArrangementKind::Hub => Marks::HUB,
            ArrangementKind::Sponsor => Marks::SPONSOR,
            ArrangementKind::MultiImsi => Marks::MULTI_IMSI,
        });
        let network = source.network(claim.whom);
        if self.network == Network::Unknown && network != Network::Unknown {
            self.network = network;
            self.arranged = true;
            self.basis = source.basis;
            self.source = side << SIDE_SHIFT;
            self.confidence = claim.confidence;
        } else if network != self.network && !self.arranged {
            self.others.insert(network);
        } else if network != self.network {
            self.join(network);
        }
    }
}
