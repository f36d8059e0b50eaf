//! Forms that take several messages, each tried on the three requests of [`super::request`].

use super::Case;
use super::categories::ordinary_question;
use super::people::french;
use super::request::{Request, requests};
use crate::map::context;
use crate::sccp::{self, Segmentation};
use crate::tcap::{Dialogue, Message, return_result_last};
use crate::world::{Lab, MILLISECOND};

/// Sends the messages of a request in some form.
type Form = fn(&mut Lab, &Request);

/// After this time a capture has seen the beginning of what is still going on.
const SETTLED: u64 = 11 * 60_000 * MILLISECOND;

/// Transaction identifier of whoever is asked.
fn other_id(request: &Request) -> [u8; 4] {
    [0x0c, 0, 0, request.code]
}

const FORMS: &[(&str, Form)] = &[
    // S14
    ("segments-cut-inside-the-imsi", |lab, request| {
        let tcap = request.begin();
        let cut = position_of_imsi(request, &tcap) + 5;
        let parts = [&tcap[..cut], &tcap[cut..]];
        segments(lab, request, &[(true, 1, parts[0]), (false, 0, parts[1])]);
    }),
    ("many-segments", |lab, request| {
        let tcap = request.begin();
        let (called, calling) = (request.to.address(), request.from.address());
        for message in sccp::segment(&called, &calling, &tcap, 8, 7) {
            lab.send_sccp(&request.from, &request.to, message);
        }
    }),
    // S15
    ("first-segment-twice", |lab, request| {
        let tcap = request.begin();
        let (head, tail) = tcap.split_at(20);
        segments(lab, request, &[(true, 1, head), (true, 1, head), (false, 0, tail)]);
    }),
    // T26
    ("request-after-an-empty-begin", |lab, request| {
        let empty = Message::begin(&request.id).dialogue(request.dialogue());
        let accepted = Dialogue::accepted(&context(request.context, 3)).encode();
        let accepted = Message::r#continue(&other_id(request), &request.id).dialogue(accepted);
        let wanted = Message::r#continue(&request.id, &other_id(request)).component(request.component());
        lab.send(&request.from, &request.to, &empty.encode());
        lab.advance(40 * MILLISECOND);
        lab.send(&request.to, &request.from, &accepted.encode());
        lab.advance(40 * MILLISECOND);
        lab.send(&request.from, &request.to, &wanted.encode());
    }),
    // S17
    ("returned-message-with-a-request", |lab, request| {
        settle(lab);
        let message = sccp::udts(1, &request.to.address(), &request.from.address(), &request.begin());
        lab.send_sccp(&request.from, &request.to, message);
    }),
    // T27
    ("continue-of-a-transaction-nobody-began", |lab, request| {
        settle(lab);
        let wanted = Message::r#continue(&request.id, &other_id(request)).component(request.component());
        lab.send(&request.from, &request.to, &wanted.encode());
    }),
    // T31
    ("answer-nobody-asked-for", |lab, request| {
        settle(lab);
        let result = return_result_last(1, i64::from(request.code), &[0x30, 0]);
        lab.send(&request.from, &request.to, &Message::end(&other_id(request)).component(result).encode());
    }),
    // T28
    ("continue-from-somebody-else", |lab, request| {
        let empty = Message::begin(&request.id).dialogue(request.dialogue());
        let accepted = Dialogue::accepted(&context(request.context, 3)).encode();
        let accepted = Message::r#continue(&other_id(request), &request.id).dialogue(accepted);
        let wanted =
            Message::r#continue(&[0x0d, 0, 0, request.code], &other_id(request)).component(request.component());
        lab.send(&request.from, &request.to, &empty.encode());
        lab.advance(40 * MILLISECOND);
        lab.send(&request.to, &request.from, &accepted.encode());
        lab.advance(40 * MILLISECOND);
        lab.send(&french(request.from.ssn), &request.to, &wanted.encode());
    }),
];

/// A question and its answer on the same link, and then nothing for some minutes.
fn settle(lab: &mut Lab) {
    ordinary_question(lab);
    lab.advance(SETTLED);
}

/// Sends segments: whether first, how many follow, data.
fn segments(lab: &mut Lab, request: &Request, parts: &[(bool, u8, &[u8])]) {
    let reference = 100 + u32::from(request.code);
    for (first, remaining, part) in parts {
        let place = Segmentation { first: *first, class_1: false, remaining: *remaining, reference };
        let (called, calling) = (request.to.address(), request.from.address());
        let message = sccp::xudt(sccp::CLASS_1, &called, &calling, part, Some(place));
        lab.send_sccp(&request.from, &request.to, message);
    }
}

fn position_of_imsi(request: &Request, tcap: &[u8]) -> usize {
    let element = request.imsi();
    tcap.windows(element.len()).position(|window| window == element).expect("the request names its subscriber")
}

pub(super) fn cases() -> Vec<Case> {
    FORMS.iter().map(|(name, form)| case(name, *form)).collect()
}

fn case(name: &str, form: Form) -> Case {
    let mut lab = Lab::new();
    for request in requests() {
        form(&mut lab, &request);
        lab.advance(1000 * MILLISECOND);
    }
    Case::pcap(format!("evasions/{name}"), lab.pcap())
}
