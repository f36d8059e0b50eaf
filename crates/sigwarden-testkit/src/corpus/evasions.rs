//! Three requests that nobody abroad may make, each in every form that one message can hide in.
//!
//! A row is a form. Its function takes a request apart and puts it together another way; what it
//! leaves alone is as the standards have it. The numbers S… (SCCP) and T… (TCAP) are those that the
//! cases' `README.md` name.

use super::Case;
use super::people::{GUEST_IMSI, IMSI, OTHER_IMSI, home_hlr};
use super::request::{Request, requests};
use crate::ber::{
    self, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, oid, tbcd, tlv, tlv_long_length, tlv_with_tag_octets,
};
use crate::map::{self, context, context_number, operation};
use crate::sccp::{self, Address, GlobalTitle, PointCode};
use crate::tcap::{Dialogue, Message, invoke, linked_invoke};
use crate::world::{Lab, MILLISECOND};

/// Makes the SCCP message of a request in some form.
type Form = fn(&Request) -> Vec<u8>;
/// Makes its TCAP message.
type TcapForm = fn(&Request) -> Vec<u8>;

/// Forms of SCCP and its addresses.
const SCCP_FORMS: &[(&str, Form)] = &[
    // S02
    ("no-called-subsystem", |r| r.called(|to| to.ssn = None)),
    // S03
    ("called-subsystem-0", |r| r.called(|to| to.ssn = Some(0))),
    ("called-subsystem-3", |r| r.called(|to| to.ssn = Some(3))),
    ("called-subsystem-254", |r| r.called(|to| to.ssn = Some(254))),
    // S04
    ("called-subsystem-of-another-role", |r| r.called(|to| to.ssn = Some(r.other_subsystem))),
    // S05
    ("routing-on-subsystem", |r| {
        r.called(|to| (to.route_on_ssn, to.point_code) = (true, Some(PointCode::Itu(r.to.pc as u16))))
    }),
    // S06
    ("calling-point-code-only", |r| {
        r.between(r.to.address(), Address::node(PointCode::Itu(r.from.pc as u16), r.from.ssn))
    }),
    ("no-calling-address", |r| r.between(r.to.address(), Address::default())),
    // S07
    ("calling-number-of-plan-e214", |r| r.calling_title(|digits| GlobalTitle::Full(0, 7, 4, digits))),
    ("calling-number-of-plan-e212", |r| r.calling_title(|digits| GlobalTitle::Full(0, 6, 4, digits))),
    // S08
    ("calling-number-national", |r| r.calling_title(|digits| GlobalTitle::Full(0, 1, 3, digits))),
    ("short-calling-number-national", |r| r.calling_title(|digits| GlobalTitle::Full(0, 1, 3, digits[..9].to_owned()))),
    // S09
    ("title-indicator-1", |r| r.calling_title(|digits| GlobalTitle::Nature(4, digits))),
    ("title-indicator-2", |r| r.calling_title(|digits| GlobalTitle::Translation(0, digits))),
    ("title-indicator-3", |r| r.calling_title(|digits| GlobalTitle::TranslationPlan(0, 1, digits))),
    // S10
    ("translation-type-9", |r| r.calling_title(|digits| GlobalTitle::Full(9, 1, 4, digits))),
    // S11
    ("hexadecimal-digit-in-calling-number", |r| {
        r.calling_title(|digits| GlobalTitle::international(&digits.replacen("000", "0b0", 1)))
    }),
    // S12
    ("filler-that-is-a-digit", filler_that_is_a_digit),
    // S13
    ("calling-number-of-18-digits", |r| {
        r.calling_title(|digits| GlobalTitle::international(&format!("{digits:0<18}")))
    }),
    ("calling-number-of-2-digits", |r| r.calling_title(|digits| GlobalTitle::international(&digits[..2]))),
    // S16
    ("address-pointers-overlap", address_pointers_overlap),
];

/// An odd number of digits, and another digit where the filler belongs.
fn filler_that_is_a_digit(request: &Request) -> Vec<u8> {
    let mut from = request.from.clone();
    from.gt.pop();
    let mut message = sccp::udt(sccp::CLASS_0, &request.to.address(), &from.address(), &request.begin());
    let data = 4 + usize::from(message[4]);
    message[data - 1] |= 0x70;
    message
}

/// The calling party's pointer leads to the called party's address.
fn address_pointers_overlap(request: &Request) -> Vec<u8> {
    let mut message = request.unitdata(&request.begin());
    message[3] = message[2] - 1;
    message
}

/// Forms of the element that names the subscriber.
const IMSI_FORMS: &[(&str, TcapForm)] = &[
    // T01, T02
    ("long-tag-on-imsi", |r| r.with_imsi(tlv_with_tag_octets(&[0x9f, 0x00], tbcd(IMSI)))),
    ("padded-tag-on-imsi", |r| r.with_imsi(tlv_with_tag_octets(&[0x9f, 0x80, 0x00], tbcd(IMSI)))),
    // T01 again, behind more harmless oddities than anybody would keep a list of
    ("harmless-oddities-before-the-imsi", |r| {
        let oddities = tlv_long_length(0x85, 1, []).repeat(40);
        r.with_imsi([oddities, tlv_with_tag_octets(&[0x9f, 0x00], tbcd(IMSI))].concat())
    }),
    // T03
    ("long-length-of-imsi", |r| r.with_imsi(tlv_long_length(0x80, 1, tbcd(IMSI)))),
    ("length-of-imsi-in-four-octets", |r| r.with_imsi(tlv_long_length(0x80, 4, tbcd(IMSI)))),
    // T05
    ("imsi-in-pieces", |r| {
        let digits = tbcd(IMSI);
        let pieces = [tlv(OCTET_STRING, &digits[..4]), tlv(OCTET_STRING, &digits[4..])];
        r.with_imsi(tlv(0xa0, pieces.concat()))
    }),
    // T34
    ("repeated-imsi", |r| {
        let foreign = tlv(0x80, tbcd(GUEST_IMSI));
        r.with_imsi([foreign, r.imsi()].concat())
    }),
    // T35
    ("hexadecimal-digit-in-imsi", |r| r.with_imsi(tlv(0x80, tbcd(&IMSI.replacen("0006", "00a6", 1))))),
    ("imsi-of-nine-octets", |r| r.with_imsi(tlv(0x80, [tbcd(IMSI), vec![0xff]].concat()))),
    // T37
    ("unknown-element-before-imsi", |r| r.with_imsi([tlv(0x9f_8148, [0; 5]), r.imsi()].concat())),
    // T36
    ("argument-longer-than-its-message", |r| {
        let mut argument = r.argument();
        argument[1] += 4;
        r.with_argument(argument)
    }),
    // T38
    ("large-extension", |r| {
        let private = [tlv(OBJECT_IDENTIFIER, oid(&[1, 3, 6, 1, 4, 1, 32473, 1])), tlv(OCTET_STRING, [0; 60])];
        let extension = tlv(r.extension, tlv(0xa0, ber::sequence(&private)));
        r.with_argument((r.around)(&r.imsi(), &extension))
    }),
];

/// Forms of the operation and its component.
const COMPONENT_FORMS: &[(&str, TcapForm)] = &[
    // T06
    ("global-operation-code", |r| r.with_code(tlv(OBJECT_IDENTIFIER, [r.code]))),
    // T07
    ("padded-operation-code", |r| r.with_code(tlv(INTEGER, [0, r.code]))),
    // T08
    ("operation-code-above-255", |r| r.with_code(tlv(INTEGER, [1, 0, 0, 0, r.code]))),
    // T09
    ("benign-request-first", |r| {
        let benign = invoke(1, operation::READY_FOR_SM, &map::ready_for_sm(IMSI, 0));
        let wanted = invoke(2, i64::from(r.code), &r.argument());
        r.with_component([benign, wanted].concat())
    }),
    // T10
    ("two-component-portions", |r| {
        let benign = tlv(0x6c, invoke(2, operation::READY_FOR_SM, &map::ready_for_sm(IMSI, 0)));
        tlv(0x62, [tlv(0x48, &r.id), r.dialogue(), benign, r.components()].concat())
    }),
    // T23
    ("long-tag-of-component", |r| {
        let plain = r.component();
        r.with_component(tlv_with_tag_octets(&ber::long_tag(0xa1), &plain[2..]))
    }),
    // T33
    ("linked-to-nothing", |r| r.with_component(linked_invoke(1, 99, i64::from(r.code), &r.argument()))),
    // T40
    ("nested-forty-deep", |r| {
        let deep = (0..40).fold(Vec::new(), |inner, _| tlv(0xbf_7f, inner));
        r.with_argument((r.around)(&r.imsi(), &deep))
    }),
];

/// Forms of the dialogue portion.
const DIALOGUE_FORMS: &[(&str, TcapForm)] = &[
    // T11
    ("dialogue-after-components", |r| tlv(0x62, [tlv(0x48, &r.id), r.components(), r.dialogue()].concat())),
    // T12
    ("no-dialogue-portion", |r| Message::begin(&r.id).component(r.component()).encode()),
    // T13
    ("context-of-another-operation", |r| r.with_context(oid(&context(context_number::MWD_MNGT, 3)))),
    // T14
    ("context-of-location-update", |r| r.with_context(oid(&context(context_number::NETWORK_LOC_UP, 3)))),
    // T15
    ("extended-context", |r| r.with_context([oid(&context(r.context, 3)), vec![1]].concat())),
    // T16
    ("padded-context-arc", |r| {
        let plain = oid(&context(r.context, 3));
        r.with_context([&plain[..5], &[0x80], &plain[5..]].concat())
    }),
    // T17
    ("version-without-the-operation", |r| r.with_context(oid(&context(r.context, r.version_without)))),
    // T18
    ("context-of-nobody", |r| r.with_context(oid(&[1, 3, 6, 1, 4, 1, 32473, 7, 1]))),
    // T24
    ("unknown-bits-in-protocol-version", |r| {
        let version = tlv(0x80, [0x04, 0xf0]);
        let name = tlv(0xa1, tlv(OBJECT_IDENTIFIER, oid(&context(r.context, 3))));
        let syntax = tlv(OBJECT_IDENTIFIER, oid(&[0, 0, 17, 773, 1, 1, 1]));
        let unit = tlv(0x60, [version, name].concat());
        r.with_dialogue(tlv(0x6b, tlv(0x28, [syntax, tlv(0xa0, unit)].concat())))
    }),
    // T41
    ("destination-reference-of-somebody-else", |r| {
        let reference = ber::address(0x96, GUEST_IMSI);
        let request = Dialogue::request(&context(r.context, 3)).map_open(Some(&reference), None);
        r.with_dialogue(request.encode())
    }),
    ("own-subscriber-in-destination-reference-only", |r| {
        let reference = ber::address(0x96, IMSI);
        let request = Dialogue::request(&context(r.context, 3)).map_open(Some(&reference), None);
        let argument = (r.around)(&tlv(0x80, tbcd(GUEST_IMSI)), &[]);
        Message::begin(&r.id).dialogue(request.encode()).component(invoke(1, i64::from(r.code), &argument)).encode()
    }),
    // T42
    ("originating-reference-of-a-home-node", |r| {
        let reference = ber::address(map::INTERNATIONAL_E164, &home_hlr().gt);
        let request = Dialogue::request(&context(r.context, 3)).map_open(None, Some(&reference));
        r.with_dialogue(request.encode())
    }),
];

/// Forms of the message and its transaction.
const MESSAGE_FORMS: &[(&str, TcapForm)] = &[
    // T19, T20, T21
    ("long-transaction-id", |r| r.with_id(tlv(0x48, [&r.id[..], &r.id].concat()))),
    ("empty-transaction-id", |r| r.with_id(tlv(0x48, []))),
    ("no-transaction-id", |r| r.with_id(Vec::new())),
    ("long-length-of-transaction-id", |r| r.with_id(tlv_long_length(0x48, 1, &r.id))),
    // T22
    ("long-tag-of-message", |r| tlv_with_tag_octets(&ber::long_tag(0x62), &r.begin()[2..])),
    // T25
    ("trailing-octets", |r| [r.begin(), vec![0, 0, 0]].concat()),
    ("trailing-message", |r| {
        let benign = Message::begin(&[0x0b, 0, 0, r.code])
            .dialogue(Dialogue::request(&context(context_number::MWD_MNGT, 3)).encode())
            .component(invoke(1, operation::READY_FOR_SM, &map::ready_for_sm(OTHER_IMSI, 0)));
        [benign.encode(), r.begin()].concat()
    }),
    // T29
    ("request-in-an-end", |r| Message::end(&r.id).component(r.component()).encode()),
    // T30
    ("unidirectional", |r| {
        let dialogue = Dialogue::unidirectional(&context(r.context, 3)).encode();
        Message::unidirectional().dialogue(dialogue).component(r.component()).encode()
    }),
    // T39
    ("ansi-package-around-it", |r| {
        let plain = r.begin();
        [&[0xe2], &plain[1..]].concat()
    }),
];

pub(super) fn cases() -> Vec<Case> {
    let sccp = SCCP_FORMS.iter().map(|(name, form)| case(name, form));
    let tcap = [IMSI_FORMS, COMPONENT_FORMS, DIALOGUE_FORMS, MESSAGE_FORMS].concat();
    let tcap = tcap.into_iter().map(|(name, form)| case(name, |request| request.unitdata(&form(request))));
    sccp.chain(tcap).collect()
}

/// A frame for each of the three requests in this form, a second apart.
fn case(name: &str, form: impl Fn(&Request) -> Vec<u8>) -> Case {
    let mut lab = Lab::new();
    for request in requests() {
        lab.send_sccp(&request.from, &request.to, form(&request));
        lab.advance(1000 * MILLISECOND);
    }
    Case::pcap(format!("evasions/{name}"), lab.pcap())
}
