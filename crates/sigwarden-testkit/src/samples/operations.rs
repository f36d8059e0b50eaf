//! A sample of every operation, as data.

use super::{IMSI, MSISDN};
use crate::cap;
use crate::map::*;

const MSC: &str = "447700900011";
const VLR: &str = "447700900012";
const SGSN: &str = "447700900013";
const HLR: &str = "15555550020";
const CENTRE: &str = "447700900041";
const GMLC: &str = "447700900051";
const SCF: &str = "15555550051";
const IMEI: &str = "0000000000000000";
const CELL: Cell = Cell { plmn: "99901", area: 0x0102, cell: 0x0304 };

/// A sample dialogue of one operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The standard's name, with the version where a second one is sampled.
    pub name: &'static str,
    /// Application context, as arcs.
    pub context: Vec<u64>,
    /// Local operation code.
    pub code: i64,
    /// Subsystems of the asking and of the answering node.
    pub subsystems: (u8, u8),
    /// Encoded argument.
    pub argument: Vec<u8>,
    /// Encoded result, empty where the answer has no parameter; none where nobody answers.
    pub result: Option<Vec<u8>>,
}

fn row(
    name: &'static str,
    context: impl Into<Vec<u64>>,
    code: i64,
    subsystems: (u8, u8),
    argument: Vec<u8>,
    result: impl Into<Option<Vec<u8>>>,
) -> Operation {
    Operation { name, context: context.into(), code, subsystems, argument, result: result.into() }
}

/// A sample of every MAP and CAP operation that this crate can build.
pub fn every_operation() -> Vec<Operation> {
    [mobility(), subscriber_data(), calls_and_services(), short_messages(), locations(), camel()].concat()
}

/// An empty SEQUENCE: the result that says no more than "done".
fn done() -> Vec<u8> {
    vec![0x30, 0]
}

const HLR_ASKED: (u8, u8) = (subsystem::VLR, subsystem::HLR);
const VLR_ASKED: (u8, u8) = (subsystem::HLR, subsystem::VLR);

#[rustfmt::skip]
fn mobility() -> Vec<Operation> {
    use context_number as ac;
    use operation as op;
    let address = std::net::Ipv4Addr::new(203, 0, 113, 5);
    vec![
        row("updateLocation", context(ac::NETWORK_LOC_UP, 3), op::UPDATE_LOCATION, HLR_ASKED,
            update_location(IMSI, MSC, VLR), location_result(HLR)),
        row("cancelLocation", context(ac::LOCATION_CANCEL, 3), op::CANCEL_LOCATION, VLR_ASKED,
            cancel_location(IMSI, 0), done()),
        row("cancelLocation v2", context(ac::LOCATION_CANCEL, 2), op::CANCEL_LOCATION, VLR_ASKED,
            cancel_location_v2(IMSI), Vec::new()),
        row("updateGprsLocation", context(ac::GPRS_LOCATION_UPDATE, 3), op::UPDATE_GPRS_LOCATION,
            (subsystem::SGSN, subsystem::HLR), update_gprs_location(IMSI, SGSN, address), location_result(HLR)),
        row("purgeMS", context(ac::MS_PURGING, 3), op::PURGE_MS, HLR_ASKED,
            purge_ms(IMSI, VLR), purge_ms_result()),
        row("restoreData", context(ac::NETWORK_LOC_UP, 3), op::RESTORE_DATA, HLR_ASKED,
            restore_data(IMSI), location_result(HLR)),
        row("reset", context(ac::RESET, 2), op::RESET, VLR_ASKED, reset(HLR), None),
        row("sendIdentification", context(ac::INTER_VLR_INFO_RETRIEVAL, 3), op::SEND_IDENTIFICATION,
            (subsystem::VLR, subsystem::VLR), send_identification([1, 2, 3, 4], 2),
            send_identification_result(IMSI, 2)),
        row("noteMM-Event", context(ac::MM_EVENT_REPORTING, 3), op::NOTE_MM_EVENT,
            (subsystem::VLR, subsystem::GSM_SCF), note_mm_event(1, 0, IMSI, MSISDN), done()),
        row("checkIMEI v2", context(ac::EQUIPMENT_MNGT, 2), op::CHECK_IMEI,
            (subsystem::MSC, subsystem::EIR), check_imei(IMEI), check_imei_result(0)),
        row("checkIMEI", context(ac::EQUIPMENT_MNGT, 3), op::CHECK_IMEI,
            (subsystem::MSC, subsystem::EIR), check_imei_v3(IMEI), check_imei_result_v3(0)),
    ]
}

#[rustfmt::skip]
fn subscriber_data() -> Vec<Operation> {
    use context_number as ac;
    use operation as op;
    let profile = Profile {
        imsi: Some(IMSI),
        msisdn: Some(MSISDN),
        service_control: Some(SCF),
        services: &[0x11, 0x42],
        access_points: &["internet.example"],
    };
    vec![
        row("sendAuthenticationInfo", context(ac::INFO_RETRIEVAL, 3), op::SEND_AUTHENTICATION_INFO, HLR_ASKED,
            send_authentication_info(IMSI, 5), send_authentication_info_result(2)),
        row("sendAuthenticationInfo v2", context(ac::INFO_RETRIEVAL, 2), op::SEND_AUTHENTICATION_INFO, HLR_ASKED,
            send_authentication_info_v2(IMSI), send_authentication_info_result_v2(5)),
        row("insertSubscriberData", context(ac::SUBSCRIBER_DATA_MNGT, 3), op::INSERT_SUBSCRIBER_DATA, VLR_ASKED,
            insert_subscriber_data(profile), insert_subscriber_data_result()),
        row("deleteSubscriberData", context(ac::SUBSCRIBER_DATA_MNGT, 3), op::DELETE_SUBSCRIBER_DATA, VLR_ASKED,
            delete_subscriber_data(IMSI), done()),
        row("sendIMSI", context(ac::IMSI_RETRIEVAL, 2), op::SEND_IMSI, HLR_ASKED,
            send_imsi(MSISDN), send_imsi_result(IMSI)),
        row("anyTimeSubscriptionInterrogation", context(ac::ANY_TIME_INFO_HANDLING, 3),
            op::ANY_TIME_SUBSCRIPTION_INTERROGATION, (subsystem::GSM_SCF, subsystem::HLR),
            any_time_subscription_interrogation(Subscriber::Imsi(IMSI), CALL_FORWARDING_UNCONDITIONAL, SCF),
            any_time_subscription_interrogation_result(MSISDN)),
    ]
}

#[rustfmt::skip]
fn calls_and_services() -> Vec<Operation> {
    use context_number as ac;
    use operation as op;
    let code = CALL_FORWARDING_UNCONDITIONAL;
    vec![
        row("sendRoutingInfo", context(ac::LOC_INFO_RETRIEVAL, 3), op::SEND_ROUTING_INFO,
            (subsystem::MSC, subsystem::HLR), send_routing_info(MSISDN, MSC),
            send_routing_info_result(IMSI, "447700900099", MSC)),
        row("provideRoamingNumber", context(ac::ROAMING_NB_ENQUIRY, 3), op::PROVIDE_ROAMING_NUMBER, VLR_ASKED,
            provide_roaming_number(IMSI, MSC, MSISDN, HLR), provide_roaming_number_result("447700900099")),
        row("registerSS", context(ac::NETWORK_FUNCTIONAL_SS, 2), op::REGISTER_SS, HLR_ASKED,
            register_ss(code, MSISDN), register_ss_result(code, MSISDN)),
        row("interrogateSS", context(ac::NETWORK_FUNCTIONAL_SS, 2), op::INTERROGATE_SS, HLR_ASKED,
            interrogate_ss(code), interrogate_ss_result(MSISDN)),
        row("processUnstructuredSS-Request", context(ac::NETWORK_UNSTRUCTURED_SS, 2),
            op::PROCESS_UNSTRUCTURED_SS_REQUEST, HLR_ASKED,
            process_unstructured_ss_request("*100#", Some(MSISDN)),
            process_unstructured_ss_request("your balance is 10", None)),
    ]
}

#[rustfmt::skip]
fn short_messages() -> Vec<Operation> {
    use context_number as ac;
    use operation as op;
    let centre_asks = (subsystem::MSC, subsystem::HLR);
    let switch_asked = (subsystem::MSC, subsystem::MSC);
    let deliver = sms_deliver(MSISDN, "hello");
    vec![
        row("sendRoutingInfoForSM", context(ac::SHORT_MSG_GATEWAY, 3), op::SEND_ROUTING_INFO_FOR_SM, centre_asks,
            send_routing_info_for_sm(MSISDN, CENTRE), send_routing_info_for_sm_result(IMSI, MSC)),
        row("mt-ForwardSM", context(ac::SHORT_MSG_MT_RELAY, 3), op::MT_FORWARD_SM, switch_asked,
            mt_forward_sm(IMSI, CENTRE, &deliver), done()),
        row("forwardSM v2", context(ac::SHORT_MSG_MT_RELAY, 2), op::MO_FORWARD_SM, switch_asked,
            mt_forward_sm(IMSI, CENTRE, &deliver), Vec::new()),
        row("mo-ForwardSM", context(ac::SHORT_MSG_MO_RELAY, 3), op::MO_FORWARD_SM, switch_asked,
            mo_forward_sm(CENTRE, MSISDN, &sms_submit(MSISDN, "hello"), IMSI), done()),
        row("reportSM-DeliveryStatus", context(ac::SHORT_MSG_GATEWAY, 3), op::REPORT_SM_DELIVERY_STATUS, centre_asks,
            report_sm_delivery_status(MSISDN, CENTRE, 1), done()),
        row("alertServiceCentre", context(ac::SHORT_MSG_ALERT, 2), op::ALERT_SERVICE_CENTRE,
            (subsystem::HLR, subsystem::MSC), alert_service_centre(MSISDN, CENTRE), Vec::new()),
        row("readyForSM", context(ac::MWD_MNGT, 3), op::READY_FOR_SM, HLR_ASKED,
            ready_for_sm(IMSI, 0), done()),
    ]
}

#[rustfmt::skip]
fn locations() -> Vec<Operation> {
    use context_number as ac;
    use operation as op;
    let everything = RequestedInfo { location: true, state: true, current: true, imei: true };
    let information = subscriber_info_result(CELL, 7, VLR);
    vec![
        row("provideSubscriberInfo", context(ac::SUBSCRIBER_INFO_ENQUIRY, 3), op::PROVIDE_SUBSCRIBER_INFO, VLR_ASKED,
            provide_subscriber_info(IMSI, RequestedInfo::USUAL), information.clone()),
        row("provideSubscriberInfo of somebody unreachable", context(ac::SUBSCRIBER_INFO_ENQUIRY, 3),
            op::PROVIDE_SUBSCRIBER_INFO, VLR_ASKED,
            provide_subscriber_info(IMSI, everything), unreachable_subscriber_result(0)),
        row("anyTimeInterrogation", context(ac::ANY_TIME_INFO_ENQUIRY, 3), op::ANY_TIME_INTERROGATION,
            (subsystem::GSM_SCF, subsystem::HLR),
            any_time_interrogation(Subscriber::Msisdn(MSISDN), everything, SCF), information),
        row("provideSubscriberLocation", context(ac::LOCATION_SVC_ENQUIRY, 3), op::PROVIDE_SUBSCRIBER_LOCATION,
            (subsystem::GMLC, subsystem::MSC), provide_subscriber_location(IMSI, MSISDN, GMLC, 1),
            provide_subscriber_location_result(-12.5, 45.0, 0, CELL)),
        row("sendRoutingInfoForLCS", context(ac::LOCATION_SVC_GATEWAY, 3), op::SEND_ROUTING_INFO_FOR_LCS,
            (subsystem::GMLC, subsystem::HLR), send_routing_info_for_lcs(GMLC, Subscriber::Msisdn(MSISDN)),
            send_routing_info_for_lcs_result(Subscriber::Imsi(IMSI), MSC)),
    ]
}

#[rustfmt::skip]
fn camel() -> Vec<Operation> {
    use cap::operation as op;
    let switch_asks = (subsystem::CAP, subsystem::CAP);
    let call = cap::Call {
        service_key: 1,
        imsi: IMSI,
        calling: MSISDN,
        called: "447700900123",
        cell: CELL,
        msc: MSC,
    };
    let row = |name, context: &[u64], code, argument| row(name, context, code, switch_asks, argument, None);
    vec![
        row("initialDP phase 1", cap::CONTEXT_PHASE_1, op::INITIAL_DP, cap::initial_dp(call)),
        row("initialDP phase 2", cap::CONTEXT_PHASE_2, op::INITIAL_DP, cap::initial_dp(call)),
        row("initialDP phase 3", cap::CONTEXT_PHASE_3, op::INITIAL_DP, cap::initial_dp(call)),
        row("initialDP phase 4", cap::CONTEXT_PHASE_4, op::INITIAL_DP, cap::initial_dp(call)),
        row("connect", cap::CONTEXT_PHASE_2, op::CONNECT, cap::connect("447700900124")),
        row("releaseCall", cap::CONTEXT_PHASE_2, op::RELEASE_CALL, cap::release_call(16)),
        row("continue", cap::CONTEXT_PHASE_2, op::CONTINUE, Vec::new()),
        row("applyCharging", cap::CONTEXT_PHASE_2, op::APPLY_CHARGING, cap::apply_charging(600)),
        row("applyChargingReport", cap::CONTEXT_PHASE_2, op::APPLY_CHARGING_REPORT,
            cap::apply_charging_report(430)),
    ]
}
