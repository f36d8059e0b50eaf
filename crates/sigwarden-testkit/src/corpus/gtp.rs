//! GTP: who may ask what of whom, forms that hide a request, and what is in order.

mod categories;
mod forms;
mod lab;
mod legal;

use super::Case;
pub(super) use lab::GtpLab;

/// Makes a capture.
type Make = fn(&mut GtpLab);

pub(super) fn cases() -> Vec<Case> {
    let rows = [
        ("categories", categories::CASES),
        ("evasions", forms::CASES),
        ("evasions", forms::SEVERAL),
        ("legal", legal::CASES),
    ];
    let made = rows.into_iter().flat_map(|(folder, cases)| cases.iter().map(move |row| (folder, row)));
    let made = made.map(|(folder, (name, make))| {
        let mut lab = GtpLab::new();
        make(&mut lab);
        Case::pcap(format!("gtp/{folder}/{name}"), lab.pcap())
    });
    made.chain(forms::both()).collect()
}
