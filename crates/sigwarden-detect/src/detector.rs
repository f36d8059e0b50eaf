//! Takes operations, gives judgements and, at the end, findings.

mod diameter;
mod gtp;
mod memory;
mod sms;
mod ss7;

use crate::addresses::Addresses;
use crate::book::Book;
use crate::commands::Commands;
use crate::findings::{Asker, Disclosed, Pending};
use crate::memory::Memory;
use crate::memory::subscribers::State;
use crate::names::Names;
use crate::outside::Outside;
use crate::parties::Knowledge;
use crate::patterns;
use crate::table::{Category, Table};
use hashbrown::HashMap;
use sigwarden_dialogue::{Closed, Ended, InvokeState, Title};
use sigwarden_operators::roles::Roles;
use sigwarden_operators::{Attribution, Networks};
use sigwarden_schema::lines::Finding;
use sigwarden_wire::anomaly::Anomalies;
use std::borrow::Cow;

/// Addresses whose roles are remembered; more are not, and counted by nobody: they have no finding of their own.
const MAX_ADDRESSES: usize = 1_000_000;

/// The name of a Diameter command, where a table has it.
pub fn command_name(commands: &Commands, application: u32, code: u32) -> Option<Cow<'static, str>> {
    diameter::command_name(code, commands.diameter(application, code).0)
}

/// What is said of one operation.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// Category.
    pub category: Category,
    /// Who asked.
    pub asker: Asker,
    /// Whose address that is.
    pub origin: Attribution,
    /// IMSI of the subscriber at stake.
    pub imsi: Title,
    /// What an answer gave away.
    pub disclosed: Disclosed,
    /// Anomalies of all layers, those of structure included.
    pub anomalies: Anomalies,
}

/// What an address has acted as.
#[derive(Debug, Default)]
struct Acted {
    roles: Roles,
}

/// The detector.
pub struct Detector {
    addresses: Addresses,
    names: Names,
    table: Table,
    /// What is known of the own Global Titles, of the own names, and of the own addresses of packet data.
    knowledge: Knowledge,
    of_names: Knowledge,
    of_addresses: Knowledge,
    lists_point_codes: bool,
    started: Option<i64>,
    book: Book,
    acted: HashMap<Title, Acted>,
    outside: Outside,
    memory: Memory,
}

impl Detector {
    /// A detector for a site.
    pub fn new(networks: Networks, table: Table) -> Self {
        let home = &networks.site().home;
        let knowledge = Knowledge { lists_own: !home.global_titles.is_empty() };
        let of_names = Knowledge { lists_own: !home.realms.is_empty() || !home.plmns.is_empty() };
        let of_addresses = Knowledge { lists_own: !home.gtp_addresses.is_empty() };
        let lists_point_codes = !home.point_codes.is_empty();
        let memory = Memory::new(&networks);
        Self {
            addresses: Addresses::new(networks),
            names: Names::default(),
            table,
            knowledge,
            of_names,
            of_addresses,
            lists_point_codes,
            started: None,
            book: Book::default(),
            acted: HashMap::new(),
            outside: Outside::default(),
            memory,
        }
    }

    /// Takes over what an earlier run has learned of subscribers.
    pub fn resume(&mut self, state: State) {
        self.memory.resume(state);
    }

    /// Realms that the name service between carriers knows, one a line; what stands behind a # is a comment.
    pub fn know_realms(&mut self, text: &str) {
        let names = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim().trim_end_matches('.'));
        self.memory.realms =
            names.filter(|name| !name.is_empty()).map(|name| name.to_ascii_lowercase().into()).collect();
    }

    /// Who is who.
    pub const fn networks(&self) -> &Networks {
        self.addresses.networks()
    }

    /// The category tables of Diameter and GTP.
    pub const fn commands(&self) -> &Commands {
        self.table.commands()
    }

    /// Suspicious dialogues so far.
    pub fn suspicious(&self) -> u64 {
        u64::try_from(self.book.len()).unwrap_or(u64::MAX)
    }

    /// A dialogue has closed: its findings are complete.
    pub fn closed(&mut self, closed: &Closed<'_>) {
        // Whoever forges an address does not get the answer here. Unlike names, titles are what answers go by.
        if closed.answered {
            self.outside.answered(closed.way, closed.id);
        }
        for mut pending in self.book.close(closed.mark) {
            // Aborts and rejections refuse requests without naming them.
            let id = pending.op.as_ref().and_then(|op| op.invoke_id).unwrap_or(-1);
            let state = closed.invokes.iter().find(|invoke| invoke.id == id && invoke.side == pending.side);
            if let Some(invoke) = state.filter(|_| pending.state == InvokeState::Open) {
                pending.state = invoke.state;
            }
            self.settle(pending);
        }
    }

    /// A request of Diameter or GTP to which nothing more will come.
    pub fn ended(&mut self, ended: &Ended) {
        for pending in self.book.close(ended.mark) {
            match pending.if_outside {
                Some(way) => self.outside.hold(way, pending),
                None => self.settle(pending),
            }
        }
    }

    /// What memory has let go because a table was full, by table.
    pub fn dropped(&self) -> [(&'static str, u64); 4] {
        let questions = &self.memory.questions;
        [
            ("subscribers", self.memory.subscribers.evicted),
            ("questions for routes", questions.routes.dropped),
            ("questions about guests", questions.guests.dropped),
            ("first registrations", questions.arrivals.dropped),
        ]
    }

    /// All findings, by time, and what the next run may take over. `saw` tells whether a directed way was ever used; `names`
    /// are the inputs.
    pub fn finish(mut self, saw: impl Fn(u64) -> bool, names: &[String]) -> (Vec<Finding>, State) {
        let mut done = std::mem::take(&mut self.book.done);
        done.extend(self.outside.finish());
        self.company(&mut done);
        done.sort_by_cached_key(|pending| (pending.ts_ns, pending.frames.first().copied(), pending.id()));
        let patterns = patterns::all(&done, &self.memory, self.addresses.networks());
        done.extend(patterns);
        done.sort_by_cached_key(|pending| (pending.ts_ns, pending.frames.first().copied(), pending.id()));
        let line = |pending: &Pending| {
            // Who an operator was on the day of the finding.
            self.addresses.at(pending.ts_ns);
            pending.line(&saw, names, self.addresses.networks())
        };
        let findings = done.iter().map(line).collect();
        (findings, self.memory.into_state())
    }
}
