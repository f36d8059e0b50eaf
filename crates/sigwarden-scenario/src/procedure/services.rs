//! Supplementary services and dialled codes.

use sigwarden_emit::map;

use super::Scene;
use crate::file::Dialect;
use crate::operation as op;
use crate::stage::{Component, Package, Stage};
use crate::world::Role;

/// Codes that people dial.
const CODES: &[&str] = &["*100#", "*101*1#", "*111#", "*#100#"];

/// He dials a code: his register answers with a text.
pub(crate) fn code(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("dialled code");
    let (from, to) = (scene.there(stage.world, Role::Vlr), scene.at_register(stage.world, Role::Hlr));
    let mut talk = stage.talk(from, to, &op::USSD, Some(scene.subject));
    talk.about(&scene.subject.imsi);
    let code = *stage.random.pick(CODES);
    let argument = map::process_unstructured_ss_request(code, Some(&scene.subject.msisdn));
    stage.say(&mut talk, 0, Package::Begin, vec![Component::invoke(1, &op::USSD, &argument)]);
    stage.think();
    let answer = map::process_unstructured_ss_request("you have 12 left until the end of the month", None);
    let shown = Component::result(1, &op::USSD, &answer).showing(crate::operation::Shown::NONE);
    stage.say(&mut talk, 1, Package::End, vec![shown]);
}

/// His register tells him something: how much is left, or that he is abroad.
pub(crate) fn notice(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("notice of the own network");
    let (from, to) = (scene.at_register(stage.world, Role::Hlr), scene.there(stage.world, Role::Vlr));
    let mut talk = stage.talk(from, to, &op::USSD_NOTIFY, Some(scene.subject));
    talk.about(&scene.subject.imsi);
    let argument = map::process_unstructured_ss_request("half of your data is used", None);
    stage.say(&mut talk, 0, Package::Begin, vec![Component::invoke(1, &op::USSD_NOTIFY, &argument)]);
    stage.think();
    stage.say(&mut talk, 1, Package::End, vec![Component::result(1, &op::USSD_NOTIFY, &[])]);
}

/// He forwards his calls to another number of his own country, or asks where they go.
pub(crate) fn forwarding(stage: &mut Stage<'_>, scene: &Scene) {
    stage.procedure("supplementary service");
    let (from, to) = (scene.there(stage.world, Role::Vlr), scene.at_register(stage.world, Role::Hlr));
    let other = stage.world.subject(scene.register, scene.number + 41).msisdn;
    let asks = stage.random.chance(500);
    let (operation, argument, result) = if asks {
        (&op::INTERROGATE_SS, map::interrogate_ss(0x21), map::interrogate_ss_result(&other))
    } else {
        (&op::REGISTER_SS, map::register_ss(0x21, &other), map::register_ss_result(0x21, &other))
    };
    let mut talk = stage.talk(from, to, operation, Some(scene.subject));
    talk.about(&scene.subject.imsi);
    stage.say(&mut talk, 0, Package::Begin, vec![Component::invoke(1, operation, &argument)]);
    stage.think();
    let parts = scene.register(stage.world).speaks(Dialect::ResultParts);
    let answer = match parts {
        true => vec![Component::part(1, operation, &result), Component::result(1, operation, &[])],
        false => vec![Component::result(1, operation, &result)],
    };
    stage.say(&mut talk, 1, Package::End, answer);
}
