//! Attributes by their names (RFC 6733 4.5, TS 29.230 7), with what their standards say about the
//! mandatory bit.

use super::avp::Avp;

/// Vendor-ID of 3GPP.
pub const TGPP: u32 = 10_415;

/// Vendor, code, and whether the mandatory bit is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// Vendor-ID, 0 for the IETF.
    pub vendor: u32,
    /// AVP Code.
    pub code: u32,
    /// Whether the receiver has to understand it.
    pub mandatory: bool,
}

impl Code {
    /// Whether an attribute has this code and vendor.
    pub fn is(self, avp: &Avp) -> bool {
        avp.code == self.code && avp.vendor.unwrap_or(0) == self.vendor
    }
}

/// Mandatory bit set or not.
const M: bool = true;
const O: bool = false;

macro_rules! codes {
    ($vendor:expr; $($name:ident $code:literal $mandatory:ident $text:literal)*) => {
        $(
            #[doc = $text]
            pub const $name: Code = Code { vendor: $vendor, code: $code, mandatory: $mandatory };
        )*
    };
}

codes! { 0;
    USER_NAME 1 M "User-Name."
    FRAMED_IP_ADDRESS 8 M "Framed-IP-Address."
    CALLED_STATION_ID 30 M "Called-Station-Id."
    PROXY_STATE 33 M "Proxy-State."
    HOST_IP_ADDRESS 257 M "Host-IP-Address."
    AUTH_APPLICATION_ID 258 M "Auth-Application-Id."
    VENDOR_SPECIFIC_APPLICATION_ID 260 M "Vendor-Specific-Application-Id."
    SESSION_ID 263 M "Session-Id."
    ORIGIN_HOST 264 M "Origin-Host."
    SUPPORTED_VENDOR_ID 265 M "Supported-Vendor-Id."
    VENDOR_ID 266 M "Vendor-Id."
    FIRMWARE_REVISION 267 O "Firmware-Revision."
    RESULT_CODE 268 M "Result-Code."
    PRODUCT_NAME 269 O "Product-Name."
    DISCONNECT_CAUSE 273 M "Disconnect-Cause."
    AUTH_SESSION_STATE 277 M "Auth-Session-State."
    ORIGIN_STATE_ID 278 M "Origin-State-Id."
    FAILED_AVP 279 M "Failed-AVP."
    PROXY_HOST 280 M "Proxy-Host."
    ERROR_MESSAGE 281 O "Error-Message."
    ROUTE_RECORD 282 M "Route-Record."
    DESTINATION_REALM 283 M "Destination-Realm."
    PROXY_INFO 284 M "Proxy-Info."
    REDIRECT_HOST 292 M "Redirect-Host."
    DESTINATION_HOST 293 M "Destination-Host."
    ERROR_REPORTING_HOST 294 O "Error-Reporting-Host."
    ORIGIN_REALM 296 M "Origin-Realm."
    EXPERIMENTAL_RESULT 297 M "Experimental-Result."
    EXPERIMENTAL_RESULT_CODE 298 M "Experimental-Result-Code."
    INBAND_SECURITY_ID 299 M "Inband-Security-Id."
    CC_REQUEST_NUMBER 415 M "CC-Request-Number."
    CC_REQUEST_TYPE 416 M "CC-Request-Type."
    CC_TIME 420 M "CC-Time."
    CC_TOTAL_OCTETS 421 M "CC-Total-Octets."
    GRANTED_SERVICE_UNIT 431 M "Granted-Service-Unit."
    RATING_GROUP 432 M "Rating-Group."
    REQUESTED_SERVICE_UNIT 437 M "Requested-Service-Unit."
    SUBSCRIPTION_ID 443 M "Subscription-Id."
    SUBSCRIPTION_ID_DATA 444 M "Subscription-Id-Data."
    SUBSCRIPTION_ID_TYPE 450 M "Subscription-Id-Type."
    MULTIPLE_SERVICES_CREDIT_CONTROL 456 M "Multiple-Services-Credit-Control."
    SERVICE_CONTEXT_ID 461 M "Service-Context-Id."
    SERVICE_SELECTION 493 M "Service-Selection."
}

codes! { TGPP;
    CHARGING_CHARACTERISTICS_3GPP 13 M "3GPP-Charging-Characteristics."
    AF_APPLICATION_IDENTIFIER 504 M "AF-Application-Identifier."
    FLOW_DESCRIPTION 507 M "Flow-Description."
    FLOW_NUMBER 509 M "Flow-Number."
    MAX_REQUESTED_BANDWIDTH_DL 515 M "Max-Requested-Bandwidth-DL."
    MAX_REQUESTED_BANDWIDTH_UL 516 M "Max-Requested-Bandwidth-UL."
    MEDIA_COMPONENT_DESCRIPTION 517 M "Media-Component-Description."
    MEDIA_COMPONENT_NUMBER 518 M "Media-Component-Number."
    MEDIA_SUB_COMPONENT 519 M "Media-Sub-Component."
    MEDIA_TYPE 520 M "Media-Type."
    VISITED_NETWORK_IDENTIFIER 600 M "Visited-Network-Identifier."
    PUBLIC_IDENTITY 601 M "Public-Identity."
    SERVER_NAME 602 M "Server-Name."
    SIP_NUMBER_AUTH_ITEMS 607 M "SIP-Number-Auth-Items."
    SIP_AUTHENTICATION_SCHEME 608 M "SIP-Authentication-Scheme."
    SIP_AUTHENTICATE 609 M "SIP-Authenticate."
    SIP_AUTHORIZATION 610 M "SIP-Authorization."
    SIP_AUTH_DATA_ITEM 612 M "SIP-Auth-Data-Item."
    SIP_ITEM_NUMBER 613 M "SIP-Item-Number."
    USER_AUTHORIZATION_TYPE 623 M "User-Authorization-Type."
    CONFIDENTIALITY_KEY 625 M "Confidentiality-Key."
    INTEGRITY_KEY 626 M "Integrity-Key."
    SUPPORTED_FEATURES 628 O "Supported-Features."
    FEATURE_LIST_ID 629 O "Feature-List-ID."
    FEATURE_LIST 630 O "Feature-List."
    USER_IDENTITY 700 M "User-Identity."
    MSISDN 701 M "MSISDN."
    SH_USER_DATA 702 M "User-Data."
    DATA_REFERENCE 703 M "Data-Reference."
    REQUESTED_DOMAIN 706 M "Requested-Domain."
    CURRENT_LOCATION 707 M "Current-Location."
    CHARGING_RULE_INSTALL 1_001 M "Charging-Rule-Install."
    CHARGING_RULE_BASE_NAME 1_004 M "Charging-Rule-Base-Name."
    IP_CAN_TYPE 1_027 M "IP-CAN-Type."
    QOS_CLASS_IDENTIFIER 1_028 M "QoS-Class-Identifier."
    RAT_TYPE 1_032 M "RAT-Type."
    ALLOCATION_RETENTION_PRIORITY 1_034 M "Allocation-Retention-Priority."
    PRIORITY_LEVEL 1_046 M "Priority-Level."
    PRE_EMPTION_CAPABILITY 1_047 M "Pre-emption-Capability."
    PRE_EMPTION_VULNERABILITY 1_048 M "Pre-emption-Vulnerability."
    DEFAULT_EPS_BEARER_QOS 1_049 M "Default-EPS-Bearer-QoS."
    LCS_FORMAT_INDICATOR 1_237 M "LCS-Format-Indicator."
    LCS_NAME_STRING 1_238 M "LCS-Name-String."
    LCS_CLIENT_TYPE 1_241 M "LCS-Client-Type."
    LOCATION_ESTIMATE 1_242 M "Location-Estimate."
    SUBSCRIPTION_DATA 1_400 M "Subscription-Data."
    TERMINAL_INFORMATION 1_401 M "Terminal-Information."
    IMEI 1_402 M "IMEI."
    SOFTWARE_VERSION 1_403 M "Software-Version."
    ULR_FLAGS 1_405 M "ULR-Flags."
    ULA_FLAGS 1_406 M "ULA-Flags."
    VISITED_PLMN_ID 1_407 M "Visited-PLMN-Id."
    REQUESTED_EUTRAN_AUTHENTICATION_INFO 1_408 M "Requested-EUTRAN-Authentication-Info."
    NUMBER_OF_REQUESTED_VECTORS 1_410 M "Number-Of-Requested-Vectors."
    RE_SYNCHRONIZATION_INFO 1_411 M "Re-Synchronization-Info."
    IMMEDIATE_RESPONSE_PREFERRED 1_412 M "Immediate-Response-Preferred."
    AUTHENTICATION_INFO 1_413 M "Authentication-Info."
    E_UTRAN_VECTOR 1_414 M "E-UTRAN-Vector."
    NETWORK_ACCESS_MODE 1_417 M "Network-Access-Mode."
    ITEM_NUMBER 1_419 M "Item-Number."
    CANCELLATION_TYPE 1_420 M "Cancellation-Type."
    DSR_FLAGS 1_421 M "DSR-Flags."
    DSA_FLAGS 1_422 M "DSA-Flags."
    CONTEXT_IDENTIFIER 1_423 M "Context-Identifier."
    SUBSCRIBER_STATUS 1_424 M "Subscriber-Status."
    ACCESS_RESTRICTION_DATA 1_426 M "Access-Restriction-Data."
    ALL_APN_CONFIGURATIONS_INCLUDED_INDICATOR 1_428 M "All-APN-Configurations-Included-Indicator."
    APN_CONFIGURATION_PROFILE 1_429 M "APN-Configuration-Profile."
    APN_CONFIGURATION 1_430 M "APN-Configuration."
    EPS_SUBSCRIBED_QOS_PROFILE 1_431 M "EPS-Subscribed-QoS-Profile."
    VPLMN_DYNAMIC_ADDRESS_ALLOWED 1_432 M "VPLMN-Dynamic-Address-Allowed."
    ALERT_REASON 1_434 M "Alert-Reason."
    AMBR 1_435 M "AMBR."
    PDN_GW_ALLOCATION_TYPE 1_438 M "PDN-GW-Allocation-Type."
    IDA_FLAGS 1_441 M "IDA-Flags."
    PUA_FLAGS 1_442 M "PUA-Flags."
    NOR_FLAGS 1_443 M "NOR-Flags."
    USER_ID 1_444 M "User-Id."
    EQUIPMENT_STATUS 1_445 M "Equipment-Status."
    RAND 1_447 M "RAND."
    XRES 1_448 M "XRES."
    AUTN 1_449 M "AUTN."
    KASME 1_450 M "KASME."
    PDN_TYPE 1_456 M "PDN-Type."
    GMLC_NUMBER 1_474 M "GMLC-Number."
    IDR_FLAGS 1_490 M "IDR-Flags."
    IMS_VOICE_OVER_PS_SESSIONS_SUPPORTED 1_492 O "IMS-Voice-Over-PS-Sessions-Supported."
    EPS_USER_STATE 1_495 O "EPS-User-State."
    EPS_LOCATION_INFORMATION 1_496 O "EPS-Location-Information."
    MME_USER_STATE 1_497 O "MME-User-State."
    USER_STATE 1_499 O "User-State."
    MME_LOCATION_INFORMATION 1_600 O "MME-Location-Information."
    E_UTRAN_CELL_GLOBAL_IDENTITY 1_602 O "E-UTRAN-Cell-Global-Identity."
    TRACKING_AREA_IDENTITY 1_603 O "Tracking-Area-Identity."
    CURRENT_LOCATION_RETRIEVED 1_610 O "Current-Location-Retrieved."
    AGE_OF_LOCATION_INFORMATION 1_611 O "Age-Of-Location-Information."
    UE_SRVCC_CAPABILITY 1_615 O "UE-SRVCC-Capability."
    SUBSCRIBED_PERIODIC_RAU_TAU_TIMER 1_619 O "Subscribed-Periodic-RAU-TAU-Timer."
    PUR_FLAGS 1_635 O "PUR-Flags."
    CLR_FLAGS 1_638 O "CLR-Flags."
    MME_NUMBER_FOR_MT_SMS 1_645 O "MME-Number-for-MT-SMS."
    LMSI 2_400 M "LMSI."
    SERVING_NODE 2_401 M "Serving-Node."
    MME_NAME 2_402 M "MME-Name."
    MSC_NUMBER 2_403 M "MSC-Number."
    MME_REALM 2_408 O "MME-Realm."
    SLG_LOCATION_TYPE 2_500 M "SLg-Location-Type."
    LCS_EPS_CLIENT_NAME 2_501 M "LCS-EPS-Client-Name."
    ACCURACY_FULFILMENT_INDICATOR 2_513 O "Accuracy-Fulfilment-Indicator."
    AGE_OF_LOCATION_ESTIMATE 2_514 O "Age-Of-Location-Estimate."
    ECGI 2_517 O "ECGI."
    USER_IDENTIFIER 3_102 M "User-Identifier."
    SC_ADDRESS 3_300 M "SC-Address."
    SM_RP_UI 3_301 M "SM-RP-UI."
    TFR_FLAGS 3_302 M "TFR-Flags."
    SM_RP_MTI 3_308 M "SM-RP-MTI."
    SRR_FLAGS 3_310 M "SRR-Flags."
    MWD_STATUS 3_312 M "MWD-Status."
    SM_DELIVERY_OUTCOME 3_316 M "SM-Delivery-Outcome."
    MME_SM_DELIVERY_OUTCOME 3_317 M "MME-SM-Delivery-Outcome."
    SM_DELIVERY_CAUSE 3_321 M "SM-Delivery-Cause."
    ABSENT_USER_DIAGNOSTIC_SM 3_322 M "Absent-User-Diagnostic-SM."
}
