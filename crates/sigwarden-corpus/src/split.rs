//! Cuts a capture in two, as tools that rotate their files do.

const FILE_HEADER: usize = 24;
const PACKET_HEADER: usize = 16;
const MAGIC: [u8; 4] = 0xa1b2_c3d4_u32.to_le_bytes();

/// The two halves of a pcap file (low octet first, microseconds), by packets; none where it is
/// something else, has fewer than two packets, or is cut short.
pub fn halves(file: &[u8]) -> Option<[Vec<u8>; 2]> {
    let header = file.get(..FILE_HEADER).filter(|header| header.starts_with(&MAGIC))?;
    let packets = packets(&file[FILE_HEADER..])?;
    if packets.len() < 2 {
        return None;
    }
    let (first, second) = packets.split_at(packets.len() / 2);
    Some([first, second].map(|half| [header, &half.concat()].concat()))
}

fn packets(mut rest: &[u8]) -> Option<Vec<&[u8]>> {
    let mut packets = Vec::new();
    while !rest.is_empty() {
        let length = u32::from_le_bytes(rest.get(8..12)?.try_into().ok()?);
        let (packet, next) = rest.split_at_checked(PACKET_HEADER + usize::try_from(length).ok()?)?;
        packets.push(packet);
        rest = next;
    }
    Some(packets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sigwarden_testkit::capture::{Order, Pcap};

    fn file(order: Order, count: u64) -> Vec<u8> {
        let mut file = Pcap::with(1, order, false);
        (0..count).for_each(|time| file.packet(time, &[7; 5]));
        file.finish()
    }

    #[test]
    fn halves_are_files_of_their_own() {
        let [first, second] = halves(&file(Order::Little, 5)).unwrap();
        assert_eq!(first, file(Order::Little, 2));
        assert_eq!(second.len(), 24 + 3 * 21);
    }

    #[test]
    fn leaves_other_files_alone() {
        let whole = file(Order::Little, 2);
        for octets in [&file(Order::Big, 2), &file(Order::Little, 1), &whole[..60], &whole[..10]] {
            assert_eq!(halves(octets), None);
        }
    }
}
