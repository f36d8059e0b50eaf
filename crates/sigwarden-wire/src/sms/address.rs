//! Address fields of short messages (TS 23.040 9.1.2.5).

use crate::reader::Reader;
use crate::sccp::Digits;

/// Digits that [`Address::digits`] gives at most: a field of twelve octets holds twenty (TS 23.040 9.1.2.5).
pub const MAX_DIGITS: usize = 24;

/// Type of number of an alphanumeric address.
const ALPHANUMERIC: u8 = 5;

/// The half-octet that fills up an odd number of digits.
const FILLER: u8 = 0x0F;

/// An address inside a short message. All values are as on the wire, and nothing vouches for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Address<'a> {
    /// Type of number: 1 international, 2 national, 3 network specific, 4 subscriber, 5 alphanumeric, 6 abbreviated.
    pub type_of_number: u8,
    /// Numbering plan: 1 is E.164.
    pub plan: u8,
    /// Half-octets the length claims, or fewer where the message ends before; of an alphanumeric address too.
    pub digits: usize,
    /// The octets that hold them.
    pub octets: &'a [u8],
}

impl<'a> Address<'a> {
    /// Reads one. The flag says whether it is whole; `None`: not even its type is there.
    pub(super) fn read(reader: &mut Reader<'a>) -> Option<(Self, bool)> {
        let claimed = usize::from(reader.u8()?);
        let kind = reader.u8()?;
        // The length counts half-octets of the value alone, not the type octet.
        let wanted = claimed.div_ceil(2);
        let (octets, whole) = match reader.take(wanted) {
            Some(octets) => (octets, true),
            None => (reader.take(reader.rest().len())?, false),
        };
        let digits = claimed.min(octets.len().saturating_mul(2));
        Some((Self { type_of_number: kind >> 4 & 7, plan: kind & 0x0F, digits, octets }, whole))
    }

    /// Whether it is a name: characters of seven bits, no digits.
    pub const fn is_alphanumeric(&self) -> bool {
        self.type_of_number == ALPHANUMERIC
    }

    /// Its digits as ASCII, non-decimal ones as upper-case hex; a filler ends them. Of a name: none.
    pub fn digits<'b>(&self, buffer: &'b mut [u8; MAX_DIGITS]) -> &'b [u8] {
        if self.is_alphanumeric() {
            return &[];
        }
        let digits = Digits::new(self.octets, self.digits % 2 == 1);
        let length = digits.values().take_while(|value| *value != FILLER).count();
        let written = digits.write(buffer);
        written.get(..length).unwrap_or(written)
    }
}
