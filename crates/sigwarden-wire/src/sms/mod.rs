//! Short message transfer layer (TS 23.040 9.2): what a short message is for, never what it says.
//!
//! - this file: transfer protocol data units.
//! - [`address`]: sender and recipient.
//! - [`coding`](mod@coding): data coding scheme (TS 23.038).
//! - [`header`]: user data header.
//! - [`security`]: commands to the SIM (TS 23.048, TS 31.115).
//!
//! Text is never made into characters: only lengths and places are given.

pub mod address;
pub mod coding;
pub mod header;
mod layout;
pub mod security;

pub use address::Address;
pub use coding::{Alphabet, Coding, coding};
pub use header::{Concatenation, UserDataHeader};
pub use layout::tpdu;
pub use security::{CommandPacket, Integrity, command_packet};

/// Protocol identifier of a message of type 0: received, acknowledged, neither shown nor stored (TS 23.040 9.2.3.9).
const PID_TYPE_0: u8 = 0x40;

/// Protocol identifier of a message for the SIM (TS 23.040 9.2.3.9).
const PID_SIM_DATA_DOWNLOAD: u8 = 0x7F;

/// The message class that is stored in the SIM or handed to it (TS 23.038 clause 4).
const SIM_CLASS: u8 = 2;

/// Which way a TPDU goes; the two message-type bits mean different things each way (TS 23.040 9.2.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the service centre.
    ToPhone,
    /// To the service centre.
    FromPhone,
}

/// Kind of a TPDU (TS 23.040 9.2.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// SMS-DELIVER.
    Deliver,
    /// SMS-DELIVER-REPORT.
    DeliverReport,
    /// SMS-SUBMIT.
    Submit,
    /// SMS-SUBMIT-REPORT.
    SubmitReport,
    /// SMS-STATUS-REPORT.
    StatusReport,
    /// SMS-COMMAND.
    Command,
    /// The value of the future. A phone reads it as SMS-DELIVER, and so is it read here; from a phone nothing is.
    Reserved,
}

impl Kind {
    /// Which one the first octet names.
    pub const fn of(first: u8, direction: Direction) -> Self {
        match (first & 3, direction) {
            (0, Direction::ToPhone) => Self::Deliver,
            (0, Direction::FromPhone) => Self::DeliverReport,
            (1, Direction::ToPhone) => Self::SubmitReport,
            (1, Direction::FromPhone) => Self::Submit,
            (2, Direction::ToPhone) => Self::StatusReport,
            (2, Direction::FromPhone) => Self::Command,
            _ => Self::Reserved,
        }
    }

    /// Its name, as the output has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deliver => "deliver",
            Self::DeliverReport => "deliver-report",
            Self::Submit => "submit",
            Self::SubmitReport => "submit-report",
            Self::StatusReport => "status-report",
            Self::Command => "command",
            Self::Reserved => "reserved",
        }
    }
}

/// One transfer protocol data unit.
#[derive(Clone, Copy, Debug)]
pub struct Tpdu<'a> {
    /// Kind.
    pub kind: Kind,
    /// TP-OA of a deliver, TP-DA of a submit or command, TP-RA of a status report.
    pub address: Option<Address<'a>>,
    /// TP-PID.
    pub pid: Option<u8>,
    /// TP-DCS.
    pub dcs: Option<u8>,
    /// TP-MR.
    pub reference: Option<u8>,
    /// TP-FCS of a report: why the message was not taken (9.2.3.22).
    pub failure: Option<u8>,
    /// TP-UDHI: the user data begin with a header.
    pub has_header: bool,
    /// TP-UDL (TP-CDL of a command) as sent: characters of seven bits, or octets.
    pub length: u8,
    /// Octets of TP-UD (TP-CD of a command), header included.
    pub user_data: &'a [u8],
    /// The header of the user data; with what there is of it where its length is wrong.
    pub header: Option<UserDataHeader<'a>>,
    /// TP-UD behind the header. Characters of seven bits may begin with fill bits (9.2.3.24).
    pub content: &'a [u8],
}

impl<'a> Tpdu<'a> {
    const fn new(kind: Kind, has_header: bool) -> Self {
        Self {
            kind,
            address: None,
            pid: None,
            dcs: None,
            reference: None,
            failure: None,
            has_header,
            length: 0,
            user_data: &[],
            header: None,
            content: &[],
        }
    }

    /// What its data coding scheme says, where it has one.
    pub fn coding(&self) -> Option<Coding> {
        self.dcs.map(coding)
    }

    /// Whether it is of type 0: the phone acknowledges it, and nobody sees it.
    pub fn is_silent(&self) -> bool {
        self.pid == Some(PID_TYPE_0)
    }

    /// Whether its content is data, no text.
    pub fn is_binary(&self) -> bool {
        self.coding().is_some_and(|coding| coding.alphabet == Alphabet::Octets)
    }

    /// Whether it is for the SIM: by its protocol identifier, or as data of class 2 with a security header.
    pub fn is_sim_data_download(&self) -> bool {
        let secured = || self.header.is_some_and(|header| header.security().is_some());
        self.pid == Some(PID_SIM_DATA_DOWNLOAD) || self.is_sim_class_octets() && secured()
    }

    /// Whether it is data of class 2.
    fn is_sim_class_octets(&self) -> bool {
        self.coding().is_some_and(|coding| coding.alphabet == Alphabet::Octets && coding.class == Some(SIM_CLASS))
    }
}
