//! Lines of `truth.jsonl`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::Timestamp;
use serde::Serialize;

use super::Counts;
use crate::campaign::Sum;
use crate::file::Scenario;
use crate::operation::{Shown, Stack};
use crate::stage::{Asker, AttackTruth, Cause, Holder, Kind, Line, SECOND};
use crate::truth::{self, Attack, Beginning, Campaign, Operation, Origin, Place, Target, Totals, Truth};
use crate::world::World;

/// Writes lines.
pub(super) struct Writer<'w> {
    world: &'w World,
    /// Name and actor of campaigns.
    campaigns: Vec<(String, String)>,
    second: (u64, String),
}

impl<'w> Writer<'w> {
    pub(super) fn new(world: &'w World, scenario: &Scenario) -> Self {
        let campaigns = scenario.campaigns.iter().map(|one| (one.name.clone(), one.actor.clone())).collect();
        Self { world, campaigns, second: (0, String::new()) }
    }

    /// The first line.
    pub(super) fn beginning(&self, out: &mut impl Write, scenario: &Scenario, seed: u64, scale: f64) -> io::Result<()> {
        let line = Beginning {
            event_type: truth::SCENARIO.into(),
            schema: truth::SCHEMA.into(),
            name: scenario.name.as_str().into(),
            seed,
            scale,
            first_ts: time(scenario.start.0).into(),
            last_ts: time(scenario.start.0 + scenario.lasts.0).into(),
        };
        write(out, &line)
    }

    /// The line of one operation.
    pub(super) fn line(
        &mut self,
        out: &mut impl Write,
        at: u64,
        line: &Line,
        file: &str,
        frames: &[u32],
        copy: bool,
    ) -> io::Result<()> {
        let ts = self.stamp(at);
        let common = &*line.common;
        let (legitimate, attack) = match &common.cause {
            Cause::Legitimate(name) => (Some(Cow::Borrowed(*name)), None),
            Cause::Attack(attack) => (None, Some(self.attack(attack))),
        };
        let target = common.subject.as_ref().map_or_else(Target::default, |subject| Target {
            imsi: Some(Cow::Borrowed(&*subject.imsi)),
            msisdn: Some(Cow::Borrowed(&*subject.msisdn)),
            imei: Some(Cow::Borrowed(&*subject.imei)),
        });
        let line = Truth {
            event_type: truth::TRUTH.into(),
            ts: ts.into(),
            capture: Place { file: file.into(), frames: frames.to_vec() },
            stack: line.op.stack.name().into(),
            dialogue: common.number,
            op: operation(line),
            target,
            shown: shown(line.shown),
            origin: self.origin(&common.asker, common.holder),
            legitimate,
            attack,
            form: line.form.map(Into::into),
            copy,
        };
        write(out, &line)
    }

    fn attack(&self, attack: &AttackTruth) -> Attack<'_> {
        let (campaign, number) = attack.id;
        let (name, actor) = self.campaigns.get(campaign).map_or(("", ""), |one| (&*one.0, &*one.1));
        Attack {
            id: format!("{name}/{number:06}").into(),
            campaign: name.into(),
            actor: actor.into(),
            r#move: attack.r#move.into(),
            threat: attack.threat.into(),
            category: attack.category.into(),
            outcome: attack.outcome.into(),
            disclosed: attack.disclosed.iter().map(|what| Cow::Borrowed(*what)).collect(),
        }
    }

    fn origin<'a>(&'a self, asker: &'a Asker, holder: Holder) -> Origin<'a> {
        let (operator, country) = match holder {
            Holder::Network(index) => (&*self.world.networks[index].name, &*self.world.networks[index].country),
            Holder::Carrier(index) => (&*self.world.carriers[index].name, ""),
        };
        let mut out = Origin { operator: operator.into(), country: country.into(), ..Origin::default() };
        match asker {
            Asker::Title(digits) => out.gt = Some(Cow::Borrowed(&**digits)),
            Asker::Host(host, realm) => {
                out.host = Some(Cow::Borrowed(&**host));
                out.realm = Some(Cow::Borrowed(&**realm));
            }
            Asker::Ip(ip) => out.ip = Some(ip.to_string().into()),
        }
        out
    }

    /// RFC 3339 with microseconds. The part up to the second is made once a second.
    fn stamp(&mut self, at: u64) -> String {
        let second = at / SECOND;
        if self.second.0 != second {
            let text = time(second * SECOND);
            self.second = (second, text.trim_end_matches('Z').to_owned());
        }
        format!("{}.{:06}Z", self.second.1, at % SECOND / 1000)
    }

    /// Campaigns and totals.
    pub(super) fn end(
        &self,
        out: &mut impl Write,
        scenario: &Scenario,
        sums: &[Sum],
        counts: &Counts,
    ) -> io::Result<()> {
        for (campaign, sum) in scenario.campaigns.iter().zip(sums) {
            let line = Campaign {
                event_type: truth::CAMPAIGN.into(),
                name: campaign.name.as_str().into(),
                actor: campaign.actor.as_str().into(),
                patterns: campaign.patterns.clone(),
                first_ts: sum.first.map(|at| time(at).into()),
                last_ts: sum.first.map(|_| time(sum.last).into()),
                attacks: sum.attacks,
                answered: sum.answered,
                targets: sum.targets.len() as u64,
                origins: sum.origins.iter().map(|name| Cow::Borrowed(name.as_str())).collect(),
                basis: if campaign.published { "published" } else { "fictional" }.into(),
            };
            write(out, &line)?;
        }
        let legitimate: BTreeMap<Cow<'_, str>, u64> =
            counts.legitimate.iter().map(|(name, count)| (Cow::Borrowed(*name), *count)).collect();
        let line = Totals {
            event_type: truth::TOTALS.into(),
            frames: counts.frames,
            messages: counts.messages,
            legitimate,
            legitimate_operations: counts.legitimate_operations,
            attack_operations: counts.attack_operations,
            attacks: sums.iter().map(|sum| sum.attacks).sum(),
        };
        write(out, &line)
    }
}

/// An answer of GTP is a message of its own, with the next type.
fn operation(line: &Line) -> Operation<'static> {
    let op = line.op;
    let answer = line.kind == Kind::Answer && matches!(op.stack, Stack::Gtp1 | Stack::Gtp2);
    let (code, name) = match answer {
        true => (op.code + 1, Cow::Owned(op.name.replace("Request", "Response"))),
        false => (op.code, Cow::Borrowed(op.name)),
    };
    Operation { code, name, kind: line.kind.name().into() }
}

fn shown(shown: Shown) -> Vec<Cow<'static, str>> {
    [(Shown::IMSI, "imsi"), (Shown::MSISDN, "msisdn"), (Shown::IMEI, "imei")]
        .into_iter()
        .filter(|row| shown.has(row.0))
        .map(|row| Cow::Borrowed(row.1))
        .collect()
}

/// RFC 3339, UTC.
pub(crate) fn time(nanoseconds: u64) -> String {
    Timestamp::from_nanosecond(i128::from(nanoseconds)).map_or_else(|_| String::new(), |at| at.to_string())
}

fn write(out: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
