//! Captures that the comparison makes itself: what the corpus has no case for, because there is nothing to find in it.

mod gtp;

use sigwarden_parity::Failure;
use sigwarden_testkit::diameter::{
    Carrier, DiameterLab, Exchange, Peer, Route, application, every_exchange, one_of_each, s6a,
};
use sigwarden_testkit::{samples, traffic};
use std::path::{Path, PathBuf};

const IMSI: &str = "001010000000123";
const MSISDN: &str = "15555550123";
const VISITED: &str = "99999";

/// Enough to have every kind of occasion, few enough to be read in seconds.
const TRAFFIC: usize = 2000;
const SEED: u64 = 3;

/// Where a long message is cut: inside its header, behind it, and inside an AVP.
const CUTS: [usize; 3] = [3, 20, 101];

/// Writes every capture into `folder` and returns their paths.
pub(crate) fn write_all(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let captures = [
        ("made-ss7-operations.pcap", samples::one_of_each()),
        ("made-ss7-carriers.pcapng", samples::every_carrier()),
        ("made-diameter-commands.pcap", one_of_each()),
        ("made-diameter-traffic.pcap", traffic::lte::s6a_traffic(TRAFFIC, SEED)),
        ("made-diameter-segments.pcap", diameter_over(Carrier::Tcp)),
        ("made-diameter-chunks.pcap", diameter_over(Carrier::Sctp)),
        ("made-gtp-messages.pcap", gtp::messages()),
        ("made-gtp-packets.pcap", gtp::packets()),
    ];
    let failure = |error: std::io::Error| Failure::new(format!("captures cannot be written to {folder:?}: {error}"));
    std::fs::create_dir_all(folder).map_err(failure)?;
    let mut paths = Vec::new();
    for (name, octets) in captures {
        let path = folder.join(name);
        std::fs::write(&path, octets).map_err(failure)?;
        paths.push(path);
    }
    Ok(paths)
}

/// Every command once more, and everything that a carrier does to messages: several in one packet, one in several
/// packets, a packet twice.
fn diameter_over(carrier: Carrier) -> Vec<u8> {
    let visited = Peer::at("mme01", VISITED, [198, 51, 100, 10]);
    let home = Peer::at("hss01", "00101", [192, 0, 2, 10]);
    let mut lab = DiameterLab::over(carrier);
    lab.connect(&visited, &home, &[application::S6A, application::RELAY]);
    for Exchange { request, answer, .. } in every_exchange(&visited, &home) {
        lab.exchange(&visited, &home, request, Some(answer));
    }
    let data = s6a::subscription_data(MSISDN);
    let route = Route::new(lab.session(&visited), &visited, &home);
    let update = lab.identify(&visited, &home, s6a::update_location(&route, IMSI, VISITED));
    let answer =
        s6a::update_location_answer(&update, &home, &data).with_identifiers(update.hop_by_hop, update.end_to_end);
    let purge = lab.identify(&visited, &home, s6a::purge(&route, IMSI));
    lab.send_split(&visited, &home, &update, &CUTS);
    lab.send_split(&home, &visited, &answer, &CUTS);
    lab.send_together(&visited, &home, &[update.clone(), purge.clone()]);
    lab.send_again(&visited, &home);
    lab.send(&visited, &home, &purge);
    lab.pcap()
}
