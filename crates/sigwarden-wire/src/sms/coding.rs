//! Data coding scheme of short messages (TS 23.038 clause 4).

/// What the characters of a message are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alphabet {
    /// Default alphabet, seven bits a character.
    #[default]
    Gsm7,
    /// Eight bits of data, no characters.
    Octets,
    /// UCS2, sixteen bits a character.
    Ucs2,
    /// A value of the future. Phones read it as the default alphabet.
    Reserved,
}

/// What a data coding scheme says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coding {
    /// Alphabet.
    pub alphabet: Alphabet,
    /// Message class, where there is one: 0 shown at once and not stored, 1 phone, 2 SIM, 3 attached equipment.
    pub class: Option<u8>,
    /// Compressed as TS 23.042 says.
    pub compressed: bool,
    /// Belongs to a message waiting group, whether its indication is set or cleared.
    pub waiting: bool,
}

impl Coding {
    /// Octets that this many units of TP-UDL take up (TS 23.040 9.2.3.16): only uncompressed characters of seven
    /// bits are counted as such.
    pub const fn octets(self, units: u8) -> usize {
        let units = units as usize;
        if self.counts_septets() { units.saturating_mul(7).div_ceil(8) } else { units }
    }

    /// Whether TP-UDL counts characters of seven bits.
    pub const fn counts_septets(self) -> bool {
        !self.compressed && matches!(self.alphabet, Alphabet::Gsm7 | Alphabet::Reserved)
    }
}

/// Reads a data coding scheme.
pub const fn coding(dcs: u8) -> Coding {
    let (compressed, class, waiting) = (false, None, false);
    match dcs >> 4 {
        // 00xx general data coding; 01xx the same, to be deleted by itself.
        0..=7 => {
            let alphabet = match dcs >> 2 & 3 {
                0 => Alphabet::Gsm7,
                1 => Alphabet::Octets,
                2 => Alphabet::Ucs2,
                _ => Alphabet::Reserved,
            };
            let class = if dcs & 0x10 != 0 { Some(dcs & 3) } else { None };
            Coding { alphabet, class, compressed: dcs & 0x20 != 0, waiting }
        }
        8..=11 => Coding { alphabet: Alphabet::Reserved, class, compressed, waiting },
        // Message waiting: discard, store, store in UCS2.
        12 | 13 => Coding { alphabet: Alphabet::Gsm7, class, compressed, waiting: true },
        14 => Coding { alphabet: Alphabet::Ucs2, class, compressed, waiting: true },
        _ => {
            let alphabet = if dcs & 4 != 0 { Alphabet::Octets } else { Alphabet::Gsm7 };
            Coding { alphabet, class: Some(dcs & 3), compressed, waiting }
        }
    }
}
