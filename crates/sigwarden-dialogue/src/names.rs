//! Which protocol stands above SCCP, by content first and by subsystem where content does not say.

use crate::dialogue::Dialogue;
use crate::joiner::Stack;
use crate::table::Patience;
use sigwarden_wire::map::contexts::{Context, Family};
use sigwarden_wire::sccp::Unitdata;
use sigwarden_wire::tcap::Message;

/// Subsystems of MAP (TS 23.003 8.2).
pub(crate) const MAP_SUBSYSTEMS: [u8; 12] = [5, 6, 7, 8, 9, 10, 145, 147, 148, 149, 150, 248];
/// Subsystem of CAP.
pub(crate) const CAP_SUBSYSTEM: u8 = 146;

/// Whether the first octet is one that a TCAP message can begin with, long forms of its tag included.
pub(crate) fn may_be_tcap(octets: &[u8]) -> bool {
    matches!(octets, [0x61 | 0x62 | 0x64 | 0x65 | 0x67 | 0x7F | 0xE1..=0xE6 | 0xF6 | 0xFF, _, ..])
}

/// Name of another user of SCCP.
pub(crate) fn sccp_user(unit: &Unitdata<'_>) -> &'static str {
    let users = [unit.called.ssn, unit.calling.ssn];
    let name = users.into_iter().flatten().find_map(|ssn| match ssn {
        1 => Some("SCCP management"),
        3 => Some("ISUP over SCCP"),
        142 => Some("RANAP"),
        143 => Some("RNSAP"),
        249 | 251 | 252 => Some("BSSAP+"),
        250 => Some("BSSAP-LE"),
        253 | 254 => Some("BSSAP"),
        _ => None,
    });
    name.unwrap_or("other SCCP user")
}

/// Which application protocol a message speaks: by its context first, then by its subsystems,
/// and where these say nothing, MAP version 1, which has no contexts and which lenient nodes obey.
#[inline(always)]
pub(crate) fn stack(dialogue: &Dialogue, message: &Message, unit: &Unitdata<'_>) -> Stack {
    if message.ansi {
        return Stack::Other;
    }
    if !dialogue.oid.is_empty() {
        match dialogue.context.family {
            Family::Map => return Stack::Map,
            Family::Cap => return Stack::Cap,
            Family::Inap => return Stack::Other,
            Family::Other => {}
        }
    }
    let subsystems = [unit.called.ssn, unit.calling.ssn];
    let is = |wanted: fn(u8) -> bool| subsystems.into_iter().flatten().any(wanted);
    if is(|ssn| MAP_SUBSYSTEMS.contains(&ssn)) && dialogue.oid.is_empty() {
        Stack::Map
    } else if is(|ssn| ssn == CAP_SUBSYSTEM) && dialogue.oid.is_empty() {
        Stack::Cap
    } else if dialogue.oid.is_empty() && subsystems.into_iter().flatten().all(|ssn| ssn < 5 || ssn == 254) {
        Stack::Map
    } else {
        Stack::Other
    }
}

/// Whether a message under a context of nobody is addressed to a subsystem of MAP.
#[inline(always)]
pub(crate) fn may_be_obeyed_as_map(dialogue: &Dialogue, message: &Message, unit: &Unitdata<'_>) -> bool {
    let unknown = !dialogue.oid.is_empty() && dialogue.context.family == Family::Other && !message.ansi;
    unknown && unit.called.ssn.is_some_and(|ssn| MAP_SUBSYSTEMS.contains(&ssn))
}

/// How long a dialogue may be silent (TS 29.002 7.6.1: timers ml and l; contexts 18, 19 supplementary services,
/// 21 and 25 short messages).
pub(crate) fn patience(context: Context) -> Patience {
    match context.family {
        Family::Cap | Family::Inap => Patience::Call,
        Family::Map if matches!(context.number, 18 | 19 | 21 | 25) => Patience::People,
        Family::Map | Family::Other => Patience::Short,
    }
}
