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

/// MAP operations that ask the node that serves a subscriber, not its home (TS 29.002 17.6): a network is asked so about its
/// guests, too.
const ABOUT_GUESTS: [i64; 14] = [3, 4, 7, 8, 37, 44, 50, 51, 60, 61, 70, 73, 75, 83];

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
    /// Requests about its subscribers, by the prefix of whom was asked; and of them those that only a home network is asked.
    asked: BTreeMap<String, u64>,
    registers: BTreeMap<String, u64>,
    /// Requests that one of its nodes takes part in, by name.
    present: u64,
}

impl Counted {
    /// The protected network takes part in everything, and its nodes, with titles that begin with `own`, are asked what only
    /// a home network is asked. Where nothing tells that, it is whose subscribers most requests are about.
    fn weight(&self, own: &str) -> (u64, u64) {
        let registers = self.registers.get(own).copied().unwrap_or(0);
        (self.present.saturating_add(registers), self.requests)
    }
}

/// Counts operations until it can say.
#[derive(Debug, Default)]
pub struct HomeLearner {
    plmns: BTreeMap<Plmn, Counted>,
    /// Requests by the prefixes of both sides, and by that of whom was asked.
    titles: BTreeMap<String, (u64, u64)>,
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
        let (asker, asked) = (prefix(&operation.calling), prefix(&operation.called));
        if let Some(asked) = asked.clone() {
            let about_guest =
                operation.stack == Stack::Map && operation.code.is_some_and(|code| ABOUT_GUESTS.contains(&code));
            if !about_guest {
                more(&mut counted.registers, asked.clone());
            }
            more(&mut counted.asked, asked);
        }
        let sides = [
            asker.filter(|asker| asked.as_ref() != Some(asker)).map(|asker| (asker, 0)),
            asked.map(|asked| (asked, 1)),
        ];
        for (side, asked) in sides.into_iter().flatten() {
            let (present, times) = self.titles.entry(side).or_default();
            (*present, *times) = (present.saturating_add(1), times.saturating_add(asked));
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
        self.count(exchange.subject.imsi, [Plmn::of_digits(exchange.serving.text().as_ascii()), None]);
    }
}

fn more(counts: &mut BTreeMap<String, u64>, of: String) {
    let count = counts.entry(of).or_default();
    *count = count.saturating_add(1);
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
    }

    /// The home network, or `None` where no request names a subscriber.
    pub fn home(&self) -> Option<LearnedHome> {
        // The first of equals, by its digits: the same capture gives the same answer.
        let own = self.own_titles();
        let (plmn, counted) = self.plmns.iter().rev().max_by_key(|(_, counted)| counted.weight(own))?;
        let country = numbering::of_plmn(*plmn).countries;
        let fits =
            |prefix: &str| country.is_empty() || numbering::of_number(prefix.as_bytes()).countries.intersects(&country);
        let asked = if counted.registers.is_empty() { &counted.asked } else { &counted.registers };
        let candidates: Vec<_> = asked.iter().filter(|(prefix, _)| fits(prefix)).collect();
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
            confidence: self.confidence(*plmn, own),
            partners: self.partners(&[*plmn], best),
        })
    }

    /// Only the usual partners of a home network that is known already, by its network codes.
    pub fn partners_of(&self, home: &[Plmn]) -> LearnedHome {
        LearnedHome { partners: self.partners(home, self.own_titles()), ..LearnedHome::default() }
    }

    /// What the titles of the nodes begin with that take part in most.
    fn own_titles(&self) -> &str {
        self.titles.iter().rev().max_by_key(|(_, count)| **count).map_or("", |(prefix, _)| prefix.as_str())
    }

    /// Networks that the home network has ordinary traffic with: nodes of theirs take part by name, or their registers
    /// were asked about their subscribers. `own` is the prefix of the home network's own nodes.
    fn partners(&self, home: &[Plmn], own: &str) -> Vec<LearnedPartner> {
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
            self.plmns.iter().filter(|(plmn, _)| !home.contains(plmn)).filter_map(partner).collect();
        partners.sort_by_key(|partner| std::cmp::Reverse(partner.requests));
        partners.truncate(MOST_PARTNERS);
        partners
    }

    /// How far it stands out from the next one; few requests say little.
    fn confidence(&self, home: Plmn, own: &str) -> u8 {
        let weights = |of: fn((u64, u64)) -> u64| {
            let of = |is_home: bool| {
                let those = self.plmns.iter().filter(move |(plmn, _)| (**plmn == home) == is_home);
                those.map(|(_, counted)| of(counted.weight(own))).max().unwrap_or(0)
            };
            (of(true), of(false))
        };
        let (of_home, of_next) = Some(weights(|of| of.0)).filter(|of| of.0 > 0).unwrap_or_else(|| weights(|of| of.1));
        let share = of_home.saturating_mul(100).checked_div(of_home.saturating_add(of_next)).unwrap_or(0);
        let most = match self.requests {
            0..=9 => 40,
            10..=99 => 60,
            _ => 85,
        };
        u8::try_from(share.min(most)).unwrap_or(0)
    }
}
