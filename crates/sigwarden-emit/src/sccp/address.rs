//! Called and calling party addresses of Q.713 3.4 and T1.112.3 3.4.

use crate::ber::packed_digits;

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

    fn encode(&self) -> Vec<u8> {
        let (head, digits) = match self {
            Self::Nature(nature, digits) => (vec![nature | (digits.len() as u8 & 1) << 7], digits),
            Self::Translation(tt, digits) => (vec![*tt], digits),
            Self::TranslationPlan(tt, plan, digits) => (vec![*tt, plan_scheme(*plan, digits)], digits),
            Self::Full(tt, plan, nature, digits) => (vec![*tt, plan_scheme(*plan, digits), *nature], digits),
        };
        [head, packed_digits(digits, 0)].concat()
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
        let point_code = match self.point_code {
            None => Vec::new(),
            Some(PointCode::Itu(code)) => code.to_le_bytes().to_vec(),
            Some(PointCode::Ansi(code)) => code.to_le_bytes()[..3].to_vec(),
        };
        let ssn: Vec<u8> = self.ssn.into_iter().collect();
        let title = self.global_title.as_ref().map_or_else(Vec::new, GlobalTitle::encode);
        let (low, high, order) = if self.ansi {
            (&ssn, &point_code, [&ssn, &point_code, &title])
        } else {
            (&point_code, &ssn, [&point_code, &ssn, &title])
        };
        let indicator = u8::from(!low.is_empty())
            | u8::from(!high.is_empty()) << 1
            | self.global_title.as_ref().map_or(0, |title| title.indicator(self.ansi)) << 2
            | u8::from(self.route_on_ssn) << 6
            | u8::from(self.ansi) << 7;
        let mut out = vec![indicator];
        order.into_iter().for_each(|part| out.extend(part));
        out
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
