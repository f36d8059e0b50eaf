//! Short messages inside MAP and Diameter: commands for SIM cards, silent ones, false senders, and what is in order.

use super::Case;
use super::nodes::*;
use super::people::*;
use crate::ber::{self, sequence, tlv};
use crate::diameter::{self, DiameterLab, Peer};
use crate::map::{self, context, context_number as ac, operation as op, subsystem as ssn};
use crate::sms::{Body, DCS_SIM, PID_TYPE_0, Packet, TAR_SAT, command_packet, deliver, name, number};
use crate::tcap::{Message, invoke, return_result_last_empty};
use crate::world::{Answer, Lab, MILLISECOND, Node};

/// forwardSM of versions 1 and 2 has this code in both directions.
const FORWARD_SM: i64 = 46;
/// A subscriber of the British partner, one of a Kenyan network, and another one at home.
const BRITISH_NUMBER: &str = "447700900123";
const KENYAN_NUMBER: &str = "254000000123";
const HOME_NUMBER: &str = "15556060199";

type MapMake = fn(&mut Lab);
type DiameterMake = fn(&mut DiameterLab);

/// A command for the browser on SIM cards that has been used to make phones report where they are.
/// What follows its header stands for the command and is none.
fn push() -> Body {
    let packet = Packet { spi: [0, 1], tar: TAR_SAT, data: vec![0x42; 12], ..Packet::default() };
    Body::for_sim(&command_packet(&packet))
}

const OVER_MAP: &[(&str, MapMake)] = &[
    ("sim-toolkit-push", |lab| delivery(lab, &kenyan(ssn::MSC), IMSI, &deliver(&number(KENYAN_NUMBER), &push()))),
    // The header says what it is; the protocol identifier says nothing.
    ("sim-toolkit-push-under-another-protocol-identifier", |lab| {
        delivery(lab, &kenyan(ssn::MSC), IMSI, &deliver(&number(KENYAN_NUMBER), &push().pid(0)));
    }),
    // T43: the same in an older version.
    ("sim-toolkit-push-in-version-1", |lab| {
        let unit = deliver(&number(KENYAN_NUMBER), &push());
        forward(lab, (&kenyan(ssn::MSC), &home_msc()), None, &delivered(&kenyan(0), IMSI, &unit));
    }),
    ("silent-message", |lab| {
        let body = Body::octets(0, &[]).pid(PID_TYPE_0);
        delivery(lab, &kenyan(ssn::MSC), IMSI, &deliver(&number(KENYAN_NUMBER), &body));
    }),
    ("own-number-from-abroad", |lab| {
        delivery(lab, &kenyan(ssn::MSC), IMSI, &deliver(&number(HOME_NUMBER), &Body::text("call me")));
    }),
    ("service-centre-of-another-network", |lab| {
        let unit = deliver(&number(BRITISH_NUMBER), &Body::text("hello"));
        let argument = delivered(&kenyan(0), IMSI, &unit);
        forward_mt(lab, (&british_smsc(), &home_msc()), &argument);
    }),
    ("legal/message-from-a-partner", |lab| {
        delivery(lab, &british_smsc(), IMSI, &deliver(&number(BRITISH_NUMBER), &Body::text("hello")));
    }),
    ("legal/message-of-a-named-sender", |lab| {
        delivery(lab, &british_smsc(), IMSI, &deliver(&name("Parcels"), &Body::text("it is here")));
    }),
    ("legal/message-in-two-parts", |lab| {
        for part in [1, 2] {
            let body = Body::text("the quick brown fox").header(&[(0, &[77, 2, part])]);
            delivery(lab, &british_smsc(), IMSI, &deliver(&number(BRITISH_NUMBER), &body));
        }
    }),
    ("legal/own-platform-updates-cards", |lab| {
        let unit = deliver(&number("15555550040"), &push());
        let switch = Node { ssn: ssn::MSC, ..british_vlr() };
        for to in [&home_msc(), &switch] {
            forward_mt(lab, (&home_smsc(), to), &delivered(&home_smsc(), IMSI, &unit));
        }
    }),
    ("legal/partner-updates-the-card-of-its-guest", |lab| {
        delivery(lab, &british_smsc(), GUEST_IMSI, &deliver(&number("447700900040"), &push()));
    }),
    // Both directions have code 46: the receiver tells them apart.
    ("legal/forward-of-versions-1-and-2", |lab| {
        let switch = Node { ssn: ssn::MSC, ..british_vlr() };
        let unit = deliver(&number(BRITISH_NUMBER), &Body::text("hello"));
        for (up, down) in [(None, None), (Some(ac::SHORT_MSG_MO_RELAY), Some(ac::SHORT_MSG_MT_RELAY))] {
            let submitted = sent(&home_smsc(), MSISDN, &map::sms_submit(BRITISH_NUMBER, "hello"));
            forward(lab, (&switch, &home_smsc()), up, &submitted);
            forward(lab, (&british_smsc(), &home_msc()), down, &delivered(&british_smsc(), IMSI, &unit));
        }
    }),
];

const OVER_DIAMETER: &[(&str, DiameterMake)] = &[
    ("sim-toolkit-push-over-diameter", |lab| {
        let unit = deliver(&number(KENYAN_NUMBER), &push());
        tfr(lab, &kenyan_peer("smsc01"), IMSI, "254000000001", &unit);
    }),
    ("silent-message-over-diameter", |lab| {
        let unit = deliver(&number(KENYAN_NUMBER), &Body::octets(0, &[]).pid(PID_TYPE_0));
        tfr(lab, &kenyan_peer("smsc01"), IMSI, "254000000001", &unit);
    }),
    ("own-number-from-abroad-over-diameter", |lab| {
        let unit = deliver(&number(HOME_NUMBER), &Body::text("call me"));
        tfr(lab, &kenyan_peer("smsc01"), IMSI, "254000000001", &unit);
    }),
    ("legal/message-from-a-partner-over-diameter", |lab| {
        let unit = deliver(&number(BRITISH_NUMBER), &Body::text("hello"));
        tfr(lab, &british("smsc01"), IMSI, "447700900040", &unit);
    }),
    ("legal/asked-for-and-delivered-over-diameter", |lab| {
        let (from, to) = (british("smsc01"), home_hss());
        let route = route(lab, &from, &to);
        let request = diameter::sms::routing_info(&route, MSISDN, "447700900040");
        let answer = diameter::sms::routing_info_answer(&request, &to, IMSI, &home_mme(), "15555550012");
        lab.exchange(&from, &to, request, Some(answer));
        let unit = deliver(&number(BRITISH_NUMBER), &Body::text("hello"));
        tfr(lab, &from, IMSI, "447700900040", &unit);
    }),
    ("legal/traveller-sends-a-message-over-diameter", |lab| {
        let (from, to) = (british_mme(), home_centre());
        let route = route(lab, &from, &to);
        let unit = map::sms_submit(BRITISH_NUMBER, "hello");
        let request = diameter::sms::mo_forward(&route, IMSI, MSISDN, "15555550040", &unit);
        let answer = diameter::sms::mo_forward_answer(&request, &to);
        lab.exchange(&from, &to, request, Some(answer));
    }),
    ("legal/own-platform-updates-cards-over-diameter", |lab| {
        let (from, to) = (home_centre(), british_mme());
        let route = route(lab, &from, &to);
        let unit = deliver(&number("15555550040"), &Body { dcs: DCS_SIM, ..push() });
        let request = diameter::sms::mt_forward(&route, IMSI, "15555550040", &unit);
        let answer = diameter::sms::mt_forward_answer(&request, &to);
        lab.exchange(&from, &to, request, Some(answer));
    }),
];

pub(super) fn cases() -> Vec<Case> {
    let map = OVER_MAP.iter().map(|(name, make)| {
        let mut lab = Lab::new();
        make(&mut lab);
        Case::pcap(format!("sms/{name}"), lab.pcap())
    });
    let diameter = OVER_DIAMETER.iter().map(|(name, make)| {
        let mut lab = DiameterLab::new();
        make(&mut lab);
        Case::pcap(format!("sms/{name}"), lab.pcap())
    });
    map.chain(diameter).collect()
}

/// Argument of a delivery from a centre to a subscriber.
fn delivered(centre: &Node, imsi: &str, unit: &[u8]) -> Vec<u8> {
    map::mt_forward_sm(imsi, &centre.gt, unit)
}

/// Argument of a submission to a centre, of versions 1 and 2: without the IMSI.
fn sent(centre: &Node, msisdn: &str, unit: &[u8]) -> Vec<u8> {
    let number = |tag, digits: &str| tlv(tag, ber::address(map::INTERNATIONAL_E164, digits));
    sequence(&[number(0x84, &centre.gt), number(0x82, msisdn), tlv(ber::OCTET_STRING, unit)])
}

/// mt-ForwardSM from a centre to our switch.
fn delivery(lab: &mut Lab, centre: &Node, imsi: &str, unit: &[u8]) {
    forward_mt(lab, (centre, &home_msc()), &delivered(centre, imsi, unit));
}

fn forward_mt(lab: &mut Lab, (from, to): (&Node, &Node), argument: &[u8]) {
    let context = context(ac::SHORT_MSG_MT_RELAY, 3);
    lab.dialogue(from, to, &context, op::MT_FORWARD_SM, argument, Answer::Result(Vec::new()));
}

/// forwardSM of version 1, which has no dialogue portion, or of version 2 under a context.
fn forward(lab: &mut Lab, (from, to): (&Node, &Node), context: Option<u64>, argument: &[u8]) {
    if let Some(number) = context {
        let context = map::context(number, 2);
        return lab.dialogue(from, to, &context, FORWARD_SM, argument, Answer::Result(Vec::new()));
    }
    let id = lab.transaction(from);
    lab.send(from, to, &Message::begin(&id).component(invoke(1, FORWARD_SM, argument)).encode());
    lab.advance(40 * MILLISECOND);
    lab.send(to, from, &Message::end(&id).component(return_result_last_empty(1)).encode());
}

/// MT-Forward-Short-Message-Request to our MME.
fn tfr(lab: &mut DiameterLab, from: &Peer, imsi: &str, centre: &str, unit: &[u8]) {
    let to = home_mme();
    let route = route(lab, from, &to);
    let request = diameter::sms::mt_forward(&route, imsi, centre, unit);
    let answer = diameter::sms::mt_forward_answer(&request, &to);
    lab.exchange(from, &to, request, Some(answer));
}
