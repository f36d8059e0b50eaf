//! TCAP of ANSI T1.114: packages and transaction identifiers, with opaque components.

use crate::ber::tlv;

/// Package types (T1.114.3, 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Package {
    /// Outside any transaction.
    Unidirectional,
    /// Opens a transaction; the peer may close it.
    QueryWithPermission,
    /// Opens a transaction; the peer may not close it yet.
    QueryWithoutPermission,
    /// Closes a transaction.
    Response,
    /// Goes on; the peer may close.
    ConversationWithPermission,
    /// Goes on; the peer may not close yet.
    ConversationWithoutPermission,
    /// Breaks the transaction off.
    Abort,
}

impl Package {
    fn tag(self) -> u32 {
        match self {
            Self::Unidirectional => 0xe1,
            Self::QueryWithPermission => 0xe2,
            Self::QueryWithoutPermission => 0xe3,
            Self::Response => 0xe4,
            Self::ConversationWithPermission => 0xe5,
            Self::ConversationWithoutPermission => 0xe6,
            Self::Abort => 0xf6,
        }
    }
}

/// A package. `transactions`: none, one or two identifiers of four octets, originating first;
/// `components`: the content of the component sequence, as [`invoke_last`] builds it.
/// An abort carries the provider's cause in `components` (see [`abort_cause`]).
pub fn package(kind: Package, transactions: &[[u8; 4]], components: &[u8]) -> Vec<u8> {
    let identifiers = tlv(0xc7, transactions.concat());
    let body = match kind {
        Package::Abort => components.to_vec(),
        _ => tlv(0xe8, components),
    };
    tlv(kind.tag(), [identifiers, body].concat())
}

/// Invoke (last) of a private operation, as IS-41 uses them: component identifier, operation
/// family and specifier, and the octets of the parameter set.
pub fn invoke_last(id: u8, family: u8, specifier: u8, parameters: &[u8]) -> Vec<u8> {
    let parts = [tlv(0xcf, [id]), tlv(0xd1, [family, specifier]), tlv(0xf2, parameters)];
    tlv(0xe9, parts.concat())
}

/// Return result (last) to an invoke.
pub fn return_result_last(id: u8, parameters: &[u8]) -> Vec<u8> {
    tlv(0xea, [tlv(0xcf, [id]), tlv(0xf2, parameters)].concat())
}

/// Cause of a provider's abort (T1.114.3, 3.8): 1 unrecognised package type, 2 incorrect
/// transaction portion, 3 badly structured, 4 unrecognised transaction identifier, …
pub fn abort_cause(cause: u8) -> Vec<u8> {
    tlv(0xd7, [cause])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_carries_one_identifier_and_a_response_too() {
        let octets = package(Package::QueryWithPermission, &[[1, 2, 3, 4]], &invoke_last(1, 9, 13, &[]));
        let expectation =
            [&[0xe2, 19, 0xc7, 4, 1, 2, 3, 4, 0xe8, 11, 0xe9, 9][..], &[0xcf, 1, 1, 0xd1, 2, 9, 13, 0xf2, 0]];
        assert_eq!(octets, expectation.concat());
    }

    #[test]
    fn an_abort_has_no_component_sequence() {
        let octets = package(Package::Abort, &[[1, 2, 3, 4]], &abort_cause(4));
        assert_eq!(octets, [0xf6, 9, 0xc7, 4, 1, 2, 3, 4, 0xd7, 1, 4]);
    }
}
