//! Whose a Diameter name is, looked up once for each name.

use hashbrown::HashMap;
use sigwarden_dialogue::{Label, Labels};
use sigwarden_operators::{Attribution, Day, Networks, same_network};

/// Pairs of host and realm that are remembered; a full table forgets all.
const MAX_PAIRS: usize = 65_536;
/// Names that are remembered by their text, and octets of one; a full table forgets all.
const MAX_TEXTS: usize = 4096;
const MAX_NAME: usize = 255;

/// The last two labels of a name: most registries hand out these.
fn organisation(name: &str) -> Option<&str> {
    let (rest, _) = name.rsplit_once('.')?;
    let start = rest.rfind('.').map_or(0, |dot| dot.saturating_add(1));
    name.get(start..)
}

/// What is known of names so far.
#[derive(Debug, Default)]
pub(crate) struct Names {
    by_label: Vec<Option<(Day, Attribution)>>,
    pairs: HashMap<(Label, Label), Belongs>,
    /// Names that are not kept as labels: those of recorded routes, and those for which there was no room.
    by_text: HashMap<Box<[u8]>, (Day, Attribution)>,
}

/// Whether a host belongs to a realm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Belongs {
    /// By its name, or because both are known to be of one network.
    Yes,
    /// Both name networks of one country: a merger, a guest in its host's realm, or somebody who knows the country.
    Sibling,
    /// No.
    No,
}

impl Names {
    /// Whose a name is; nobody's where there is none.
    pub(crate) fn of(&mut self, label: Label, labels: &Labels, networks: &Networks) -> Attribution {
        if label.is_none() {
            return Attribution::default();
        }
        let day = networks.day();
        if let Some(Some((of, known))) = self.by_label.get(label.index())
            && *of == day
        {
            return *known;
        }
        let found = networks.of_realm(labels.text(label));
        if self.by_label.len() <= label.index() {
            self.by_label.resize(label.index().saturating_add(1), None);
        }
        if let Some(slot) = self.by_label.get_mut(label.index()) {
            *slot = Some((day, found));
        }
        found
    }

    /// Whose a name is that is not kept: routes are long, and nobody comes back to them.
    pub(crate) fn of_text(&mut self, name: &[u8], networks: &Networks) -> Attribution {
        let day = networks.day();
        if let Some((of, known)) = self.by_text.get(name)
            && *of == day
        {
            return *known;
        }
        let text = String::from_utf8_lossy(name);
        let found = networks.of_realm(text.trim_matches(|c: char| c == '.' || c == '\0' || c.is_whitespace()));
        if self.by_text.len() >= MAX_TEXTS {
            self.by_text.clear();
        }
        if name.len() <= MAX_NAME {
            self.by_text.insert(name.into(), (day, found));
        }
        found
    }

    /// Whether a host belongs to a realm.
    pub(crate) fn belongs(&mut self, host: Label, realm: Label, labels: &Labels, networks: &Networks) -> Belongs {
        if host.is_none() || realm.is_none() {
            return Belongs::Yes;
        }
        if let Some(known) = self.pairs.get(&(host, realm)) {
            return *known;
        }
        let (name, end) = (labels.text(host), labels.text(realm));
        let below = name == end || name.strip_suffix(end).is_some_and(|first| first.ends_with('.'));
        let (one, other) = (self.of(host, labels, networks), self.of(realm, labels, networks));
        // Names of the common domain say whose they are; others are compared by the organisation that has registered them.
        let named = one.plmn.is_some() || other.plmn.is_some();
        let registered = !named && organisation(name).is_some_and(|of| Some(of) == organisation(end));
        let same_country = one.plmn.is_some() && other.plmn.is_some() && one.places().intersects(&other.places());
        let belongs = match same_network(&one, &other) {
            _ if below || registered => Belongs::Yes,
            Some(true) => Belongs::Yes,
            None if same_country => Belongs::Sibling,
            _ => Belongs::No,
        };
        if self.pairs.len() >= MAX_PAIRS {
            self.pairs.clear();
        }
        self.pairs.insert((host, realm), belongs);
        belongs
    }
}
