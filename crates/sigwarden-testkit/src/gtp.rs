//! GPRS Tunnelling Protocol, versions 0 (GSM 09.60), 1 (TS 29.060) and 2 (TS 29.274), and user data (TS 29.281).: what `sigwarden-emit` writes, and a laboratory
//! in which nodes say it.

mod lab;

pub use lab::{CONTROL_PORT, GtpLab};
pub use sigwarden_emit::gtp::*;
