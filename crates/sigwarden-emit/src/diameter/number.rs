//! Numbers of applications, commands, results and flags (RFC 6733 11, TS 29.230 4, 5 and 8).

/// Bits of the octets of flags: of commands (RFC 6733 3) and of attributes (4.1).
pub mod flag {
    /// A request.
    pub const REQUEST: u8 = 0x80;
    /// May be proxied.
    pub const PROXIABLE: u8 = 0x40;
    /// An answer that reports a protocol error.
    pub const ERROR: u8 = 0x20;
    /// Sent again, perhaps.
    pub const RETRANSMITTED: u8 = 0x10;
    /// An attribute with a Vendor-ID.
    pub const VENDOR: u8 = 0x80;
    /// An attribute that has to be understood.
    pub const MANDATORY: u8 = 0x40;
}

/// Result-Code and, of 3GPP, Experimental-Result-Code.
pub mod result {
    /// DIAMETER_SUCCESS.
    pub const SUCCESS: u32 = 2001;
    /// DIAMETER_UNABLE_TO_DELIVER.
    pub const UNABLE_TO_DELIVER: u32 = 3002;
    /// DIAMETER_LOOP_DETECTED.
    pub const LOOP_DETECTED: u32 = 3005;
    /// DIAMETER_REDIRECT_INDICATION.
    pub const REDIRECT_INDICATION: u32 = 3006;
    /// DIAMETER_UNABLE_TO_COMPLY.
    pub const UNABLE_TO_COMPLY: u32 = 5012;
    /// DIAMETER_ERROR_USER_UNKNOWN (experimental).
    pub const USER_UNKNOWN: u32 = 5001;
    /// DIAMETER_ERROR_ROAMING_NOT_ALLOWED (experimental).
    pub const ROAMING_NOT_ALLOWED: u32 = 5004;
    /// DIAMETER_ERROR_EQUIPMENT_UNKNOWN (experimental).
    pub const EQUIPMENT_UNKNOWN: u32 = 5422;
    /// DIAMETER_ERROR_ABSENT_USER (experimental).
    pub const ABSENT_USER: u32 = 5550;
}

/// Makes a module of constants with the names of the standards as their documentation.
macro_rules! numbers {
    ($(#[$documentation:meta])* $module:ident: $($name:ident = $value:literal, $text:literal;)*) => {
        $(#[$documentation])*
        pub mod $module {
            $(#[doc = $text] pub const $name: u32 = $value;)*
        }
    };
}

numbers! {
    /// Application-ID.
    application:
    COMMON = 0, "Diameter common messages.";
    CREDIT_CONTROL = 4, "Credit control: Gy, Ro.";
    CX = 16_777_216, "Cx, Dx (TS 29.229).";
    SH = 16_777_217, "Sh, Dh (TS 29.329).";
    RX = 16_777_236, "Rx (TS 29.214).";
    GX = 16_777_238, "Gx (TS 29.212).";
    S6A = 16_777_251, "S6a, S6d (TS 29.272).";
    S13 = 16_777_252, "S13, S13' (TS 29.272).";
    SLG = 16_777_255, "SLg (TS 29.172).";
    SLH = 16_777_291, "SLh (TS 29.173).";
    S6C = 16_777_312, "S6c (TS 29.338).";
    SGD = 16_777_313, "SGd, Gdd (TS 29.338).";
    RELAY = 0xffff_ffff, "Relay: only where capabilities are exchanged.";
}

numbers! {
    /// Command Code.
    command:
    CAPABILITIES_EXCHANGE = 257, "CER, CEA.";
    RE_AUTH = 258, "RAR, RAA.";
    AA = 265, "AAR, AAA (RFC 7155, Rx).";
    CREDIT_CONTROL = 272, "CCR, CCA (RFC 8506, Gx, Gy).";
    DEVICE_WATCHDOG = 280, "DWR, DWA.";
    DISCONNECT_PEER = 282, "DPR, DPA.";
    USER_AUTHORIZATION = 300, "UAR, UAA.";
    LOCATION_INFO = 302, "LIR, LIA.";
    MULTIMEDIA_AUTH = 303, "MAR, MAA.";
    USER_DATA = 306, "UDR, UDA.";
    UPDATE_LOCATION = 316, "ULR, ULA.";
    CANCEL_LOCATION = 317, "CLR, CLA.";
    AUTHENTICATION_INFORMATION = 318, "AIR, AIA.";
    INSERT_SUBSCRIBER_DATA = 319, "IDR, IDA.";
    DELETE_SUBSCRIBER_DATA = 320, "DSR, DSA.";
    PURGE_UE = 321, "PUR, PUA.";
    RESET = 322, "RSR, RSA.";
    NOTIFY = 323, "NOR, NOA.";
    ME_IDENTITY_CHECK = 324, "ECR, ECA.";
    PROVIDE_LOCATION = 8_388_620, "PLR, PLA.";
    LCS_ROUTING_INFO = 8_388_622, "RIR, RIA.";
    MO_FORWARD_SHORT_MESSAGE = 8_388_645, "OFR, OFA.";
    MT_FORWARD_SHORT_MESSAGE = 8_388_646, "TFR, TFA.";
    SEND_ROUTING_INFO_FOR_SM = 8_388_647, "SRR, SRA.";
    ALERT_SERVICE_CENTRE = 8_388_648, "ALR, ALA.";
    REPORT_SM_DELIVERY_STATUS = 8_388_649, "RDR, RDA.";
}
