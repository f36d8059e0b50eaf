//! Networks by Diameter names.

use crate::plmn::{Plmn, plmn_by_country};

/// Most labels of a host name that are looked at.
const HOST_LABELS: usize = 32;

/// A name and what remains of it without its first label, without its first two, …
pub(super) fn parents(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |rest| rest.split_once('.').map(|(_, parent)| parent)).take(HOST_LABELS)
}

/// The network that a 3GPP host name most likely means, in lower case.
pub fn plmn_of_realm(name: &str) -> Option<Plmn> {
    plmns_of_realm(name)?.first().copied()
}

/// The networks a 3GPP host name can mean: two-digit network codes are written with a leading zero,
/// so `mnc001` is 01 or 001. The length that is usual in the country comes first.
pub(super) fn plmns_of_realm(name: &str) -> Option<Vec<Plmn>> {
    let network = name.strip_suffix(".3gppnetwork.org")?;
    let (rest, mcc) = network.rsplit_once('.')?;
    let mnc = rest.rsplit('.').next()?.strip_prefix("mnc")?;
    let mcc = mcc.strip_prefix("mcc")?;
    let texts = [mnc.strip_prefix('0').filter(|_| mnc.len() == 3), Some(mnc)];
    let mut read: Vec<Plmn> =
        texts.into_iter().flatten().filter_map(|mnc| format!("{mcc}-{mnc}").parse().ok()).collect();
    let unusual = |plmn: &Plmn| plmn_by_country(format!("{}000", plmn.imsi_prefix()).as_bytes()) != Some(*plmn);
    read.sort_by_key(unusual);
    Some(read)
}
