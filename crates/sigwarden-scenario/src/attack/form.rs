//! Unusual encodings by which filters are passed, each published by those who met it.

use sigwarden_emit::ber;
use sigwarden_emit::tcap::{Code, invoke};

use crate::element::taken_apart;
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

    /// The question in this form, where the form is one of the component. Nothing where it has no such form: not every
    /// argument has an identity whose tag could be written otherwise.
    pub(crate) fn disguise(self, question: Component, op: &Op, argument: &[u8]) -> Option<Component> {
        Some(match self {
            Self::GlobalOpcode => {
                let arcs = [0, 4, 0, 0, 1, 1, op.code as u64];
                question.with(invoke(1, Code::Global(&arcs), argument))
            }
            Self::LongTag => question.with(invoke(1, op.code, &long_tagged(argument, op.code)?)),
            Self::LongLength => {
                let (tag, content) = taken_apart(argument)?;
                question.with(invoke(1, op.code, &ber::tlv_long_length(u32::from(tag), 3, content)))
            }
            _ => question,
        })
    }

    /// The message in this form, where the form is one of the message.
    pub(crate) fn reshape(self, tcap: Vec<u8>) -> Vec<u8> {
        match taken_apart(&tcap) {
            Some((tag, content)) if self == Self::Indefinite => ber::tlv_indefinite(u32::from(tag), content),
            _ => tcap,
        }
    }
}

/// Tags of the element that is or holds the IMSI, where it is not `[0]` as in most operations.
const IDENTITIES: &[(i64, u8)] = &[
    // UpdateLocation, updateGprsLocation: untagged.
    (2, 0x04),
    (23, 0x04),
    // anyTimeInterrogation: a choice.
    (71, 0xa0),
    // provideSubscriberLocation.
    (83, 0x82),
    // cancelLocation: untagged, in a context tag of its own.
    (3, 0x04),
    (67, 0x04),
    // By number, or about nobody: no IMSI.
    (10, 0xff),
    (22, 0xff),
    (45, 0xff),
    (58, 0xff),
    (59, 0xff),
    (62, 0xff),
    (85, 0xff),
    // mo-ForwardSM: untagged too, and so is the short message before it.
    (46, 0xff),
];

/// The argument with the tag of its IMSI in the long form: `80` becomes `9f 00`. Nothing where there is no such element.
fn long_tagged(argument: &[u8], code: i64) -> Option<Vec<u8>> {
    let wanted = IDENTITIES.iter().find(|row| row.0 == code).map_or(0x80, |row| row.1);
    let (outer, mut rest) = taken_apart(argument)?;
    let constructed = outer & 0x20 != 0;
    let (mut content, mut changed) = (Vec::with_capacity(argument.len() + 4), false);
    while constructed && !rest.is_empty() {
        let (tag, inner) = taken_apart(rest)?;
        let head = rest.len() - inner.len();
        let length = if head == 2 { usize::from(rest[1]) } else { inner.len() };
        let (element, after) = rest.split_at_checked(head + length)?;
        let inside = &element[head..];
        match tag {
            0xa0 if tag == wanted => {
                let identity = ber::tlv_with_tag_octets(&ber::long_tag(*inside.first()?), taken_apart(inside)?.1);
                content.extend(ber::tlv(u32::from(tag), identity));
            }
            _ if tag == wanted => content.extend(ber::tlv_with_tag_octets(&ber::long_tag(tag), inside)),
            _ => content.extend_from_slice(element),
        }
        changed |= tag == wanted;
        rest = after;
    }
    changed.then(|| ber::tlv(u32::from(outer), content))
}

#[cfg(test)]
mod tests {
    use sigwarden_emit::map;

    use super::*;

    #[test]
    fn the_tag_of_the_identity_becomes_long() {
        let argument = map::provide_subscriber_info("001010000000001", map::RequestedInfo::USUAL);
        let disguised = long_tagged(&argument, 70).expect("an identity");
        assert_eq!(disguised[..5], [0x30, argument[1] + 1, 0x9f, 0x00, 8]);
        assert_eq!(disguised[5..], argument[4..]);
        let argument =
            map::any_time_interrogation(map::Subscriber::Imsi("001010000000001"), map::RequestedInfo::USUAL, "4477");
        assert_eq!(long_tagged(&argument, 71).expect("an identity")[2..7], [0xa0, 11, 0x9f, 0x00, 8]);
        let argument = map::provide_subscriber_location("001010000000001", "15560000001", "4477", 1);
        let place = argument.windows(2).position(|octets| octets == [0x82, 8]).expect("the IMSI");
        assert_eq!(long_tagged(&argument, 83).expect("an identity")[place..place + 3], [0x9f, 0x02, 8]);
        let argument = map::update_location("001010000000001", "4477", "4477");
        assert_eq!(long_tagged(&argument, 2).expect("an identity")[2..5], [0x1f, 0x04, 8]);
    }

    #[test]
    fn every_form_has_a_name_of_its_own() {
        for (form, name, _) in FORMS {
            assert_eq!((Form::named(name), form.name()), (Some(*form), *name));
        }
    }
}
