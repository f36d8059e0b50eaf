//! Transaction Capabilities (Q.773; T1.114 as far as packages, transaction identifiers and operation codes).
//!
//! A [`Message`] is filled again and again: nothing is allocated once its list of components has grown
//! to the largest message seen. It holds positions into the octets that it was read from.

mod component;
mod dialogue;
mod message;

pub use component::{Component, ComponentKind, OperationCode};
pub use dialogue::{Apdu, Dialogue};
pub use message::{Message, MessageType, TransactionId};

/// Components of one message beyond which nothing is read.
pub const MAX_COMPONENTS: usize = 64;
