//! SCCP party addresses (Q.713 3.4 and 3.5, T1.112.3 3.4) and their digits.

use crate::anomaly::{Anomalies, Code};
use crate::mtp3::{MAX_ITU_POINT_CODE, Variant};
use crate::reader::{Reader, le24};

/// A party address. All values are as on the wire.
#[derive(Clone, Copy, Debug, Default)]
pub struct Address<'a> {
    /// Whether the message has one with at least an indicator.
    pub present: bool,
    /// Where it stands in the SCCP message.
    pub offset: u16,
    /// Its octets.
    pub length: u16,
    /// Routing indicator: on subsystem number (true) or on Global Title.
    pub route_on_ssn: bool,
    /// Point code.
    pub pc: Option<u32>,
    /// Subsystem number.
    pub ssn: Option<u8>,
    /// Global Title indicator; 0 where there is no Global Title.
    pub indicator: u8,
    /// Translation type.
    pub tt: Option<u8>,
    /// Numbering plan.
    pub np: Option<u8>,
    /// Nature of address.
    pub nai: Option<u8>,
    /// Digits of the Global Title.
    pub digits: Digits<'a>,
}

/// Digits of a Global Title: two an octet, lower half first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Digits<'a> {
    octets: &'a [u8],
    odd: bool,
}

impl<'a> Digits<'a> {
    /// Digits of these octets; `odd` leaves out the last upper half.
    pub const fn new(octets: &'a [u8], odd: bool) -> Self {
        Self { octets, odd }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.octets.len().saturating_mul(2).saturating_sub(usize::from(self.odd && !self.octets.is_empty()))
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.octets.is_empty()
    }

    /// Their values, 0 to 15.
    pub fn values(&self) -> impl Iterator<Item = u8> + 'a {
        let count = self.len();
        self.octets.iter().flat_map(|octet| [octet & 0x0F, octet >> 4]).take(count)
    }

    /// Writes them as ASCII, non-decimal ones upper case; gives what fits.
    pub fn write<'b>(&self, buffer: &'b mut [u8]) -> &'b [u8] {
        let (pairs, _) = buffer.as_chunks_mut::<2>();
        for (pair, octet) in pairs.iter_mut().zip(self.octets) {
            *pair = digit_pair(*octet);
        }
        let count = self.len().min(buffer.len());
        buffer.get(..count).unwrap_or(&[])
    }

    /// The octets that hold them: with [`len`](Self::len), what identifies a title.
    pub const fn octets(&self) -> &'a [u8] {
        self.octets
    }
}

impl std::fmt::Display for Digits<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.values().try_for_each(|value| std::fmt::Write::write_char(f, char::from(hex_digit(value))))
    }
}

/// ASCII of both halves of an octet, lower half first.
pub(crate) fn digit_pair(octet: u8) -> [u8; 2] {
    static PAIRS: [[u8; 2]; 256] = pairs();
    PAIRS.get(usize::from(octet)).copied().unwrap_or_default()
}

#[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "runs while compiling")]
const fn pairs() -> [[u8; 2]; 256] {
    let mut pairs = [[0; 2]; 256];
    let mut octet = 0;
    while octet < 256 {
        pairs[octet] = [hex_digit((octet & 0x0F) as u8), hex_digit((octet >> 4) as u8)];
        octet += 1;
    }
    pairs
}

/// ASCII of a value 0 to 15.
const fn hex_digit(value: u8) -> u8 {
    if value <= 9 { b'0' | value } else { b'A'.wrapping_add(value.wrapping_sub(10)) }
}

impl<'a> Address<'a> {
    /// Whether it has a Global Title.
    pub const fn has_title(&self) -> bool {
        !self.digits.is_empty()
    }

    /// Reads an address that stands at `offset` of the SCCP message. What is cut is left out and noted.
    pub fn read(octets: &'a [u8], offset: usize, variant: Variant, anomalies: &mut Anomalies) -> Self {
        let place = |value: usize| u16::try_from(value).unwrap_or(u16::MAX);
        let mut address = Self { offset: place(offset), length: place(octets.len()), ..Self::default() };
        let mut reader = Reader::new(octets);
        let Some(indicator) = reader.u8() else { return address };
        address.present = true;
        address.route_on_ssn = indicator & 0x40 != 0;
        address.indicator = (indicator >> 2) & 0x0F;
        let whole = match variant {
            Variant::Ansi => address.ansi(indicator, &mut reader),
            Variant::Itu | Variant::China => address.itu(indicator, variant, &mut reader),
        };
        if whole.is_none() {
            anomalies.add(Code::SccpAddress, offset, octets.len());
        }
        address.check_digits(offset, octets.len(), anomalies);
        address
    }

    /// Q.713 3.4: point code, subsystem, title. China has three octets of point code.
    fn itu(&mut self, indicator: u8, variant: Variant, reader: &mut Reader<'a>) -> Option<()> {
        if indicator & 1 != 0 {
            self.pc = Some(match variant {
                Variant::China => le24(reader.array()?),
                _ => u32::from(u16::from_le_bytes(reader.array()?)) & MAX_ITU_POINT_CODE,
            });
        }
        if indicator & 2 != 0 {
            self.ssn = Some(reader.u8()?);
        }
        let mut odd = false;
        match self.indicator {
            0 => return Some(()),
            1 => {
                let nature = reader.u8()?;
                self.nai = Some(nature & 0x7F);
                odd = nature & 0x80 != 0;
            }
            2 => self.tt = Some(reader.u8()?),
            3 | 4 => {
                self.tt = Some(reader.u8()?);
                let plan = reader.u8()?;
                self.np = Some(plan >> 4);
                odd = plan & 0x0F == 1;
                if self.indicator == 4 {
                    self.nai = Some(reader.u8()? & 0x7F);
                }
            }
            // Spare values: nodes that are lenient read digits all the same.
            _ => {}
        }
        self.digits = Digits::new(reader.rest(), odd);
        Some(())
    }

    /// T1.112.3 3.4: subsystem, point code, title.
    fn ansi(&mut self, indicator: u8, reader: &mut Reader<'a>) -> Option<()> {
        if indicator & 1 != 0 {
            self.ssn = Some(reader.u8()?);
        }
        if indicator & 2 != 0 {
            self.pc = Some(le24(reader.array()?));
        }
        let mut odd = false;
        match self.indicator {
            0 => return Some(()),
            1 => {
                self.tt = Some(reader.u8()?);
                let plan = reader.u8()?;
                self.np = Some(plan >> 4);
                odd = plan & 0x0F == 1;
            }
            _ => self.tt = Some(reader.u8()?),
        }
        self.digits = Digits::new(reader.rest(), odd);
        Some(())
    }

    fn check_digits(&self, offset: usize, length: usize, anomalies: &mut Anomalies) {
        if !self.has_title() {
            return;
        }
        let count = self.digits.len();
        let decimal = |octet: &u8| octet & 0x0F <= 9 && octet >> 4 <= 9;
        if !self.digits.octets.iter().all(decimal) && self.digits.values().any(|value| value > 9) {
            // An end mark behind the last digit is how some encoders fill; inside it hides digits.
            let inside = self.digits.values().take(count.saturating_sub(1)).any(|value| value > 9);
            let code = if inside { Code::GtDigits } else { Code::GtFiller };
            anomalies.add(code, offset, length);
        }
        match count {
            0..=2 => anomalies.add(Code::GtShort, offset, length),
            3..=15 => {}
            // A sixteenth half-octet is the filler of encoders that don't say "odd".
            16 if self.digits.values().nth(15).is_some_and(|last| matches!(last, 0 | 15)) => {
                anomalies.add(Code::GtFiller, offset, length);
            }
            _ => anomalies.add(Code::GtLong, offset, length),
        }
        if self.digits.odd && self.digits.octets.last().is_some_and(|last| last >> 4 != 0) {
            anomalies.add(Code::GtFiller, offset, length);
        }
    }
}
