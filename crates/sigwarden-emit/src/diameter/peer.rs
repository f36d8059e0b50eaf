//! Who talks Diameter, and to whom.

use std::net::Ipv4Addr;

use super::avp::{Avp, avp};
use super::code;

/// Port of Diameter over SCTP and TCP (RFC 6733 2.1).
const PORT: u16 = 3868;

/// A node that speaks Diameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its DiameterIdentity: a host name.
    pub host: String,
    /// The realm it is in.
    pub realm: String,
    /// Its address.
    pub ip: Ipv4Addr,
    /// Its port: 3868, or any other where it has opened the connection.
    pub port: u16,
}

impl Peer {
    /// A peer at port 3868.
    pub fn new(host: impl Into<String>, realm: impl Into<String>, ip: impl Into<Ipv4Addr>) -> Self {
        Self { host: host.into(), realm: realm.into(), ip: ip.into(), port: PORT }
    }

    /// A node of a network, named as in TS 23.003 19.2: `mme01` of `99999` is
    /// `mme01.epc.mnc099.mcc999.3gppnetwork.org`.
    pub fn at(name: &str, plmn: &str, ip: impl Into<Ipv4Addr>) -> Self {
        let realm = realm(plmn);
        Self::new(format!("{name}.{realm}"), realm, ip)
    }

    /// The same at another port.
    pub fn with_port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// Origin-Host and Origin-Realm.
    pub fn origin(&self) -> [Avp; 2] {
        [avp(code::ORIGIN_HOST, self.host.as_str()), avp(code::ORIGIN_REALM, self.realm.as_str())]
    }
}

/// The realm of a network's packet core (TS 23.003 19.2): country and network code, five or six
/// digits.
pub fn realm(plmn: &str) -> String {
    let (country, network) = plmn.split_at(3);
    format!("epc.mnc{network:0>3}.mcc{country}.3gppnetwork.org")
}

/// The way of a request: its session and its ends, whatever agents are between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Session-Id (RFC 6733 8.8).
    pub session: String,
    /// Origin-Host.
    pub origin_host: String,
    /// Origin-Realm.
    pub origin_realm: String,
    /// Destination-Host, where there is one.
    pub destination_host: Option<String>,
    /// Destination-Realm.
    pub destination_realm: String,
}

impl Route {
    /// From one node to another that is known by its name.
    pub fn new(session: impl Into<String>, from: &Peer, to: &Peer) -> Self {
        let destination_host = Some(to.host.clone());
        Self { destination_host, ..Self::to_realm(session, from, &to.realm) }
    }

    /// From a node to whoever answers for a realm.
    pub fn to_realm(session: impl Into<String>, from: &Peer, realm: &str) -> Self {
        Self {
            session: session.into(),
            origin_host: from.host.clone(),
            origin_realm: from.realm.clone(),
            destination_host: None,
            destination_realm: realm.to_owned(),
        }
    }

    /// Origin-Host, Origin-Realm, Destination-Host if there is one, Destination-Realm.
    pub fn ends(&self) -> Vec<Avp> {
        let mut out = Vec::with_capacity(4);
        out.push(avp(code::ORIGIN_HOST, self.origin_host.as_str()));
        out.push(avp(code::ORIGIN_REALM, self.origin_realm.as_str()));
        out.extend(self.destination_host.as_deref().map(|host| avp(code::DESTINATION_HOST, host)));
        out.push(avp(code::DESTINATION_REALM, self.destination_realm.as_str()));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn realms_have_three_digits_of_network() {
        assert_eq!(realm("00101"), "epc.mnc001.mcc001.3gppnetwork.org");
        assert_eq!(realm("999123"), "epc.mnc123.mcc999.3gppnetwork.org");
    }

    #[test]
    fn a_route_may_lack_the_host_it_goes_to() {
        let peer = Peer::at("mme01", "99999", [192, 0, 2, 1]);
        assert_eq!(Route::new("s", &peer, &peer).ends().len(), 4);
        assert_eq!(Route::to_realm("s", &peer, "r").ends().len(), 3);
    }
}
