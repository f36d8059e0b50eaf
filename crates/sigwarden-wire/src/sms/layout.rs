//! How each kind of TPDU is laid out (TS 23.040 9.2.2).

use super::{Address, Direction, Kind, Tpdu, UserDataHeader, coding};
use crate::anomaly::{Anomalies, Code};
use crate::reader::Reader;

/// Octets of a time stamp (TS 23.040 9.2.3.11).
const TIME: usize = 7;

/// TP-UDHI in the first octet, of every kind (TS 23.040 9.2.3.23).
const HEADER_INDICATOR: u8 = 0x40;

/// Where the failure causes begin (TS 23.040 9.2.3.22): below is a parameter indicator.
const FIRST_FAILURE: u8 = 0x80;

/// Bits of the parameter indicator (TS 23.040 9.2.3.27).
mod indicator {
    pub(super) const PID: u8 = 0x01;
    pub(super) const DCS: u8 = 0x02;
    pub(super) const USER_DATA: u8 = 0x04;
    pub(super) const EXTENSION: u8 = 0x80;
}

/// Reads one TPDU, or as much of it as is there. Offsets of anomalies count from its first octet.
/// `None`: there is not even that one.
pub fn tpdu<'a>(octets: &'a [u8], direction: Direction, anomalies: &mut Anomalies) -> Option<Tpdu<'a>> {
    let mut reader = Reader::new(octets);
    let first = reader.u8()?;
    let kind = Kind::of(first, direction);
    let mut layout = Layout { tpdu: Tpdu::new(kind, first & HEADER_INDICATOR != 0), reader, has_user_data: false };
    let whole = match (kind, direction) {
        (Kind::Deliver, _) | (Kind::Reserved, Direction::ToPhone) => layout.deliver(),
        (Kind::Submit, _) => layout.submit(first),
        (Kind::StatusReport, _) => layout.status_report(),
        (Kind::Command, _) => layout.command(),
        (Kind::DeliverReport, _) => layout.report(0),
        (Kind::SubmitReport, _) => layout.report(TIME),
        (Kind::Reserved, Direction::FromPhone) => return Some(layout.tpdu),
    };
    let mut tpdu = layout.tpdu;
    if whole.is_none() {
        anomalies.add(Code::SmsTruncated, 0, octets.len());
    }
    let place = octets.len().saturating_sub(layout.reader.rest().len()).saturating_sub(tpdu.user_data.len());
    // A header indicator means nothing in a report without user data.
    if tpdu.has_header && layout.has_user_data && !split_header(&mut tpdu, whole.is_some()) {
        anomalies.add(Code::SmsHeader, place, tpdu.user_data.len());
    }
    Some(tpdu)
}

/// Takes the header from the user data. False: its lengths do not add up, and not because the message is cut.
fn split_header(tpdu: &mut Tpdu<'_>, whole: bool) -> bool {
    let Some((&length, behind)) = tpdu.user_data.split_first() else { return !whole };
    let (header, content, fits) = match behind.split_at_checked(usize::from(length)) {
        Some((header, content)) => (header, content, true),
        None => (behind, &[][..], false),
    };
    let header = UserDataHeader::new(header);
    tpdu.header = Some(header);
    tpdu.content = content;
    if fits { header.adds_up() } else { !whole }
}

/// A TPDU that is being read. Every step gives `None` where the message ends before it should.
struct Layout<'a> {
    tpdu: Tpdu<'a>,
    reader: Reader<'a>,
    /// Whether the length of the user data is there.
    has_user_data: bool,
}

impl Layout<'_> {
    /// 9.2.2.1: originating address, PID, DCS, time, user data.
    fn deliver(&mut self) -> Option<()> {
        self.address()?;
        self.tpdu.pid = Some(self.reader.u8()?);
        self.tpdu.dcs = Some(self.reader.u8()?);
        self.reader.take(TIME)?;
        self.text()
    }

    /// 9.2.2.2: reference, destination, PID, DCS, validity period of a length the first octet tells, user data.
    fn submit(&mut self, first: u8) -> Option<()> {
        // 9.2.3.3: none, enhanced, relative, absolute.
        let validity = match first >> 3 & 3 {
            0 => 0,
            2 => 1,
            _ => TIME,
        };
        self.tpdu.reference = Some(self.reader.u8()?);
        self.address()?;
        self.tpdu.pid = Some(self.reader.u8()?);
        self.tpdu.dcs = Some(self.reader.u8()?);
        self.reader.take(validity)?;
        self.text()
    }

    /// 9.2.2.3: reference, recipient, two times, status; the rest is optional.
    fn status_report(&mut self) -> Option<()> {
        self.tpdu.reference = Some(self.reader.u8()?);
        self.address()?;
        self.reader.take(TIME)?;
        self.reader.take(TIME)?;
        self.reader.u8()?;
        // Centres of before the indicator existed end here.
        if self.reader.is_empty() { Some(()) } else { self.optional(0) }
    }

    /// 9.2.2.4: reference, PID, command, number of the message it is about, destination, data in octets.
    fn command(&mut self) -> Option<()> {
        self.tpdu.reference = Some(self.reader.u8()?);
        self.tpdu.pid = Some(self.reader.u8()?);
        self.reader.u8()?;
        self.reader.u8()?;
        self.address()?;
        self.user_data(usize::from)
    }

    /// 9.2.2.1a and 9.2.2.2a: a failure cause in an RP-ERROR and none in an RP-ACK, which is not known here.
    fn report(&mut self, time: usize) -> Option<()> {
        if let Some(&cause) = self.reader.rest().first()
            && cause >= FIRST_FAILURE
        {
            self.tpdu.failure = self.reader.u8();
        }
        self.optional(time)
    }

    /// The parameter indicator, a time of this many octets, and what the indicator announces.
    fn optional(&mut self, time: usize) -> Option<()> {
        let indicator = self.reader.u8()?;
        let mut extension = indicator;
        while extension & indicator::EXTENSION != 0 {
            extension = self.reader.u8()?;
        }
        self.reader.take(time)?;
        if indicator & indicator::PID != 0 {
            self.tpdu.pid = Some(self.reader.u8()?);
        }
        if indicator & indicator::DCS != 0 {
            self.tpdu.dcs = Some(self.reader.u8()?);
        }
        if indicator & indicator::USER_DATA != 0 {
            return self.text();
        }
        Some(())
    }

    fn address(&mut self) -> Option<()> {
        let (address, whole) = Address::read(&mut self.reader)?;
        self.tpdu.address = Some(address);
        whole.then_some(())
    }

    /// TP-UDL and TP-UD as the coding scheme counts. Without one they are of the default alphabet (9.2.3.27).
    fn text(&mut self) -> Option<()> {
        let coding = coding(self.tpdu.dcs.unwrap_or(0));
        self.user_data(|length| coding.octets(length))
    }

    fn user_data(&mut self, octets_of: impl Fn(u8) -> usize) -> Option<()> {
        let length = self.reader.u8()?;
        let wanted = octets_of(length);
        let here = wanted.min(self.reader.rest().len());
        let octets = self.reader.take(here)?;
        self.has_user_data = true;
        self.tpdu.length = length;
        self.tpdu.user_data = octets;
        self.tpdu.content = octets;
        (here == wanted).then_some(())
    }
}
