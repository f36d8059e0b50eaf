//! Diameter: who may ask what of whom, forms that hide a request, and what is in order.

mod agents;
mod answers;
mod categories;
mod forms;
mod legal;
mod streams;

use super::Case;
use crate::diameter::DiameterLab;

/// Makes a capture of a laboratory over SCTP.
type Make = fn(&mut DiameterLab);

pub(super) fn cases() -> Vec<Case> {
    let rows: [(&str, &[(&str, Make)]); 4] = [
        ("categories", categories::CASES),
        ("evasions", agents::CASES),
        ("evasions", answers::CASES),
        ("legal", legal::CASES),
    ];
    let made = rows.into_iter().flat_map(|(folder, cases)| cases.iter().map(move |row| (folder, row)));
    let made = made.map(|(folder, (name, make))| {
        let mut lab = DiameterLab::new();
        make(&mut lab);
        Case::pcap(format!("diameter/{folder}/{name}"), lab.pcap())
    });
    made.chain(categories::questions()).chain(forms::cases()).chain(legal::traffic()).chain(streams::cases()).collect()
}
