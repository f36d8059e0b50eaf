//! Calls: roaming numbers, questions of the own register, prepaid control.

use sigwarden_emit::{cap, map};

use super::Scene;
use crate::operation as op;
use crate::short::Short;
use crate::stage::{Ask, Component, Package, Reply, SECOND, Stage};
use crate::world::{Party, Role};

/// Somebody calls him: his register asks the visited one for a number to route to.
pub(crate) fn terminating(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("call");
    if stage.random.chance(250) {
        info_for_call(stage, scene);
        stage.pause(5, 50);
    }
    let vlr = scene.there(stage.world, Role::Vlr);
    let gateway = scene.at_register(stage.world, Role::Gmsc);
    let number = Short::padded(&vlr.title[..vlr.title.len() - 3], 500 + stage.random.below(400), vlr.title.len());
    stage.ask(Ask {
        from: scene.at_register(stage.world, Role::Hlr),
        to: vlr,
        op: &op::PROVIDE_ROAMING_NUMBER,
        argument: &map::provide_roaming_number(&scene.subject.imsi, &vlr.title, &scene.subject.msisdn, &gateway.title),
        subject: Some(scene.subject),
        reply: Reply::Result(map::provide_roaming_number_result(&number)),
        answered_by: None,
    });
}

fn info_for_call(stage: &mut Stage<'_>, scene: &Scene) {
    let from = scene.at_register(stage.world, Role::Hlr);
    subscriber_info(stage, scene, from);
}

/// A node of his own network asks where he is: for a call, a tariff or a fraud check.
pub(crate) fn subscriber_info(stage: &mut Stage<'_>, scene: &Scene, from: Party) {
    let vlr = scene.there(stage.world, Role::Vlr);
    let cell = scene.cell(stage);
    let age = stage.random.below(40) as u16;
    let reply = match stage.random.below(100) {
        0..6 => Reply::Error(map::error::ABSENT_SUBSCRIBER),
        _ => Reply::Result(map::subscriber_info_result(cell, age, &vlr.title)),
    };
    stage.ask(Ask {
        from,
        to: vlr,
        op: &op::SUBSCRIBER_INFO,
        argument: &map::provide_subscriber_info(&scene.subject.imsi, map::RequestedInfo::USUAL),
        subject: Some(scene.subject),
        reply,
        answered_by: None,
    });
}

/// He calls, and his tariff is controlled from home: initialDP, applyCharging, continue, report.
pub(crate) fn prepaid(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("prepaid call");
    let msc = scene.there(stage.world, Role::Msc).as_subsystem(map::subsystem::CAP);
    let control = scene.at_register(stage.world, Role::Scf);
    let cell = scene.cell(stage);
    let called = stage.world.subject(scene.register, scene.number + 17).msisdn;
    let argument = cap::initial_dp(cap::Call {
        service_key: 1,
        imsi: &scene.subject.imsi,
        calling: &scene.subject.msisdn,
        called: &called,
        cell,
        msc: &msc.title,
    });
    let mut talk = stage.talk(msc, control, &op::INITIAL_DP, Some(scene.subject));
    stage.say(&mut talk, 0, Package::Begin, vec![Component::invoke(1, &op::INITIAL_DP, &argument)]);
    stage.think();
    let duration = stage.random.between(300, 6_000) as i64;
    let orders = vec![
        Component::invoke(1, &op::APPLY_CHARGING, &cap::apply_charging(duration)),
        Component::invoke(2, &op::CONTINUE, &[]),
    ];
    stage.say(&mut talk, 1, Package::Continue, orders);
    let spoken = stage.random.between(5, duration as u64 / 10 - 2);
    stage.wait(spoken * SECOND);
    let report = Component::invoke(2, &op::APPLY_CHARGING_REPORT, &cap::apply_charging_report(spoken as i64 * 10));
    stage.say(&mut talk, 0, Package::Continue, vec![report]);
    stage.think();
    stage.say(&mut talk, 1, Package::End, Vec::new());
}
