//! Capture files: pcap and pcapng, as packet tools write them.

/// Link types (the registry of the pcap format).
pub mod link_type {
    /// Loopback of BSD: family in host byte order.
    pub const NULL: u16 = 0;
    /// Ethernet.
    pub const ETHERNET: u16 = 1;
    /// Bare IP packets.
    pub const RAW: u16 = 101;
    /// Loopback of OpenBSD: family in network byte order.
    pub const LOOP: u16 = 108;
    /// Linux cooked capture, version 1.
    pub const LINUX_SLL: u16 = 113;
    /// MTP2 with frame check left out.
    pub const MTP2: u16 = 140;
    /// MTP3.
    pub const MTP3: u16 = 141;
    /// SCCP.
    pub const SCCP: u16 = 142;
    /// Bare SCTP.
    pub const SCTP: u16 = 248;
    /// Linux cooked capture, version 2.
    pub const LINUX_SLL2: u16 = 276;
}

/// Byte order of the file's own fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Low octet first.
    #[default]
    Little,
    /// High octet first.
    Big,
}

impl Order {
    fn two(self, value: u16) -> [u8; 2] {
        match self {
            Self::Little => value.to_le_bytes(),
            Self::Big => value.to_be_bytes(),
        }
    }

    fn four(self, value: u32) -> [u8; 4] {
        match self {
            Self::Little => value.to_le_bytes(),
            Self::Big => value.to_be_bytes(),
        }
    }
}

const NANOSECONDS: u64 = 1_000_000_000;

/// A pcap file in the making. Times are nanoseconds since 1970.
#[derive(Clone, Debug)]
pub struct Pcap {
    order: Order,
    nanoseconds: bool,
    octets: Vec<u8>,
}

impl Pcap {
    /// Little-endian, microseconds: the usual file.
    pub fn new(link_type: u16) -> Self {
        Self::with(link_type, Order::Little, false)
    }

    /// Any byte order, and nanoseconds if asked for.
    pub fn with(link_type: u16, order: Order, nanoseconds: bool) -> Self {
        let magic = if nanoseconds { 0xa1b2_3c4d } else { 0xa1b2_c3d4 };
        let mut octets = order.four(magic).to_vec();
        octets.extend([order.two(2), order.two(4)].concat());
        octets.extend([0, 0, 262_144, u32::from(link_type)].map(|value| order.four(value)).concat());
        Self { order, nanoseconds, octets }
    }

    /// Adds a packet.
    pub fn packet(&mut self, time: u64, packet: &[u8]) {
        self.cut_packet(time, packet, packet.len());
    }

    /// Adds a packet of which the capture kept only the first octets: `original` is how long it was.
    pub fn cut_packet(&mut self, time: u64, packet: &[u8], original: usize) {
        let divisor = if self.nanoseconds { 1 } else { 1000 };
        let fields = [time / NANOSECONDS, time % NANOSECONDS / divisor, packet.len() as u64, original as u64];
        for field in fields {
            self.octets.extend(self.order.four(field as u32));
        }
        self.octets.extend_from_slice(packet);
    }

    /// The octets of the file.
    pub fn finish(self) -> Vec<u8> {
        self.octets
    }
}

/// A pcapng file in the making. Times are nanoseconds since 1970.
#[derive(Clone, Debug)]
pub struct Pcapng {
    order: Order,
    divisors: Vec<u64>,
    octets: Vec<u8>,
}

impl Pcapng {
    /// A file with a first section and no interface yet.
    pub fn new(order: Order) -> Self {
        let mut file = Self { order, divisors: Vec::new(), octets: Vec::new() };
        file.section(order);
        file
    }

    /// Starts a section: interfaces count from 0 again.
    pub fn section(&mut self, order: Order) {
        self.order = order;
        self.divisors.clear();
        let body = [order.four(0x1a2b_3c4d).to_vec(), order.two(1).to_vec(), order.two(0).to_vec(), vec![0xff; 8]];
        self.block(0x0a0d_0d0a, &body.concat());
    }

    /// Adds an interface and returns its number. `nanoseconds` sets its resolution, else
    /// microseconds, the default of the format.
    pub fn interface(&mut self, link_type: u16, nanoseconds: bool) -> u32 {
        let mut body = [self.order.two(link_type), self.order.two(0)].concat();
        body.extend(self.order.four(262_144));
        if nanoseconds {
            body.extend([self.order.two(9), self.order.two(1)].concat());
            body.extend([9, 0, 0, 0]);
            body.extend(self.order.four(0));
        }
        self.block(1, &body);
        self.divisors.push(if nanoseconds { 1 } else { 1000 });
        self.divisors.len() as u32 - 1
    }

    /// Adds an enhanced packet block. Panics when the interface was not announced.
    pub fn packet(&mut self, interface: u32, time: u64, packet: &[u8]) {
        let stamp = time / self.divisors[interface as usize];
        let length = packet.len() as u32;
        let fields = [interface, (stamp >> 32) as u32, stamp as u32, length, length];
        let padded = packet.len().next_multiple_of(4);
        let size = self.order.four(padded as u32 + 32);
        self.octets.reserve(padded + 32);
        self.octets.extend(self.order.four(6));
        self.octets.extend(size);
        fields.iter().for_each(|field| self.octets.extend(self.order.four(*field)));
        self.octets.extend_from_slice(packet);
        self.octets.resize(self.octets.len() + padded - packet.len(), 0);
        self.octets.extend(size);
    }

    /// Adds a simple packet block: no time, interface 0.
    pub fn simple_packet(&mut self, packet: &[u8]) {
        let mut body = self.order.four(packet.len() as u32).to_vec();
        body.extend_from_slice(packet);
        body.resize(body.len().next_multiple_of(4), 0);
        self.block(3, &body);
    }

    /// Adds a block of any kind; the body's length must be a multiple of four.
    pub fn block(&mut self, kind: u32, body: &[u8]) {
        let length = self.order.four(body.len() as u32 + 12);
        self.octets.extend(self.order.four(kind));
        self.octets.extend(length);
        self.octets.extend_from_slice(body);
        self.octets.extend(length);
    }

    /// Takes out what was written so far, for files that are larger than memory, and gives it to `taker`.
    pub fn drain<T>(&mut self, taker: impl FnOnce(&[u8]) -> T) -> T {
        let taken = taker(&self.octets);
        self.octets.clear();
        taken
    }

    /// Octets written and not yet taken out.
    pub fn len(&self) -> usize {
        self.octets.len()
    }

    /// Whether nothing is to be taken out.
    pub fn is_empty(&self) -> bool {
        self.octets.is_empty()
    }

    /// The octets of the file.
    pub fn finish(self) -> Vec<u8> {
        self.octets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pcap_headers_follow_order_and_resolution() {
        let rows = [
            (Order::Little, false, [0xd4, 0xc3, 0xb2, 0xa1], [1, 0, 0, 0]),
            (Order::Little, true, [0x4d, 0x3c, 0xb2, 0xa1], [0xe8, 3, 0, 0]),
            (Order::Big, false, [0xa1, 0xb2, 0xc3, 0xd4], [0, 0, 0, 1]),
            (Order::Big, true, [0xa1, 0xb2, 0x3c, 0x4d], [0, 0, 3, 0xe8]),
        ];
        for (order, nanoseconds, magic, fraction) in rows {
            let mut file = Pcap::with(link_type::ETHERNET, order, nanoseconds);
            file.packet(5 * NANOSECONDS + 1000, &[1, 2, 3]);
            let octets = file.finish();
            assert_eq!(octets.len(), 24 + 16 + 3);
            assert_eq!(octets[..4], magic);
            assert_eq!(octets[28..32], fraction);
        }
    }

    #[test]
    fn pcapng_blocks_say_their_length_twice() {
        let mut file = Pcapng::new(Order::Big);
        let interface = file.interface(link_type::RAW, true);
        file.packet(interface, 1, &[1, 2, 3]);
        file.section(Order::Little);
        file.interface(link_type::ETHERNET, false);
        file.simple_packet(&[1]);
        let octets = file.finish();
        let mut offset = 0;
        let mut kinds = Vec::new();
        let mut big = true;
        while offset < octets.len() {
            let field: [u8; 4] = octets[offset + 4..offset + 8].try_into().unwrap();
            kinds.push(octets[offset..offset + 4].to_vec());
            big &= kinds.len() != 4;
            let length = if big { u32::from_be_bytes(field) } else { u32::from_le_bytes(field) };
            offset += length as usize;
            assert_eq!(octets[offset - 4..offset], field);
        }
        assert_eq!(kinds.len(), 6);
    }
}
