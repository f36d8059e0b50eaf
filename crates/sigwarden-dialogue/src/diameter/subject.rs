//! Whom a Diameter message is about, wherever its command says so.

use crate::dialogue::Title;
use sigwarden_wire::diameter::identity::{self, Public};
use sigwarden_wire::diameter::{Avp, Field, Message};

/// Identities of one subscriber.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// IMSI.
    pub imsi: Title,
    /// MSISDN.
    pub msisdn: Title,
    /// IMEI.
    pub imei: Title,
}

impl Subject {
    /// What is known here, else there.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let first = |own: Title, other: Title| if own.is_empty() { other } else { own };
        Self {
            imsi: first(self.imsi, other.imsi),
            msisdn: first(self.msisdn, other.msisdn),
            imei: first(self.imei, other.imei),
        }
    }

    /// Whether nobody is named.
    pub fn is_empty(&self) -> bool {
        self.imsi.is_empty() && self.msisdn.is_empty()
    }

    /// Whom a message names. Of several User-Names the first counts; the others are found by [`imsis`].
    pub fn of(message: &Message, octets: &[u8]) -> Self {
        let mut found = Self::default();
        let avps = message.avps();
        for (position, avp) in avps.iter().enumerate() {
            let value = avp.of(octets);
            match avp.field {
                Field::UserName | Field::VendorImsi => set(&mut found.imsi, imsi(value)),
                Field::Msisdn => set(&mut found.msisdn, Title::of_tbcd(value)),
                Field::Imei | Field::UserEquipmentInfoValue => set(&mut found.imei, imei(value)),
                Field::SubscriptionIdData => found.subscription(value, kind_beside(avps, position, octets)),
                Field::PublicIdentity => found.public(value),
                _ => {}
            }
        }
        found
    }

    /// Subscription-Id-Data by its type (RFC 8506 8.47): 0 E.164, 1 IMSI, 2 SIP URI, 3 NAI.
    fn subscription(&mut self, value: &[u8], kind: Option<u32>) {
        match kind {
            Some(0) => set(&mut self.msisdn, digits(value)),
            Some(1) => set(&mut self.imsi, imsi(value)),
            Some(2) => self.public(value),
            Some(3) => set(&mut self.imsi, imsi(value)),
            _ => {}
        }
    }

    fn public(&mut self, value: &[u8]) {
        match identity::public(value) {
            Some(Public::Number(range)) => set(&mut self.msisdn, value.get(range).map(Title::new).unwrap_or_default()),
            Some(Public::Imsi(range)) => set(&mut self.imsi, value.get(range).map(Title::new).unwrap_or_default()),
            None => {}
        }
    }
}

/// Every IMSI that a message names outside the profile, in order.
pub fn imsis<'a>(message: &'a Message, octets: &'a [u8]) -> impl Iterator<Item = Title> + 'a {
    let names = message.avps().iter().filter(|avp| matches!(avp.field, Field::UserName | Field::VendorImsi));
    names.map(|avp| imsi(avp.of(octets))).filter(|title| !title.is_empty())
}

fn set(slot: &mut Title, title: Title) {
    if slot.is_empty() {
        *slot = title;
    }
}

/// The type beside a Subscription-Id-Data: in front of it or behind it in the same group.
fn kind_beside(avps: &[Avp], position: usize, octets: &[u8]) -> Option<u32> {
    let depth = avps.get(position)?.depth;
    let before = position.checked_sub(1).and_then(|before| avps.get(before));
    let behind = avps.get(position.saturating_add(1));
    let is_kind = |avp: &&Avp| avp.field == Field::SubscriptionIdType && avp.depth == depth;
    before.filter(is_kind).or(behind.filter(is_kind))?.integer(octets)
}

fn imsi(value: &[u8]) -> Title {
    identity::imsi(value).and_then(|found| value.get(found.digits)).map(Title::new).unwrap_or_default()
}

/// Leading digits, behind the scheme of a telephone number and a plus sign where there are any.
fn digits(value: &[u8]) -> Title {
    let value = value.strip_prefix(b"tel:").unwrap_or(value);
    let value = value.strip_prefix(b"+").unwrap_or(value);
    let count = value.iter().take_while(|octet| octet.is_ascii_digit()).count();
    value.get(..count).map(Title::new).unwrap_or_default()
}

/// 14 to 16 digits as text, or eight octets of TBCD.
fn imei(value: &[u8]) -> Title {
    let text = digits(value);
    if (14..=16).contains(&text.len()) && text.len() == value.len() {
        return text;
    }
    if value.len() == 8 { Title::of_tbcd(value) } else { Title::default() }
}
