//! Forms that one message can hide in, each tried twice: on a request that nobody abroad may make
//! (where one of our subscribers is, from Kenya), and on one that a partner may make (our traveller
//! has arrived, from a British node). What a form leaves alone is as the standards have it; in the
//! second request, only the form can be what is wrong.
//!
//! The numbers D… are those that the cases' `README.md` name.

use super::categories::{WHERE, nothing};
use crate::corpus::Case;
use crate::corpus::nodes::*;
use crate::corpus::people::{GUEST_IMSI, IMSI, OTHER_IMSI};
use crate::diameter::s6a::{self, ulr_flag};
use crate::diameter::{Avp, Code, DiameterLab, Message, application, avp, code, flag};
use crate::world::MILLISECOND;

/// Puts a request into some form.
type Form = fn(Message) -> Message;

/// Forms of both requests.
const BOTH: &[(&str, Form)] = &[
    // D03
    ("host-of-another-realm", |m| {
        m.with_instead(code::ORIGIN_HOST, avp(code::ORIGIN_HOST, "node01.epc.mnc007.mcc999.3gppnetwork.org"))
    }),
    // D04
    ("repeated-user-name-other-first", |m| before(m, code::USER_NAME, avp(code::USER_NAME, OTHER_IMSI))),
    ("repeated-user-name-other-last", |m| m.with(avp(code::USER_NAME, OTHER_IMSI))),
    ("repeated-user-name-guest-first", |m| before(m, code::USER_NAME, avp(code::USER_NAME, GUEST_IMSI))),
    // D05
    ("repeated-origin-realm", |m| {
        before(m, code::ORIGIN_REALM, avp(code::ORIGIN_REALM, "epc.mnc007.mcc999.3gppnetwork.org"))
    }),
    // D06
    ("vendor-zero-on-user-name", |m| m.with_instead(code::USER_NAME, avp(code::USER_NAME, IMSI).with_vendor(0))),
    // D07
    ("vendor-on-user-name", |m| m.with_instead(code::USER_NAME, avp(code::USER_NAME, IMSI).with_vendor(code::TGPP))),
    // D08
    ("avp-longer-than-its-message", |m| {
        m.without(code::USER_NAME).with(avp(code::USER_NAME, IMSI).with_length(8 + 15 + 20))
    }),
    ("avp-shorter-than-its-header", |m| before(m, code::USER_NAME, avp(code::PRODUCT_NAME, []).with_length(4))),
    // D09
    ("message-longer-than-it-says", |m| {
        let length = place(&m, code::USER_NAME);
        m.with_length(length)
    }),
    ("message-shorter-than-it-says", |m| {
        let length = m.encode().len() as u32 + 40;
        m.with_length(length)
    }),
    // D10
    ("user-name-with-a-realm", |m| user_name(m, "001010000060123@epc.mnc001.mcc001.3gppnetwork.org")),
    ("user-name-with-a-zero-octet", |m| user_name(m, "001010000060123\0")),
    ("user-name-with-a-space", |m| user_name(m, " 001010000060123")),
    // D11
    ("no-user-name", |m| m.without(code::USER_NAME)),
    // D13
    ("application-of-another-interface", |m| Message { application: application::S13, ..m }),
    ("application-of-neighbours", |m| Message { application: application::COMMON, ..m }),
    // D14
    ("relay-application", |m| Message { application: application::RELAY, ..m }),
    // D15
    ("nested-forty-deep", |m| m.with(Avp::nested(40, avp(code::USER_NAME, OTHER_IMSI)))),
    // D16
    ("version-2", |m| m.with_version(2)),
    ("error-bit", |m| {
        let flags = m.flags | flag::ERROR;
        m.with_flags(flags)
    }),
    // D21
    ("own-node-in-the-route-then-a-foreign-one", |m| m.relayed_from(&home_agent()).relayed_from(&kenyan_peer("dea01"))),
    // D12
    ("padding-that-is-not-zero", |m| user_name_as(m, avp(code::USER_NAME, IMSI).with_padding(&[0x41]))),
    // D17
    ("session-id-last", |m| {
        let session = m.find(code::SESSION_ID).cloned().expect("a request has a session");
        m.without(code::SESSION_ID).with(session)
    }),
    // D18
    ("retransmission-bit", |m| {
        let flags = m.flags | flag::RETRANSMITTED;
        m.with_flags(flags)
    }),
    // D19
    ("realm-in-capitals-with-a-dot", |m| capitals(m, ".")),
    // D32
    ("unknown-avp-that-must-be-known", |m| m.with(Avp::new(9_999, flag::MANDATORY, None, 7_u32))),
    ("unknown-avp-of-a-vendor-that-must-be-known", |m| {
        m.with(Avp::new(77, flag::MANDATORY | flag::VENDOR, Some(32_473), 7_u32))
    }),
    ("subscriber-in-the-session-id", |m| {
        let host = m.find(code::ORIGIN_HOST).map(|avp| String::from_utf8_lossy(&avp.data).into_owned());
        let session = format!("{};1767225600;7;{IMSI}", host.unwrap_or_default());
        m.with_instead(code::SESSION_ID, avp(code::SESSION_ID, session.as_str()))
    }),
];

/// Forms that only the arrival of our traveller has.
const ARRIVAL: &[(&str, Form)] = &[
    // D22
    ("subscriber-of-another-network-than-the-asked", |m| user_name(m, FRENCH_IMSI)),
    // D23
    ("visited-network-of-somebody-else", |m| visited(m, crate::diameter::plmn(FRENCH))),
    ("visited-network-000-00", |m| visited(m, vec![0, 0xf0, 0])),
    // D25
    ("first-attach-without-data", |m| {
        let flags = ulr_flag::S6A | ulr_flag::INITIAL_ATTACH | ulr_flag::SKIP_SUBSCRIBER_DATA;
        m.with_instead(code::ULR_FLAGS, avp(code::ULR_FLAGS, flags))
    }),
];

/// Where one of our subscribers is: nobody in Kenya may ask.
fn question(lab: &mut DiameterLab) -> Message {
    let route = route(lab, &kenyan_peer("hss01"), &home_mme());
    s6a::insert_subscriber_data(&route, IMSI, &nothing(), WHERE)
}

/// Our traveller has arrived: the network that serves may say so.
fn arrival(lab: &mut DiameterLab) -> Message {
    let route = route(lab, &british_mme(), &home_hss());
    s6a::update_location(&route, IMSI, BRITISH)
}

/// The attribute before the first of a code.
fn before(mut message: Message, code: Code, avp: Avp) -> Message {
    let place = message.avps.iter().position(|avp| code.is(avp)).expect("there is such an attribute");
    message.avps.insert(place, avp);
    message
}

/// At which octet the first attribute of a code begins.
fn place(message: &Message, code: Code) -> u32 {
    let octets: usize = message.avps.iter().take_while(|avp| !code.is(avp)).map(|avp| avp.encode().len()).sum();
    octets as u32 + 20
}

fn user_name(message: Message, text: &str) -> Message {
    user_name_as(message, avp(code::USER_NAME, text))
}

fn user_name_as(message: Message, avp: Avp) -> Message {
    message.with_instead(code::USER_NAME, avp)
}

fn visited(message: Message, plmn: Vec<u8>) -> Message {
    message.with_instead(code::VISITED_PLMN_ID, avp(code::VISITED_PLMN_ID, plmn))
}

/// Names of the origin in capitals, with something behind them.
pub(super) fn capitals(message: Message, end: &str) -> Message {
    [code::ORIGIN_HOST, code::ORIGIN_REALM].into_iter().fold(message, |message, name| {
        let text = message.find(name).map(|avp| String::from_utf8_lossy(&avp.data).to_uppercase()).unwrap_or_default();
        message.with_instead(name, avp(name, format!("{text}{end}").as_str()))
    })
}

pub(super) fn cases() -> impl Iterator<Item = Case> {
    let both = BOTH.iter().map(|row| (row, true));
    both.chain(ARRIVAL.iter().map(|row| (row, false))).map(|((name, form), both)| {
        let mut lab = DiameterLab::new();
        if both {
            let (from, to) = (kenyan_peer("hss01"), home_mme());
            let asked = question(&mut lab);
            let asked = lab.identify(&from, &to, asked);
            lab.send(&from, &to, &form(asked));
            lab.advance(1000 * MILLISECOND);
        }
        let (from, to) = (british_mme(), home_hss());
        let arrived = arrival(&mut lab);
        let arrived = lab.identify(&from, &to, arrived);
        lab.send(&from, &to, &form(arrived));
        Case::pcap(format!("diameter/evasions/{name}"), lab.pcap())
    })
}
