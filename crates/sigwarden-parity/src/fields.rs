//! The fields of Diameter and GTP messages that are compared: what each reader calls them.

use crate::Protocol;

/// One field of a message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    /// Name in operation lines.
    pub(crate) name: &'static str,
    /// Name in TShark.
    pub(crate) tshark: &'static str,
    /// Below how many trees of TShark's layer it may stand. What stands deeper belongs to something else: the cause of
    /// a bearer is not that of the message.
    pub(crate) depth: usize,
    /// How TShark prints it.
    pub(crate) form: Form,
}

/// How TShark prints a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A number, decimal or hexadecimal with `0x`.
    Number,
    /// A text, the same as ours.
    Text,
    /// Octets of a network (TS 24.008 10.5.1.3), `11:22:33`.
    Network,
    /// A number in each of several trees: all of them, in order.
    Numbers,
    /// One of a few texts, with what operation lines say for it.
    Word(&'static [(&'static str, &'static str)]),
}

impl Form {
    /// The value as operation lines have it; what TShark should not print stays as it is.
    pub(crate) fn of(self, text: &str) -> String {
        match self {
            Self::Text => text.to_owned(),
            Self::Number | Self::Numbers => {
                let number = match text.strip_prefix("0x") {
                    Some(digits) => u64::from_str_radix(digits, 16),
                    None => text.parse(),
                };
                number.map_or_else(|_| text.to_owned(), |number| number.to_string())
            }
            Self::Network => network(text).unwrap_or_else(|| text.to_owned()),
            Self::Word(words) => {
                let word = words.iter().find(|(tshark, _)| *tshark == text);
                word.map_or(text, |(_, ours)| *ours).to_owned()
            }
        }
    }
}

/// `MCC-MNC` from three octets, whose half-octets are the digits 2 1, filler or 6, 3, 5 4.
fn network(octets: &str) -> Option<String> {
    let digits: Vec<char> = octets.chars().filter(|letter| *letter != ':').collect();
    let [second, first, last, third, fifth, fourth] = digits[..] else { return None };
    let last = Some(last).filter(|digit| *digit != 'f').map(String::from).unwrap_or_default();
    Some(format!("{first}{second}{third}-{fourth}{fifth}{last}"))
}

/// A layer of TShark that is one message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layer {
    /// Name in TShark.
    pub(crate) name: &'static str,
    /// The protocol that it belongs to.
    pub(crate) protocol: Protocol,
    /// Its fields. Of several with the same name the first that is there counts.
    pub(crate) fields: &'static [Field],
}

const fn field(name: &'static str, tshark: &'static str, depth: usize, form: Form) -> Field {
    Field { name, tshark, depth, form }
}

use Form::{Network, Number, Numbers, Text, Word};

const REQUEST_OR_ANSWER: Form = Word(&[("1", "request"), ("0", "answer")]);
/// Lines of version 0 have the stack of version 1.
const STACK: Form = Word(&[("0", "gtpv1-c"), ("1", "gtpv1-c"), ("2", "gtpv2-c")]);

/// Every layer that is read as one message.
pub(crate) const LAYERS: &[Layer] = &[
    Layer {
        name: "diameter",
        protocol: Protocol::Diameter,
        fields: &[
            field("op.code", "diameter.cmd.code", 0, Number),
            field("op.kind", "diameter.flags.request", 1, REQUEST_OR_ANSWER),
            field("diameter.app_id", "diameter.applicationId", 0, Number),
            field("diameter.flags", "diameter.flags", 0, Number),
            field("diameter.hop_by_hop", "diameter.hopbyhopid", 0, Number),
            field("diameter.end_to_end", "diameter.endtoendid", 0, Number),
            field("diameter.session_id", "diameter.Session-Id", 1, Text),
            field("diameter.origin_host", "diameter.Origin-Host", 1, Text),
            field("diameter.origin_realm", "diameter.Origin-Realm", 1, Text),
            field("diameter.destination_host", "diameter.Destination-Host", 1, Text),
            field("diameter.destination_realm", "diameter.Destination-Realm", 1, Text),
            field("diameter.visited_plmn", "diameter.Visited-PLMN-Id", 1, Network),
            field("diameter.avps", "diameter.avp.code", 1, Numbers),
            field("diameter.result_code", "diameter.Result-Code", 1, Number),
            field("diameter.result_code", "diameter.Experimental-Result-Code", 3, Number),
        ],
    },
    Layer {
        name: "gtp",
        protocol: Protocol::Gtp,
        fields: &[
            field("stack", "gtp.flags.version", 1, STACK),
            field("op.code", "gtp.message", 0, Number),
            field("gtp.teid", "gtp.teid", 0, Number),
            field("gtp.seq", "gtp.seq_number", 0, Number),
            field("gtp.cause", "gtp.cause", 0, Number),
            field("gtp.apn", "gtp.apn", 1, Text),
            field("gtp.recovery", "gtp.recovery", 0, Number),
            field("gtp.rat_type", "gtp.ext_rat_type", 1, Number),
        ],
    },
    Layer {
        name: "gtpv2",
        protocol: Protocol::Gtp,
        fields: &[
            field("stack", "gtpv2.version", 1, STACK),
            field("op.code", "gtpv2.message_type", 0, Number),
            field("gtp.teid", "gtpv2.teid", 0, Number),
            field("gtp.seq", "gtpv2.seq", 0, Number),
            field("gtp.cause", "gtpv2.cause", 1, Number),
            // A context that is handed over has it in the group of its connection (TS 29.274 7.3.6).
            field("gtp.apn", "gtpv2.apn", 2, Text),
            field("gtp.recovery", "gtpv2.rec", 1, Number),
            field("gtp.rat_type", "gtpv2.rat_type", 1, Number),
        ],
    },
];

/// Names of the fields of messages of a protocol, each once.
pub(crate) fn names(protocol: Protocol) -> Vec<&'static str> {
    let mut names = Vec::new();
    for field in LAYERS.iter().filter(|layer| layer.protocol == protocol).flat_map(|layer| layer.fields) {
        if !names.contains(&field.name) {
            names.push(field.name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brings_numbers_and_words_to_one_form() {
        let rows = [
            (Number, "0x00ab", "171"),
            (Number, "171", "171"),
            (Number, "none", "none"),
            (Text, "0x00ab", "0x00ab"),
            (Network, "99:f9:99", "999-99"),
            (Network, "13:00:14", "310-410"),
            (Network, "99:f9", "99:f9"),
            (REQUEST_OR_ANSWER, "1", "request"),
            (REQUEST_OR_ANSWER, "2", "2"),
        ];
        for (form, text, expected) in rows {
            assert_eq!(form.of(text), expected, "{form:?} {text}");
        }
    }

    #[test]
    fn names_each_field_once() {
        assert_eq!(names(Protocol::Diameter).iter().filter(|name| **name == "diameter.result_code").count(), 1);
        assert_eq!(names(Protocol::Gtp).len(), 8);
        assert!(names(Protocol::Ss7).is_empty());
    }
}
