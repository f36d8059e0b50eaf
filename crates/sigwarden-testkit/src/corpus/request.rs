//! The three requests that nobody abroad may make, and how to take them apart.

use super::people::{IMSI, MSISDN, home_hlr, home_vlr, kenyan};
use crate::ber::{self, INTEGER, OBJECT_IDENTIFIER, oid, tbcd, tlv};
use crate::map::{self, context, context_number, operation, subsystem};
use crate::sccp::{self, Address, GlobalTitle};
use crate::tcap::{Dialogue, Message, invoke};
use crate::world::Node;

/// A request that nobody abroad may make, and its parts.
#[derive(Clone)]
pub(super) struct Request {
    /// Local operation code.
    pub(super) code: u8,
    /// Number of the application context; the version is 3.
    pub(super) context: u64,
    /// A version in which the context does not have the operation.
    pub(super) version_without: u64,
    pub(super) from: Node,
    pub(super) to: Node,
    /// A subsystem that cannot serve the request.
    pub(super) other_subsystem: u8,
    /// Tag of the argument's extensionContainer.
    pub(super) extension: u32,
    /// The argument around the element that names the subscriber, and more at its end.
    pub(super) around: fn(&[u8], &[u8]) -> Vec<u8>,
    /// Transaction identifier.
    pub(super) id: Vec<u8>,
}

/// The three requests that every form is tried on.
pub(super) fn requests() -> [Request; 3] {
    use {context_number as ac, operation as op, subsystem as ssn};
    let provide_subscriber_info = Request {
        code: op::PROVIDE_SUBSCRIBER_INFO as u8,
        context: ac::SUBSCRIBER_INFO_ENQUIRY,
        version_without: 2,
        from: kenyan(ssn::HLR),
        to: home_vlr(),
        other_subsystem: ssn::HLR,
        around: |imsi, more| ber::sequence(&[imsi, &WANTED_OF_VISITED, more].map(<[u8]>::to_vec)),
        extension: 0xa3,
        id: vec![0x0a, 0, 0, 70],
    };
    let any_time_interrogation = Request {
        code: op::ANY_TIME_INTERROGATION as u8,
        context: ac::ANY_TIME_INFO_ENQUIRY,
        version_without: 2,
        from: kenyan(ssn::GSM_SCF),
        to: home_hlr(),
        other_subsystem: ssn::VLR,
        around: |imsi, more| {
            let service_control = tlv(0x83, ber::address(map::INTERNATIONAL_E164, &kenyan(0).gt));
            ber::sequence(&[tlv(0xa0, imsi), WANTED_OF_HOME.to_vec(), service_control, more.to_vec()])
        },
        extension: 0xa2,
        id: vec![0x0a, 0, 0, 71],
    };
    let insert_subscriber_data = Request {
        code: op::INSERT_SUBSCRIBER_DATA as u8,
        context: ac::SUBSCRIBER_DATA_MNGT,
        version_without: 4,
        from: kenyan(ssn::HLR),
        to: home_vlr(),
        other_subsystem: ssn::HLR,
        around: |imsi, more| {
            let msisdn = tlv(0x81, ber::address(map::INTERNATIONAL_E164, MSISDN));
            ber::sequence(&[imsi.to_vec(), msisdn, tlv(0x83, [0]), more.to_vec()])
        },
        extension: 0xae,
        id: vec![0x0a, 0, 0, 7],
    };
    [provide_subscriber_info, any_time_interrogation, insert_subscriber_data]
}

/// RequestedInfo: location and state.
const WANTED_OF_VISITED: [u8; 6] = [0xa2, 4, 0x80, 0, 0x81, 0];
const WANTED_OF_HOME: [u8; 6] = [0xa1, 4, 0x80, 0, 0x81, 0];

impl Request {
    /// The element that names the subscriber, as the standard has it.
    pub(super) fn imsi(&self) -> Vec<u8> {
        tlv(0x80, tbcd(IMSI))
    }

    pub(super) fn argument(&self) -> Vec<u8> {
        (self.around)(&self.imsi(), &[])
    }

    pub(super) fn component(&self) -> Vec<u8> {
        invoke(1, i64::from(self.code), &self.argument())
    }

    pub(super) fn dialogue(&self) -> Vec<u8> {
        Dialogue::request(&context(self.context, 3)).encode()
    }

    /// Component portion of one invoke.
    pub(super) fn components(&self) -> Vec<u8> {
        tlv(0x6c, self.component())
    }

    pub(super) fn begin(&self) -> Vec<u8> {
        self.with_component(self.component())
    }

    pub(super) fn with_imsi(&self, imsi: Vec<u8>) -> Vec<u8> {
        self.with_argument((self.around)(&imsi, &[]))
    }

    pub(super) fn with_argument(&self, argument: Vec<u8>) -> Vec<u8> {
        self.with_component(invoke(1, i64::from(self.code), &argument))
    }

    /// The operation code is this element.
    pub(super) fn with_code(&self, element: Vec<u8>) -> Vec<u8> {
        self.with_component(tlv(0xa1, [tlv(INTEGER, [1]), element, self.argument()].concat()))
    }

    pub(super) fn with_component(&self, component: Vec<u8>) -> Vec<u8> {
        Message::begin(&self.id).dialogue(self.dialogue()).component(component).encode()
    }

    pub(super) fn with_dialogue(&self, dialogue: Vec<u8>) -> Vec<u8> {
        Message::begin(&self.id).dialogue(dialogue).component(self.component()).encode()
    }

    /// The context is this object identifier's content.
    pub(super) fn with_context(&self, content: Vec<u8>) -> Vec<u8> {
        let unit = tlv(0x60, tlv(0xa1, tlv(OBJECT_IDENTIFIER, content)));
        let syntax = tlv(OBJECT_IDENTIFIER, oid(&[0, 0, 17, 773, 1, 1, 1]));
        self.with_dialogue(tlv(0x6b, tlv(0x28, [syntax, tlv(0xa0, unit)].concat())))
    }

    /// A BEGIN of these parts, whose originating identifier is this element.
    pub(super) fn with_id(&self, id: Vec<u8>) -> Vec<u8> {
        tlv(0x62, [id, self.dialogue(), self.components()].concat())
    }

    /// The message in a UDT between these addresses.
    pub(super) fn between(&self, called: Address, calling: Address) -> Vec<u8> {
        sccp::udt(sccp::CLASS_0, &called, &calling, &self.begin())
    }

    pub(super) fn called(&self, change: impl FnOnce(&mut Address)) -> Vec<u8> {
        let mut called = self.to.address();
        change(&mut called);
        self.between(called, self.from.address())
    }

    pub(super) fn calling(&self, change: impl FnOnce(&mut Address)) -> Vec<u8> {
        let mut calling = self.from.address();
        change(&mut calling);
        self.between(self.to.address(), calling)
    }

    pub(super) fn calling_title(&self, title: fn(String) -> GlobalTitle) -> Vec<u8> {
        self.calling(|address| address.global_title = Some(title(self.from.gt.clone())))
    }

    /// A TCAP message in a UDT between the right addresses.
    pub(super) fn unitdata(&self, tcap: &[u8]) -> Vec<u8> {
        sccp::udt(sccp::CLASS_0, &self.to.address(), &self.from.address(), tcap)
    }
}
