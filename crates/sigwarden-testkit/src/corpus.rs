//! The captures of the test corpus, one function a case.
//!
//! `cargo run -p sigwarden-testkit --example make_corpus -- corpus` writes them all. What is to be
//! found in them stands beside them in `case.toml`, and why in `README.md`: those are written by
//! hand. The same bytes come out every time; a test of `sigwarden-corpus` compares.

mod attribution;
mod carriers;
mod categories;
mod compression;
mod diameter;
mod evasions;
mod evasions_several;
mod first_look;
mod gtp;
mod legal;
mod mixed;
mod nodes;
mod people;
mod request;
mod sms;
mod traffic;

/// The capture of one case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Folder of the case, below the corpus.
    pub folder: String,
    /// Name of the capture in it: the extension says the format.
    pub file: &'static str,
    /// The capture.
    pub octets: Vec<u8>,
}

/// Name of most captures.
const PCAP: &str = "capture.pcap";
const PCAPNG: &str = "capture.pcapng";

impl Case {
    fn pcap(folder: impl Into<String>, octets: Vec<u8>) -> Self {
        Self::named(folder, PCAP, octets)
    }

    fn named(folder: impl Into<String>, file: &'static str, octets: Vec<u8>) -> Self {
        Self { folder: folder.into(), file, octets }
    }
}

/// Every case of the corpus, in the order of their folders' families.
pub fn cases() -> Vec<Case> {
    let families =
        [first_look::cases, carriers::cases, traffic::cases, legal::cases, evasions::cases, evasions_several::cases];
    let mut cases: Vec<Case> = families.into_iter().flat_map(|family| family()).collect();
    cases.extend(attribution::cases());
    cases.extend(categories::cases());
    cases.extend(diameter::cases());
    cases.extend(gtp::cases());
    cases.extend(sms::cases());
    cases.extend(mixed::cases());
    cases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_has_a_folder_of_its_own() {
        let mut folders: Vec<String> = cases().into_iter().map(|case| case.folder).collect();
        folders.sort_unstable();
        assert!(folders.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn the_same_bytes_come_out_every_time() {
        for (one, other) in cases().iter().zip(cases()) {
            assert_eq!(one.octets, other.octets, "{}", one.folder);
        }
    }
}
