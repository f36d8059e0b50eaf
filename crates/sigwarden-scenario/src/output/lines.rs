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
use crate::stage::{Asker, AttackTruth, Cause, Holder, Kind, Line, SECOND, Said};
#[cfg(doc)]
use crate::truth::Truth;
use crate::truth::{self, Attack, Beginning, Campaign, Totals};
use crate::world::World;

/// Where a message stands.
pub(super) struct Place<'a> {
    pub(super) file: &'a str,
    pub(super) frames: &'a [u32],
    /// When its first frame is seen.
    pub(super) time: u64,
    pub(super) copy: bool,
}

/// Writes lines.
pub(super) struct Writer {
    /// Operator and country of networks, and name of carriers, as lines have them.
    networks: Vec<String>,
    carriers: Vec<String>,
    /// Name and actor of campaigns.
    campaigns: Vec<(String, String)>,
    second: (u64, String),
}

impl Writer {
    pub(super) fn new(world: &World, scenario: &Scenario) -> Self {
        let campaigns = scenario.campaigns.iter().map(|one| (one.name.clone(), one.actor.clone())).collect();
        let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
        let holder =
            |name: &str, country: &str| format!(",\"operator\":{},\"country\":{}", quoted(name), quoted(country));
        let networks = world.networks.iter().map(|network| holder(&network.name, &network.country)).collect();
        let carriers = world.carriers.iter().map(|carrier| holder(&carrier.name, "")).collect();
        Self { networks, carriers, campaigns, second: (0, String::new()) }
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

    /// Writes the line of one operation, as [`Truth`] has it. By hand: there is one for every message.
    pub(super) fn line(&mut self, out: &mut Vec<u8>, said: &Said, line: &Line, place: &Place<'_>) {
        let common = &*said.common;
        text(out, "{\"event_type\":\"truth\",\"ts\":\"");
        self.stamp(out, place.time);
        text(out, "\",\"capture\":{\"file\":\"");
        text(out, place.file);
        text(out, "\",\"frames\":[");
        for (turn, frame) in place.frames.iter().enumerate() {
            text(out, if turn == 0 { "" } else { "," });
            number(out, u64::from(*frame));
        }
        text(out, "]},\"stack\":\"");
        text(out, line.op.stack.name());
        text(out, "\",\"dialogue\":");
        number(out, common.number);
        operation(out, line);
        text(out, ",\"target\":{");
        if let Some(subject) = &common.subject {
            pair(out, "\"imsi\":\"", &subject.imsi);
            pair(out, ",\"msisdn\":\"", &subject.msisdn);
            pair(out, ",\"imei\":\"", &subject.imei);
            if let Some(correlation) = &subject.correlation {
                pair(out, ",\"correlation\":\"", correlation);
            }
        }
        text(out, "},\"shown\":[");
        shown(out, line.shown, common.subject.is_some_and(|subject| subject.correlation.is_some()));
        text(out, "],\"origin\":{");
        self.origin(out, &common.asker, common.holder);
        match &common.cause {
            Cause::Legitimate(name) => pair(out, "},\"legitimate\":\"", name),
            Cause::Attack(attack) => {
                text(out, "},\"attack\":");
                let _ = serde_json::to_writer(&mut *out, &self.attack(attack));
            }
        }
        if let Some(form) = line.form {
            pair(out, ",\"form\":\"", form);
        }
        text(out, if place.copy { ",\"copy\":true}\n" } else { "}\n" });
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

    fn origin(&self, out: &mut Vec<u8>, asker: &Asker, holder: Holder) {
        match asker {
            Asker::Title(digits) => pair(out, "\"gt\":\"", digits),
            Asker::Host(host, realm) => {
                pair(out, "\"host\":\"", host);
                pair(out, ",\"realm\":\"", realm);
            }
            Asker::Ip(ip) => pair(out, "\"ip\":\"", &ip.to_string()),
        }
        text(
            out,
            match holder {
                Holder::Network(index) => &self.networks[index],
                Holder::Carrier(index) => &self.carriers[index],
            },
        );
    }

    /// RFC 3339 with microseconds. The part up to the second is made once a second.
    fn stamp(&mut self, out: &mut Vec<u8>, at: u64) {
        let second = at / SECOND;
        if self.second.0 != second {
            let text = time(second * SECOND);
            self.second = (second, text.trim_end_matches('Z').to_owned());
        }
        text(out, &self.second.1);
        let _ = write!(out, ".{:06}Z", at % SECOND / 1000);
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

fn text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}

/// A name, then a value that has nothing to be escaped, then a quotation mark.
fn pair(out: &mut Vec<u8>, name: &str, value: &str) {
    text(out, name);
    text(out, value);
    out.push(b'"');
}

fn number(out: &mut Vec<u8>, number: u64) {
    let _ = write!(out, "{number}");
}

/// An answer of GTP is a message of its own, with the next type.
fn operation(out: &mut Vec<u8>, line: &Line) {
    let op = line.op;
    let answer = line.kind == Kind::Answer && matches!(op.stack, Stack::Gtp1 | Stack::Gtp2);
    text(out, ",\"op\":{\"code\":");
    number(out, op.code as u64 + u64::from(answer));
    if answer {
        pair(out, ",\"name\":\"", &op.name.replace("Request", "Response"));
    } else {
        pair(out, ",\"name\":\"", op.name);
    }
    pair(out, ",\"kind\":\"", line.kind.name());
    out.push(b'}');
}

fn shown(out: &mut Vec<u8>, shown: Shown, routed: bool) {
    let mut first = true;
    let imsi = if routed { "correlation" } else { "imsi" };
    for (one, name) in [(Shown::IMSI, imsi), (Shown::MSISDN, "msisdn"), (Shown::IMEI, "imei")] {
        if shown.has(one) {
            pair(out, if first { "\"" } else { ",\"" }, name);
            first = false;
        }
    }
}

/// RFC 3339, UTC.
pub(crate) fn time(nanoseconds: u64) -> String {
    Timestamp::from_nanosecond(i128::from(nanoseconds - nanoseconds % 1000))
        .map_or_else(|_| String::new(), |at| at.to_string())
}

fn write(out: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::operation;
    use crate::stage::{Carriage, Common};
    use crate::truth::Truth;
    use crate::world::HOME;

    #[track_caller]
    fn check(common: Common, line: Line, copy: bool) {
        let text = format!("{}\nname = \"a \\\"b\\\"\"\nstart = \"2026-01-01\"\nlasts = \"1s\"", "");
        let scenario = Scenario::parse(&text).expect("a scenario");
        let world = World::build(&scenario, 1);
        let mut writer = Writer::new(&world, &scenario);
        let carriage =
            Carriage::Gtp { source: [192, 0, 2, 1].into(), destination: [192, 0, 2, 2].into(), octets: vec![] };
        let said =
            Said { time: 1_800_000_000_123_456_789, carriage, common: Arc::new(common), opens: true, lines: [None; 2] };
        let mut out = Vec::new();
        writer.line(&mut out, &said, &line, &Place { file: "a.pcapng", frames: &[7, 8], time: said.time, copy });
        let written = String::from_utf8(out).expect("text");
        let read: Truth<'_> = serde_json::from_str(&written).expect("a line");
        assert_eq!(serde_json::to_string(&read).expect("a line") + "\n", written);
        assert!(written.contains("\"ts\":\"2027-01-15T08:00:00.123456Z\"") && read.copy == copy);
    }

    #[test]
    fn lines_written_by_hand_are_those_of_the_layout() {
        let attack = AttackTruth {
            id: (0, 3),
            r#move: "psi",
            threat: "location-tracking",
            category: "Cat2.1",
            outcome: "answered",
            disclosed: &["location"],
        };
        let subject = crate::world::Subject {
            imsi: "001010000000001".into(),
            msisdn: "15560000001".into(),
            imei: "1".into(),
            correlation: None,
        };
        for asker in [
            Asker::Title("447700900123".into()),
            Asker::Host("h.example".into(), "example".into()),
            Asker::Ip([192, 0, 2, 9].into()),
        ] {
            for cause in [Cause::Legitimate("call"), Cause::Attack(Arc::new(attack.clone()))] {
                for op in [&operation::UPDATE_LOCATION, &operation::CREATE_SESSION, &operation::DWR] {
                    let holder = if op.code == 280 { Holder::Carrier(0) } else { Holder::Network(HOME) };
                    let subject = (op.code != 280).then_some(subject);
                    let common = Common { number: 5, subject, asker: asker.clone(), holder, cause: cause.clone() };
                    let kind = if op.code == 32 { Kind::Answer } else { Kind::Invoke };
                    let form = (op.code == 2).then_some("long-tag");
                    check(common, Line { op, kind, shown: Shown::ALL, form }, op.code == 2);
                }
            }
        }
    }
}
