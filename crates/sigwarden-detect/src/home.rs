//! Works out which network a capture protects: whose subscribers most operations are about, and whose nodes are asked.

use sigwarden_dialogue::joiner::Stack;
use sigwarden_dialogue::{Closed, Label, Operation, Sink, Title, diameter, gtp};
use sigwarden_operators::{LearnedHome, LearnedPartner, Plmn, numbering, plmn_of_imsi, plmn_of_realm};
use sigwarden_wire::map::field::Field;
use sigwarden_wire::tcap::ComponentKind;
use std::collections::BTreeMap;

/// Digits behind the country code that tell one operator's nodes from another's, about.
const OPERATOR_DIGITS: usize = 3;
/// Share of the most-asked prefix that another one of the same country needs to count as home too, in hundredths.
const ALSO_HOME: u64 = 20;

/// Share of the requests about a partner's subscribers that one of its registers is asked at least, in hundredths.
const USUAL: u64 = 60;
/// How sure a partner is: requests at least, and confidence. Fewer requests make no partner.
const PARTNER_CONFIDENCE: [(u64, u8); 3] = [(100, 70), (10, 55), (3, 40)];
/// Partners that are kept.
const MOST_PARTNERS: usize = 256;

/// What is counted of one PLMN.
#[derive(Debug, Default)]
struct Counted {
    requests: u64,
    /// Requests about its subscribers, by the prefix of whom was asked.
    asked: BTreeMap<String, u64>,
    /// Requests about its subscribers in which a node with its own name was asked.
    named: u64,
    /// Requests that one of its nodes takes part in, by name.
    present: u64,
}

impl Counted {
    /// The protected network takes part in everything; others have their share.
    const fn weight(&self) -> u64 {
        self.requests.saturating_add(self.present)
    }
}

/// Counts operations until it can say.
#[derive(Debug, Default)]
pub struct HomeLearner {
    plmns: BTreeMap<Plmn, Counted>,
    requests: u64,
}

impl Sink for HomeLearner {
    fn operation(&mut self, operation: &Operation<'_>, _mark: &mut u32) {
        let is_request = operation.component.is_some_and(|component| component.kind == ComponentKind::Invoke);
        // What is only guessed to be MAP says nothing about anybody's home.
        if !is_request || operation.is_copy() || operation.stack == Stack::Other {
            return;
        }
        let imsi = operation.identity(Field::Imsi);
        let Some(plmn) = plmn_of_imsi(imsi.text().as_ascii(), &[]) else { return };
        self.requests = self.requests.saturating_add(1);
        let counted = self.plmns.entry(plmn).or_default();
        counted.requests = counted.requests.saturating_add(1);
        let asked = operation.called;
        if let Some(prefix) = prefix(&asked) {
            let count = counted.asked.entry(prefix).or_default();
            *count = count.saturating_add(1);
        }
    }

    fn closed(&mut self, _closed: &Closed<'_>) {}

    fn diameter(&mut self, operation: &diameter::Operation<'_>, _mark: &mut u32) {
        if !operation.header().is_request() || operation.is_copy() {
            return;
        }
        let exchange = operation.exchange;
        let plmn = |(host, realm): (Label, Label)| {
            let label = if realm.is_none() { host } else { realm };
            plmn_of_realm(operation.labels.text(label))
        };
        self.count(exchange.subject.imsi, [plmn(exchange.asker), plmn(exchange.asked)]);
    }

    fn gtp(&mut self, operation: &gtp::Operation<'_>, _mark: &mut u32) {
        if operation.is_answer() || operation.is_copy() {
            return;
        }
        let exchange = operation.exchange;
        self.count(exchange.subject.imsi, [plmn_of_imsi(exchange.serving.text().as_ascii(), &[]), None]);
    }
}

/// Country code and the digits that tell operators apart.
fn prefix(title: &Title) -> Option<String> {
    let digits = title.text();
    let code = numbering::calling_code_digits(digits.as_bytes());
    digits.get(..code.saturating_add(OPERATOR_DIGITS)).map(str::to_owned)
}

impl HomeLearner {
    /// Counts a request about a subscriber, between nodes of two networks as far as they are named: who asks, who is asked.
    fn count(&mut self, imsi: Title, [asker, asked]: [Option<Plmn>; 2]) {
        let subject = plmn_of_imsi(imsi.text().as_ascii(), &[]);
        for plmn in [asker, asked.filter(|asked| asker != Some(*asked))].into_iter().flatten() {
            let counted = self.plmns.entry(plmn).or_default();
            counted.present = counted.present.saturating_add(1);
        }
        let Some(subject) = subject else { return };
        self.requests = self.requests.saturating_add(1);
        let counted = self.plmns.entry(subject).or_default();
        counted.requests = counted.requests.saturating_add(1);
        if asked == Some(subject) {
            counted.named = counted.named.saturating_add(1);
        }
    }

    /// The home network, or `None` where no request names a subscriber.
    pub fn home(&self) -> Option<LearnedHome> {
        // The first of equals, by its digits: the same capture gives the same answer.
        let (plmn, counted) = self.plmns.iter().rev().max_by_key(|(_, counted)| counted.weight())?;
        let country = numbering::of_plmn(*plmn).countries;
        let fits =
            |prefix: &str| country.is_empty() || numbering::of_number(prefix.as_bytes()).countries.intersects(&country);
        let candidates: Vec<_> = counted.asked.iter().filter(|(prefix, _)| fits(prefix)).collect();
        let (best, most) =
            candidates.iter().rev().max_by_key(|(_, count)| **count).map_or(("", 0), |(p, c)| (p.as_str(), **c));
        let home_country = if country.is_empty() { numbering::of_number(best.as_bytes()).countries } else { country };
        let gt_prefixes: Vec<String> = candidates
            .iter()
            .filter(|(prefix, count)| {
                let near = numbering::of_number(prefix.as_bytes()).countries.intersects(&home_country)
                    || prefix.as_str() == best;
                near && count.saturating_mul(100) >= most.saturating_mul(ALSO_HOME)
            })
            .map(|(prefix, _)| (*prefix).clone())
            .collect();
        Some(LearnedHome {
            plmns: vec![*plmn],
            gt_prefixes,
            msisdn_prefixes: Vec::new(),
            countries: home_country,
            confidence: self.confidence(counted, most),
            partners: self.partners(*plmn, best),
        })
    }

    /// Networks that the home network has ordinary traffic with: nodes of theirs take part by name, or their registers
    /// were asked about their subscribers. `own` is the prefix of the home network's own nodes.
    fn partners(&self, home: Plmn, own: &str) -> Vec<LearnedPartner> {
        let partner = |(plmn, counted): (&Plmn, &Counted)| {
            let asked = counted.asked.iter().filter(|(prefix, _)| own.is_empty() || !own.starts_with(prefix.as_str()));
            let registers: Vec<(&String, u64)> = asked.map(|(prefix, count)| (prefix, *count)).collect();
            let all: u64 = registers.iter().map(|(_, count)| count).sum();
            let requests = all.saturating_add(counted.present);
            let usual = |count: u64| count.saturating_mul(100) >= all.saturating_mul(USUAL);
            let gt_prefixes = registers.iter().filter(|(_, count)| usual(*count)).map(|(prefix, _)| (*prefix).clone());
            let confidence = PARTNER_CONFIDENCE.iter().find(|(least, _)| requests >= *least)?.1;
            Some(LearnedPartner { plmn: *plmn, gt_prefixes: gt_prefixes.collect(), requests, confidence })
        };
        let mut partners: Vec<LearnedPartner> =
            self.plmns.iter().filter(|(plmn, _)| **plmn != home).filter_map(partner).collect();
        partners.sort_by_key(|partner| std::cmp::Reverse(partner.requests));
        partners.truncate(MOST_PARTNERS);
        partners
    }

    /// Share of the requests that are about its subscribers, times the share of those that its nodes were asked;
    /// few requests say little.
    fn confidence(&self, counted: &Counted, asked: u64) -> u8 {
        let share = counted.requests.saturating_mul(100).checked_div(self.requests).unwrap_or(0);
        let asked = asked.saturating_add(counted.named);
        let nodes = asked.saturating_mul(100).checked_div(counted.requests).unwrap_or(0).max(30);
        let most = match self.requests {
            0..=9 => 40,
            10..=99 => 60,
            _ => 85,
        };
        u8::try_from(share.saturating_mul(nodes).checked_div(100).unwrap_or(0).min(most)).unwrap_or(0)
    }
}
