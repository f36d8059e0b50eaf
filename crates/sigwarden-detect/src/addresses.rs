//! Whose an address is, looked up once for the addresses that come again and again.

use sigwarden_dialogue::Title;
use sigwarden_operators::{Attribution, Day, Networks, numbering};

/// Addresses remembered: the nodes of an operator's partners are a few thousand, and most traffic is of a few hundred.
const REMEMBERED: usize = 8192;

/// The networks, with the last answers for Global Titles.
pub struct Addresses {
    networks: Networks,
    remembered: Vec<(Title, Day, Attribution)>,
    /// Country code of the protected network, where the site lists its titles.
    home_code: Option<String>,
}

impl Addresses {
    /// Over these networks.
    pub fn new(networks: Networks) -> Self {
        let home_code = networks.site().home.global_titles.first().and_then(|range| {
            let prefix = range.common();
            let digits = numbering::calling_code_digits(prefix.as_bytes());
            prefix.get(..digits).map(str::to_owned)
        });
        Self { networks, remembered: Vec::new(), home_code }
    }

    /// The networks themselves.
    pub const fn networks(&self) -> &Networks {
        &self.networks
    }

    /// From here on, answers are those of the day of this packet time.
    pub fn at(&mut self, ts_ns: i64) {
        self.networks.at(ts_ns);
    }

    /// Whose a national number is, read with the country code of the protected network before it.
    pub fn of_national(&mut self, title: &Title) -> Option<Attribution> {
        let number = format!("{}{}", self.home_code.as_deref()?, title);
        Some(self.of_title(&Title::new(number.as_bytes())))
    }

    /// Whose a Global Title is.
    pub fn of_title(&mut self, title: &Title) -> Attribution {
        if self.remembered.is_empty() {
            self.remembered = vec![(Title::default(), Day::FIRST, Attribution::default()); REMEMBERED];
        }
        let index = usize::try_from(title.spread()).unwrap_or(0) % REMEMBERED;
        let Some(slot) = self.remembered.get_mut(index) else { return Attribution::default() };
        let day = self.networks.day();
        if slot.0 != *title || slot.1 != day {
            *slot = (*title, day, self.networks.of_gt(title.text().as_ascii()));
        }
        slot.2
    }
}
