//! Everything under SCCP, Diameter and GTP: MTP3, the adaptation layers over SCTP, SCTP, TCP, UDP, IP,
//! link layers.

mod ip;
mod link;
mod mtp;
mod sctp;
mod sigtran;
mod tcp;
mod udp;

pub use ip::{ipv4, ipv4_checksum, ipv4_fragments, ipv4_numbered, ipv6, ipv6_fragments, protocol};
pub use link::{cooked_v1, cooked_v2, ether_type, ethernet, loopback, loopback_network_order, qinq, vlan};
pub use mtp::{Label, mtp3_ansi, mtp3_itu, network, service};
pub use sctp::{Chunk, crc32c, payload_protocol, sctp, sctp_with_checksum};
pub use sigtran::{SuaAddress, m2pa_user_data, m2ua_data, m3ua_data, sua_cldt};
pub use tcp::{Segment, tcp, tcp_flag};
pub use udp::udp;
