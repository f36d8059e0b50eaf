//! An operation layer by layer: the message once, and every component in it.

mod packet;

use super::table::named;
use super::text::{beside, clean, owner, some};
use sigwarden_schema::lines::{Capture, Operation, Party, Tcap};
use std::fmt::Write;

/// Frames of a message that are shown.
const FRAMES: usize = 8;

/// Shows operations; components of one message stand below it.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    last: Option<Message>,
}

/// What tells one message from the next.
#[derive(Debug, PartialEq)]
struct Message {
    capture: Capture,
    dialogue_id: String,
    ids: (Option<String>, Option<String>),
}

impl Messages {
    /// The operation, with its message before it unless that was shown already.
    pub(crate) fn show(&mut self, line: &Operation) -> String {
        let message = Message {
            capture: line.capture.clone(),
            dialogue_id: line.dialogue_id.clone(),
            ids: line.tcap.as_ref().map(|tcap| (tcap.otid.clone(), tcap.dtid.clone())).unwrap_or_default(),
        };
        let mut out = String::new();
        if self.last.as_ref() != Some(&message) {
            if self.last.is_some() {
                out.push('\n');
            }
            head(&mut out, line);
            self.last = Some(message);
        }
        component(&mut out, line);
        out
    }
}

/// A line below a message; a label without text is left out.
fn push(out: &mut String, indent: usize, label: &str, text: &str) {
    if !text.is_empty() {
        // Writing to a text cannot fail.
        let _ = writeln!(out, "{:indent$}{label:<9} {}", "", clean(text));
    }
}

fn head(out: &mut String, line: &Operation) {
    let frames = some(&line.capture.frames, FRAMES);
    let title =
        format!("{} {} · frame {frames} of {} · dialogue {}", line.ts, line.stack, line.capture.file, line.dialogue_id);
    let _ = writeln!(out, "{}", clean(&title));
    if let Some(first) = &line.duplicate_of {
        push(out, 2, "repeats", &format!("frame {} of dialogue {}", first.frame, first.dialogue_id));
    }
    push(out, 2, "link", &link(line));
    if let Some(sccp) = &line.sccp {
        let returned = if sccp.returned == Some(true) { " · came back undelivered" } else { "" };
        let variant = line.variant.unwrap_or_default();
        push(out, 2, "sccp", &format!("{} → {} · {variant}{returned}", party(&sccp.calling), party(&sccp.called)));
    }
    if let Some(layer) = &line.tcap {
        push(out, 2, "tcap", &tcap(layer));
    }
    if let Some(diameter) = &line.diameter {
        packet::diameter(out, diameter);
    }
    if let Some(gtp) = &line.gtp {
        packet::gtp(out, gtp);
    }
}

fn link(line: &Operation) -> String {
    let pair = |from: Option<String>, to: Option<String>, kind: &str| match (from, to) {
        (None, None) => None,
        (from, to) => {
            let name = |end: Option<String>| end.unwrap_or_else(|| "?".to_owned());
            Some(format!("{kind}{} → {}", name(from), name(to)))
        }
    };
    let code = |code: Option<u32>| code.map(|code| code.to_string());
    let addresses = pair(line.link.src_ip.clone(), line.link.dst_ip.clone(), "");
    let codes = pair(code(line.link.opc), code(line.link.dpc), "point codes ");
    [addresses, codes].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn party(party: &Party) -> String {
    let number = |number: Option<u8>| number.map(u32::from);
    let rows = [
        ("ssn", number(party.ssn)),
        ("plan", number(party.np)),
        ("nature", number(party.nai)),
        ("translation", number(party.tt)),
        ("point code", party.pc),
    ];
    let details: Vec<String> = rows.iter().filter_map(|(name, value)| Some(format!("{name} {}", (*value)?))).collect();
    let title = party.gt.as_deref().unwrap_or("no title");
    if details.is_empty() { title.to_owned() } else { format!("{title} ({})", details.join(", ")) }
}

fn tcap(tcap: &Tcap) -> String {
    let rows = [("otid", &tcap.otid), ("dtid", &tcap.dtid), ("context", &tcap.ac)];
    let details = rows.iter().filter_map(|(name, value)| Some(format!(" · {name} {}", value.as_ref()?)));
    format!("{}{}", tcap.kind, details.collect::<String>())
}

fn component(out: &mut String, line: &Operation) {
    match &line.op {
        Some(op) => {
            let numbers = [("code", op.code), ("invoke id", op.invoke_id), ("error", op.error_code)];
            let details = numbers.iter().filter_map(|(name, value)| Some(format!(" · {name} {}", (*value)?)));
            push(out, 2, "operation", &format!("{}{}", named(op), details.collect::<String>()));
        }
        None => push(out, 2, "operation", "none in this message"),
    }
    if let Some(sms) = &line.sms {
        packet::sms(out, sms);
    }
    push(out, 4, "target", &super::text::target(&line.target));
    let key = line.cap.as_ref().and_then(|cap| cap.service_key);
    push(out, 4, "service", &key.map(|key| format!("key {key}")).unwrap_or_default());
    push(out, 4, "discloses", &line.disclosed.join(", "));
    let asker = line.origin.address().map(|title| format!("{title} ({})", owner(&line.origin)));
    push(out, 4, "asked by", &asker.unwrap_or_default());
    push(out, 4, "address", &beside(&line.origin));
    push(out, 4, "category", line.fs.category);
    for anomaly in &line.anomalies {
        let text =
            format!("{} in {}, offset {}, length {}", anomaly.code, anomaly.layer, anomaly.offset, anomaly.length);
        push(out, 4, "anomaly", &text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    #[test]
    fn a_message_is_shown_once_with_all_its_components() {
        let mut messages = Messages::default();
        let first = messages.show(&samples::operation());
        let second = messages.show(&samples::operation());
        assert!(
            first.starts_with(
                "2026-01-01T00:00:00.000000Z ss7-map · frame 1, 2 of lab.pcap · dialogue 00000000000000aa\n"
            )
        );
        for layer in ["  link ", "  sccp ", "  tcap ", "  operation ", "    anomaly "] {
            assert!(first.contains(layer), "{layer} in {first}");
        }
        assert!(second.starts_with("  operation "), "{second}");
    }

    #[test]
    fn another_message_stands_apart() {
        let mut messages = Messages::default();
        messages.show(&samples::operation());
        let mut next = samples::operation();
        next.capture.frames = vec![9];
        assert!(messages.show(&next).starts_with("\n2026-01-01"));
    }
}
