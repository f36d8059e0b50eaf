//! S6a and S6d (TS 29.272 7.2): between MME or SGSN and the home subscriber server.

mod data;
mod home;
mod visited;

pub use data::{Cell, authentication_info, subscription_data};
pub use home::{
    cancel_location, cancel_location_answer, delete_subscriber_data, delete_subscriber_data_answer,
    insert_subscriber_data, insert_subscriber_data_answer, insert_subscriber_data_answer_with_location, reset,
    reset_answer,
};
pub use visited::{
    authentication_information, authentication_information_answer, notify, notify_answer, purge, purge_answer,
    update_location, update_location_answer, update_location_with_flags,
};

/// Bits of ULR-Flags (TS 29.272 7.3.7).
pub mod ulr_flag {
    /// Single-Registration-Indication.
    pub const SINGLE_REGISTRATION: u32 = 1;
    /// S6a/S6d-Indicator: an MME asks.
    pub const S6A: u32 = 1 << 1;
    /// Skip Subscriber Data.
    pub const SKIP_SUBSCRIBER_DATA: u32 = 1 << 2;
    /// Initial-Attach-Indicator.
    pub const INITIAL_ATTACH: u32 = 1 << 5;
}

/// Bits of IDR-Flags (TS 29.272 7.3.103).
pub mod idr_flag {
    /// UE Reachability Request.
    pub const UE_REACHABILITY: u32 = 1;
    /// T-ADS Data Request.
    pub const T_ADS_DATA: u32 = 1 << 1;
    /// EPS User State Request.
    pub const EPS_USER_STATE: u32 = 1 << 2;
    /// EPS Location Information Request.
    pub const EPS_LOCATION: u32 = 1 << 3;
    /// Current Location Request.
    pub const CURRENT_LOCATION: u32 = 1 << 4;
    /// Local Time Zone Request.
    pub const LOCAL_TIME_ZONE: u32 = 1 << 5;
}

/// Values of Cancellation-Type (TS 29.272 7.3.24).
pub mod cancellation_type {
    /// MME_UPDATE_PROCEDURE: another MME has the subscriber now.
    pub const MME_UPDATE: u32 = 0;
    /// SUBSCRIPTION_WITHDRAWAL.
    pub const SUBSCRIPTION_WITHDRAWAL: u32 = 2;
    /// INITIAL_ATTACH_PROCEDURE.
    pub const INITIAL_ATTACH: u32 = 4;
}

/// Bits of DSR-Flags (TS 29.272 7.3.25).
pub mod dsr_flag {
    /// Complete APN Configuration Profile Withdrawal.
    pub const APN_CONFIGURATION_PROFILE: u32 = 1 << 1;
    /// PDN subscription contexts Withdrawal: those named by Context-Identifier.
    pub const PDN_SUBSCRIPTION_CONTEXTS: u32 = 1 << 3;
}
