//! Unusual encodings by which filters are passed, each published by those who met it.

use sigwarden_emit::ber;
use sigwarden_emit::tcap::{Code, invoke};

use crate::operation::Op;
use crate::stage::Component;

/// An unusual form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The operation code is an object identifier.
    GlobalOpcode,
    /// The application context has an arc more.
    LongContext,
    /// The transaction identifier has more than four octets.
    LongTransaction,
    /// The called party has no subsystem number.
    NoSubsystem,
    /// The called party has one that nobody has.
    WrongSubsystem,
    /// The tag of the IMSI is written in the long form.
    LongTag,
    /// The length of the argument is written in a longer form than needed.
    LongLength,
    /// The message has an indefinite length.
    Indefinite,
}

/// Form, name, and what it is, for a person.
pub(crate) const FORMS: &[(Form, &str, &str)] = &[
    (Form::GlobalOpcode, "global-opcode", "the operation code is an object identifier"),
    (Form::LongContext, "long-context", "the application context has an arc more"),
    (Form::LongTransaction, "long-transaction", "the transaction identifier has six octets"),
    (Form::NoSubsystem, "no-subsystem", "the called party has no subsystem number"),
    (Form::WrongSubsystem, "wrong-subsystem", "the called party has a subsystem number that nobody has"),
    (Form::LongTag, "long-tag", "the tag of the identity is in the long form (9f 00)"),
    (Form::LongLength, "long-length", "the length of the argument is longer than needed"),
    (Form::Indefinite, "indefinite", "the message has an indefinite length"),
];

impl Form {
    /// By name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        FORMS.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// All names.
    pub(crate) fn names() -> Vec<&'static str> {
        FORMS.iter().map(|row| row.1).collect()
    }

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        FORMS.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// The question in this form, where the form is one of the component.
    pub(crate) fn disguise(self, question: Component, op: &Op, argument: &[u8]) -> Component {
        match self {
            Self::GlobalOpcode => {
                let arcs = [0, 4, 0, 0, 1, 1, op.code as u64];
                question.with(invoke(1, Code::Global(&arcs), argument))
            }
            Self::LongTag => question.with(invoke(1, op.code, &long_tagged(argument))),
            Self::LongLength => {
                let (tag, content) = taken_apart(argument);
                question.with(invoke(1, op.code, &ber::tlv_long_length(u32::from(tag), 3, content)))
            }
            _ => question,
        }
    }

    /// The message in this form, where the form is one of the message.
    pub(crate) fn reshape(self, tcap: Vec<u8>) -> Vec<u8> {
        if self != Self::Indefinite {
            return tcap;
        }
        let (tag, content) = taken_apart(&tcap);
        ber::tlv_indefinite(u32::from(tag), content)
    }
}

/// Tag and content of an element with one octet of tag.
fn taken_apart(element: &[u8]) -> (u8, &[u8]) {
    let head = if element[1] < 0x80 { 2 } else { 2 + usize::from(element[1] & 0x7f) };
    (element[0], &element[head..])
}

/// The argument with its first element, the identity, under a tag in the long form: `80` becomes `9f 00`.
fn long_tagged(argument: &[u8]) -> Vec<u8> {
    let (outer, content) = taken_apart(argument);
    let (tag, inner) = taken_apart(content);
    let whole = content.len() - inner.len();
    let length = usize::from(content[1]);
    let (identity, rest) = inner.split_at(length.min(inner.len()));
    debug_assert_eq!(whole, 2);
    let disguised = match tag {
        // The identity itself, or the choice around it.
        0xa0 => {
            ber::tlv(u32::from(tag), ber::tlv_with_tag_octets(&ber::long_tag(identity[0]), taken_apart(identity).1))
        }
        _ => ber::tlv_with_tag_octets(&ber::long_tag(tag), identity),
    };
    ber::tlv(u32::from(outer), [disguised, rest.to_vec()].concat())
}

#[cfg(test)]
mod tests {
    use sigwarden_emit::map;

    use super::*;

    #[test]
    fn the_tag_of_the_identity_becomes_long() {
        let argument = map::provide_subscriber_info("001010000000001", map::RequestedInfo::USUAL);
        let disguised = long_tagged(&argument);
        assert_eq!(disguised[..5], [0x30, argument[1] + 1, 0x9f, 0x00, 8]);
        assert_eq!(disguised[5..], argument[4..]);
        let argument =
            map::any_time_interrogation(map::Subscriber::Imsi("001010000000001"), map::RequestedInfo::USUAL, "4477");
        assert_eq!(long_tagged(&argument)[2..7], [0xa0, 11, 0x9f, 0x00, 8]);
    }

    #[test]
    fn every_form_has_a_name_of_its_own() {
        for (form, name, _) in FORMS {
            assert_eq!((Form::named(name), form.name()), (Some(*form), *name));
        }
    }
}
