//! What a capture taught about networks.

use super::directory::{Directory, DirectoryBuilder, HOME};
use super::layer::{Claim, What};
use crate::country::Countries;
use crate::digits::DigitRange;
use crate::plmn::Plmn;
use crate::ranges::Plan;

/// What a capture taught about the network it protects, and about its usual partners.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LearnedHome {
    /// PLMN identities of its subscribers.
    pub plmns: Vec<Plmn>,
    /// E.164 prefixes of its nodes, ASCII digits.
    pub gt_prefixes: Vec<String>,
    /// E.164 prefixes of its subscribers, ASCII digits.
    pub msisdn_prefixes: Vec<String>,
    /// Where it is at home.
    pub countries: Countries,
    /// How sure all this is, 0–100.
    pub confidence: u8,
    /// Networks that it has ordinary traffic with, the busiest first.
    pub partners: Vec<LearnedPartner>,
}

/// A network that the protected one has ordinary traffic with, as a capture suggests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnedPartner {
    /// Its network code.
    pub plmn: Plmn,
    /// E.164 prefixes of its registers, ASCII digits: the home network asked them about its subscribers.
    pub gt_prefixes: Vec<String>,
    /// Requests that this rests on.
    pub requests: u64,
    /// How sure, 0–100.
    pub confidence: u8,
}

impl LearnedHome {
    /// The same as a source of statements about addresses.
    pub(super) fn directory(&self) -> Directory {
        let mut builder = DirectoryBuilder::default();
        let layer = &mut builder.layer;
        let claim = Claim { whom: HOME, confidence: self.confidence.min(100), ..Claim::owner() };
        let ranges = |prefixes: &[String]| -> Vec<DigitRange> {
            prefixes.iter().filter_map(|prefix| DigitRange::prefix(prefix)).collect()
        };
        for range in self.plmns.iter().filter_map(|plmn| DigitRange::prefix(&plmn.imsi_prefix())) {
            layer.range(Plan::Imsi, range, claim);
        }
        for range in ranges(&self.msisdn_prefixes) {
            layer.range(Plan::Title, range, claim);
            layer.range(Plan::Subscriber, range, claim);
        }
        for range in ranges(&self.gt_prefixes) {
            layer.range(Plan::Title, range, claim);
        }
        for (position, partner) in (0u32..).zip(&self.partners) {
            let claim = Claim { what: What::Code, whom: position, confidence: partner.confidence, ..Claim::owner() };
            for range in ranges(&partner.gt_prefixes) {
                layer.range(Plan::Title, range, claim);
            }
        }
        builder.build()
    }
}
