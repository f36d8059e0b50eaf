//! Called and calling party addresses of Q.713 3.4 and T1.112.3 3.4.

use crate::ber::write_packed;

/// A point code as it stands in an SCCP address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointCode {
    /// 14 bits, two octets (Q.713 3.4.2.1).
    Itu(u16),
    /// 24 bits, three octets, network in the highest (T1.112.3, 3.4.2.1).
    Ansi(u32),
}

/// The global title formats (Q.713 3.4.2.3, T1.112.3 3.4.2.3); digits `0`–`9`, `a`–`f`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GlobalTitle {
    /// ITU indicator 1: nature of address only.
    Nature(u8, String),
    /// ITU indicator 2, ANSI indicator 2: translation type only.
    Translation(u8, String),
    /// ITU indicator 3, ANSI indicator 1: translation type and numbering plan.
    TranslationPlan(u8, u8, String),
    /// ITU indicator 4: translation type, numbering plan, nature of address.
    Full(u8, u8, u8, String),
}

impl GlobalTitle {
    /// International E.164 number, translation type 0: what roaming uses.
    pub fn international(digits: &str) -> Self {
        Self::Full(0, 1, 4, digits.to_owned())
    }

    /// Indicator: the same format has another number in ANSI.
    fn indicator(&self, ansi: bool) -> u8 {
        match self {
            Self::Nature(..) => 1,
            Self::Translation(..) => 2,
            Self::TranslationPlan(..) if ansi => 1,
            Self::TranslationPlan(..) => 3,
            Self::Full(..) => 4,
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        let digits = match self {
            Self::Nature(nature, digits) => {
                out.push(nature | (digits.len() as u8 & 1) << 7);
                digits
            }
            Self::Translation(tt, digits) => {
                out.push(*tt);
                digits
            }
            Self::TranslationPlan(tt, plan, digits) => {
                out.extend([*tt, plan_scheme(*plan, digits)]);
                digits
            }
            Self::Full(tt, plan, nature, digits) => {
                out.extend([*tt, plan_scheme(*plan, digits), *nature]);
                digits
            }
        };
        write_packed(digits, 0, out);
    }
}

/// Numbering plan and encoding scheme in one octet: 1 odd, 2 even number of digits.
fn plan_scheme(plan: u8, digits: &str) -> u8 {
    plan << 4 | if digits.len() % 2 == 1 { 1 } else { 2 }
}

/// A called or calling party address (Q.713 3.4, 3.5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Routing indicator: true routes on subsystem number, false on global title.
    pub route_on_ssn: bool,
    /// True writes the ANSI form (national bit, other order).
    pub ansi: bool,
    /// Point code, if any.
    pub point_code: Option<PointCode>,
    /// Subsystem number, if any.
    pub ssn: Option<u8>,
    /// Global title, if any.
    pub global_title: Option<GlobalTitle>,
}

impl Address {
    /// Routed on an international E.164 global title, with a subsystem number: what roaming uses.
    pub fn title(digits: &str, ssn: u8) -> Self {
        Self { ssn: Some(ssn), global_title: Some(GlobalTitle::international(digits)), ..Self::default() }
    }

    /// Routed on subsystem number, with a point code: what neighbours use.
    pub fn node(point_code: PointCode, ssn: u8) -> Self {
        Self {
            route_on_ssn: true,
            ansi: matches!(point_code, PointCode::Ansi(_)),
            point_code: Some(point_code),
            ssn: Some(ssn),
            global_title: None,
        }
    }

    /// The octets of the address, without the length octet before it.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(20);
        self.write(&mut out);
        out
    }

    /// Writes the octets of the address behind what is there.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let (code, ssn) = (u8::from(self.point_code.is_some()), u8::from(self.ssn.is_some()));
        let (low, high) = if self.ansi { (ssn, code) } else { (code, ssn) };
        let title = self.global_title.as_ref().map_or(0, |title| title.indicator(self.ansi));
        out.push(low | high << 1 | title << 2 | u8::from(self.route_on_ssn) << 6 | u8::from(self.ansi) << 7);
        if self.ansi {
            out.extend(self.ssn);
        }
        match self.point_code {
            None => {}
            Some(PointCode::Itu(code)) => out.extend(code.to_le_bytes()),
            Some(PointCode::Ansi(code)) => out.extend_from_slice(&code.to_le_bytes()[..3]),
        }
        if !self.ansi {
            out.extend(self.ssn);
        }
        if let Some(title) = &self.global_title {
            title.write(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: Address, expectation: &[u8]) {
        assert_eq!(address.encode(), expectation);
    }

    fn titled(ansi: bool, title: GlobalTitle) -> Address {
        Address { ansi, ssn: Some(6), global_title: Some(title), ..Address::default() }
    }

    #[test]
    fn addresses_carry_every_global_title_format() {
        let digits = || "15553".to_owned();
        check(Address::title("155501", 6), &[0x12, 6, 0, 0x12, 4, 0x51, 0x55, 0x10]);
        check(titled(false, GlobalTitle::Nature(4, digits())), &[0x06, 6, 0x84, 0x51, 0x55, 0x03]);
        check(titled(false, GlobalTitle::Translation(9, digits())), &[0x0a, 6, 9, 0x51, 0x55, 0x03]);
        check(titled(false, GlobalTitle::TranslationPlan(9, 7, digits())), &[0x0e, 6, 9, 0x71, 0x51, 0x55, 0x03]);
        check(titled(true, GlobalTitle::TranslationPlan(9, 1, digits())), &[0x85, 6, 9, 0x11, 0x51, 0x55, 0x03]);
        check(titled(true, GlobalTitle::Translation(9, "15ab".into())), &[0x89, 6, 9, 0x51, 0xba]);
        check(Address::node(PointCode::Itu(0x1234), 8), &[0x43, 0x34, 0x12, 8]);
        check(Address::node(PointCode::Ansi(0x01_02_03), 8), &[0xc3, 8, 3, 2, 1]);
        check(Address::default(), &[0]);
    }
}
