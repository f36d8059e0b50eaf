//! Roles of nodes: which subsystem each has, and which exclude each other.

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Roles(u16);

/// One role: name in the table, subsystem numbers (TS 23.003 8.2).
struct Role {
    name: &'static str,
    subsystems: &'static [u8],
}

const ROLES: [Role; 13] = [
    Role { name: "HLR", subsystems: &[6, 10] },
    Role { name: "VLR", subsystems: &[7] },
    Role { name: "SGSN", subsystems: &[149] },
    Role { name: "MSC", subsystems: &[8] },
    Role { name: "GMSC", subsystems: &[8] },
    Role { name: "IWMSC", subsystems: &[8] },
    Role { name: "GMLC", subsystems: &[145] },
    Role { name: "gsmSCF", subsystems: &[147, 146] },
    Role { name: "gsmSSF", subsystems: &[146, 8, 149] },
    Role { name: "EIR", subsystems: &[9] },
    Role { name: "CSS", subsystems: &[248] },
    Role { name: "GGSN", subsystems: &[150] },
    Role { name: "SMSC", subsystems: &[8] },
];

/// Roles that one address cannot have: a function that only asks about subscribers, and a register that serves them.
const EXCLUDING: [(&str, &str); 4] = [("gsmSCF", "VLR"), ("gsmSCF", "SGSN"), ("GMLC", "VLR"), ("GMLC", "SGSN")];

fn bit(name: &str) -> Option<u16> {
    let position = ROLES.iter().position(|role| role.name == name)?;
    1u16.checked_shl(u32::try_from(position).ok()?)
}

impl Roles {
    /// Every role.
    pub const ANY: Self = Self(u16::MAX);

    /// From the table: names with commas, or `*`.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text == "*" {
            return Ok(Self::ANY);
        }
        text.split(',').try_fold(Self(0), |roles, name| {
            let bit = bit(name).ok_or_else(|| {
                let names: Vec<_> = ROLES.iter().map(|role| role.name).collect();
                format!("role {name:?} is not known; one of: {}", names.join(", "))
            })?;
            Ok(Self(roles.0 | bit))
        })
    }

    /// Names of the roles, for people.
    pub fn names(self) -> String {
        let names: Vec<_> = self.each().map(|role| role.name).collect();
        names.join(" or ")
    }

    /// The same as the table writes them: names with commas, `*` for every role.
    pub fn list(self) -> String {
        if self == Self::ANY {
            return "*".to_owned();
        }
        self.each().map(|role| role.name).collect::<Vec<_>>().join(",")
    }

    /// The set as a number, and back.
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// The set of [`Roles::bits`].
    pub const fn of_bits(bits: u16) -> Self {
        Self(bits)
    }

    /// True for no role.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a subsystem number belongs to one of them.
    pub fn have_subsystem(self, ssn: u8) -> bool {
        self == Self::ANY || self.each().any(|role| role.subsystems.contains(&ssn))
    }

    /// Both sets.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether every role of the other set is here.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The pair of excluding roles that one address has shown: one in `before`, the other in `now`.
    /// Only a set of one role says what the address acted as.
    pub fn conflict(before: Self, now: Self) -> Option<(&'static str, &'static str)> {
        EXCLUDING.into_iter().find_map(|(a, b)| {
            let (one, other) = (bit(a)?, bit(b)?);
            if before.0 & one != 0 && now.0 == other {
                Some((a, b))
            } else if before.0 & other != 0 && now.0 == one {
                Some((b, a))
            } else {
                None
            }
        })
    }

    /// Whether this is one role.
    pub const fn is_single(self) -> bool {
        self.0.count_ones() == 1
    }

    /// Those of them that a subsystem number belongs to; all of them where it belongs to none.
    #[must_use]
    pub fn only_with_subsystem(self, ssn: u8) -> Self {
        let fitting = self.each().filter(|role| role.subsystems.contains(&ssn)).filter_map(|role| bit(role.name));
        match fitting.fold(0, |set, bit| set | bit) {
            0 => self,
            set => Self(set),
        }
    }

    fn each(self) -> impl Iterator<Item = &'static Role> {
        ROLES.iter().filter(move |role| bit(role.name).is_some_and(|bit| self.0 & bit != 0))
    }
}

/// Subsystem numbers that MAP or CAP use at all.
pub fn is_known_subsystem(ssn: u8) -> bool {
    matches!(ssn, 5 | 148) || ROLES.iter().any(|role| role.subsystems.contains(&ssn))
}
