//! Writes the captures of this crate into a folder, to look at them with other tools:
//! `cargo run --release --example write_captures -- FOLDER [MESSAGES [SEED]]`

use std::path::PathBuf;
use std::{env, fs, io};

use sigwarden_testkit::diameter::one_of_each;
use sigwarden_testkit::traffic::lte::s6a_traffic;
use sigwarden_testkit::traffic::packet::gtpv2_traffic;
use sigwarden_testkit::{samples, traffic};

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| ".".to_owned()));
    let mut number = |default| match arguments.next() {
        Some(text) => text.parse().map_err(io::Error::other),
        None => Ok(default),
    };
    let (messages, seed) = (number(10_000)?, number(1)?);
    fs::write(folder.join("traffic.pcap"), traffic(messages as usize, seed))?;
    fs::write(folder.join("s6a.pcap"), s6a_traffic(messages as usize, seed))?;
    fs::write(folder.join("gtp.pcap"), gtpv2_traffic(messages as usize, seed))?;
    fs::write(folder.join("one-of-each-diameter.pcap"), one_of_each())?;
    fs::write(folder.join("one-of-each.pcap"), samples::one_of_each())?;
    fs::write(folder.join("carriers.pcapng"), samples::every_carrier())?;
    fs::write(folder.join("ansi.pcapng"), samples::every_ansi_package())
}
