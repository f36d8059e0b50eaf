//! What telephones and gateways do in the traffic of GTP, one function an occasion.

use super::newer::{self, cause_value};
use super::session::{Bearer, Session, recovery};
use super::{Generator, older};
use crate::gtp::{v1, v2};
use crate::world::MILLISECOND;

/// Takes a connection, and gives it back where it goes on.
type Occasion = fn(&mut Generator<'_>, Session) -> Option<Session>;

/// How often of 1000 an occasion happens, and what happens.
const MIX: &[(u64, Occasion)] =
    &[(300, moves_on), (150, changes_gateway), (80, access_changes), (150, gets_bearer), (320, disconnects)];
/// How often of 1000 somebody connects; otherwise something happens to one who is connected.
const CONNECTS: u64 = 300;
/// How often of 1000 two gateways ask each other whether they are there.
const ECHO: u64 = 15;
/// How often of 1000 a connection is refused, first for the one reason, then for the other.
const REFUSED: [u64; 2] = [4, 10];
/// How often of 1000 the other side does not know a connection any more.
const FORGOTTEN: u64 = 4;
/// How often of 1000 a second bearer is asked for in the datagram that accepts the connection.
const PIGGYBACKED: u64 = 60;
/// Identifier of the second bearer of a connection.
const SECOND_BEARER: u8 = 6;
/// Answers with nothing but a cause (TS 29.274 6.1).
mod kind {
    pub(super) const CREATE_SESSION: u8 = 33;
    pub(super) const MODIFY_BEARER: u8 = 35;
    pub(super) const DELETE_SESSION: u8 = 37;
    pub(super) const CREATE_CONTEXT: u8 = 17;
    pub(super) const DELETE_CONTEXT: u8 = 21;
}

/// Something happens, now.
pub(super) fn one(generator: &mut Generator<'_>) {
    if generator.random.chance(ECHO) {
        return echo(generator);
    }
    if generator.sessions.is_empty() || generator.random.chance(CONNECTS) {
        return connects(generator);
    }
    let place = generator.random.below(generator.sessions.len() as u64) as usize;
    let session = generator.sessions.swap_remove(place);
    // Nobody goes on before both sides know of what was last.
    let now = generator.lab.time().max(session.ready + MILLISECOND);
    generator.lab.set_time(now);
    let mut draw = generator.random.below(MIX.iter().map(|row| row.0).sum());
    for (weight, occasion) in MIX {
        if draw < *weight {
            let imsi = session.roamer.imsi.clone();
            match occasion(generator, session) {
                Some(session) => keep(generator, session),
                None => drop(generator.connected.remove(&imsi)),
            }
            return;
        }
        draw -= weight;
    }
}

/// The connection goes on, from now.
fn keep(generator: &mut Generator<'_>, session: Session) {
    let ready = generator.lab.time();
    generator.sessions.push(Session { ready, ..session });
}

fn echo(generator: &mut Generator<'_>) {
    let (sgw, pgw, is_older) = generator.edge.neighbours(&mut generator.random);
    let (from, to) = if generator.random.chance(500) { (sgw, pgw) } else { (pgw, sgw) };
    let sequence = generator.lab.sequence(from);
    let (request, answer) = if is_older {
        (v1::echo_request(sequence as u16), v1::echo_response(sequence as u16, recovery(to)))
    } else {
        (v2::echo_request(sequence, recovery(from)), v2::echo_response(sequence, recovery(to)))
    };
    generator.ask(from, to, request, answer);
}

fn connects(generator: &mut Generator<'_>) {
    let roamer = generator.edge.roamer(&mut generator.random);
    if generator.connected.contains(&roamer.imsi) {
        return;
    }
    let serving = generator.random.below(roamer.sgws.len() as u64) as usize;
    let (sgw, pgw) = (generator.tunnel(roamer.sgws[serving]), generator.tunnel(roamer.pgw));
    let place = generator.place();
    let session = Session { roamer, place, serving, sgw, pgw, second: None, ready: 0 };
    let session = if session.roamer.older { connect_older(generator, session) } else { connect(generator, session) };
    if let Some(session) = session {
        generator.connected.insert(session.roamer.imsi.clone());
        keep(generator, session);
    }
}

fn connect(generator: &mut Generator<'_>, session: Session) -> Option<Session> {
    let (sgw, pgw) = (session.sgw.node, session.pgw.node);
    let sequence = generator.lab.sequence(sgw);
    let request = newer::create_session_request(sequence, &session);
    let refused = match generator.random.below(1000) {
        draw if draw < REFUSED[0] => Some(cause_value::USER_AUTHENTICATION_FAILED),
        draw if draw < REFUSED[1] => Some(cause_value::ACCESS_DENIED_NO_SUBSCRIPTION),
        _ => None,
    };
    if let Some(value) = refused {
        let answer = newer::refusal(kind::CREATE_SESSION, sequence, &session, value);
        generator.ask(sgw, pgw, request, answer);
        return None;
    }
    let answer = newer::create_session_response(sequence, &session);
    if !generator.random.chance(PIGGYBACKED) {
        return generator.ask(sgw, pgw, request, answer).then_some(session);
    }
    generator.lab.send(sgw, pgw, request);
    generator.think();
    let (sequence, second) = (generator.lab.sequence(pgw), second(generator, &session));
    let wanted = newer::create_bearer_request(sequence, &session, second);
    generator.lab.send_together(pgw, sgw, answer, &wanted);
    generator.think();
    generator.lab.send(sgw, pgw, newer::create_bearer_response(sequence, &session, second));
    Some(Session { second: Some(second), ..session })
}

/// User data identifiers for a second bearer.
fn second(generator: &mut Generator<'_>, session: &Session) -> Bearer {
    let (sgw, pgw) = (generator.lab.teid(session.sgw.node), generator.lab.teid(session.pgw.node));
    Bearer { id: SECOND_BEARER, sgw, pgw }
}

fn connect_older(generator: &mut Generator<'_>, session: Session) -> Option<Session> {
    let (sgsn, ggsn) = (session.sgw.node, session.pgw.node);
    let sequence = generator.short_sequence(sgsn);
    let request = older::create_request(sequence, &session);
    let refused = generator.random.chance(REFUSED[0]);
    let answer = if refused {
        older::response(kind::CREATE_CONTEXT, sequence, &session, older::cause_value::USER_AUTHENTICATION_FAILED)
    } else {
        older::create_response(sequence, &session)
    };
    (generator.ask(sgsn, ggsn, request, answer) && !refused).then_some(session)
}

/// He is in another cell, which his packet gateway wants to know.
fn moves_on(generator: &mut Generator<'_>, mut session: Session) -> Option<Session> {
    session.place = generator.place();
    if session.roamer.older {
        return update(generator, session);
    }
    let (sgw, pgw) = (session.sgw.node, session.pgw.node);
    let sequence = generator.lab.sequence(sgw);
    let request = newer::change_notification_request(sequence, &session);
    let answer = newer::change_notification_response(sequence, &session);
    generator.ask(sgw, pgw, request, answer);
    Some(session)
}

/// Another serving gateway of the same network takes over, with identifiers of its own.
fn changes_gateway(generator: &mut Generator<'_>, session: Session) -> Option<Session> {
    let serving = 1 - session.serving;
    let sgw = generator.tunnel(session.roamer.sgws[serving]);
    let second = session.second.map(|second| Bearer { sgw: generator.lab.teid(sgw.node), ..second });
    let place = generator.place();
    let session = Session { serving, sgw, second, place, ..session };
    if session.roamer.older { update(generator, session) } else { modify(generator, session, true) }
}

/// He is elsewhere, at the same gateway.
fn access_changes(generator: &mut Generator<'_>, mut session: Session) -> Option<Session> {
    session.place = generator.place();
    if session.roamer.older { update(generator, session) } else { modify(generator, session, false) }
}

fn modify(generator: &mut Generator<'_>, session: Session, moved: bool) -> Option<Session> {
    let (sgw, pgw) = (session.sgw.node, session.pgw.node);
    let sequence = generator.lab.sequence(sgw);
    let request = newer::modify_bearer_request(sequence, &session, moved);
    if generator.random.chance(FORGOTTEN) {
        let answer = newer::refusal(kind::MODIFY_BEARER, sequence, &session, cause_value::CONTEXT_NOT_FOUND);
        generator.ask(sgw, pgw, request, answer);
        return None;
    }
    let answer = newer::modify_bearer_response(sequence, &session, moved);
    // Without an answer the new gateway gives the connection up.
    (generator.ask(sgw, pgw, request, answer) || !moved).then_some(session)
}

fn update(generator: &mut Generator<'_>, session: Session) -> Option<Session> {
    let sequence = generator.short_sequence(session.sgw.node);
    let request = older::update_request(sequence, &session);
    let answer = older::update_response(sequence, &session);
    generator.ask(session.sgw.node, session.pgw.node, request, answer).then_some(session)
}

/// The packet gateway opens a second bearer, or closes the one that is there.
fn gets_bearer(generator: &mut Generator<'_>, session: Session) -> Option<Session> {
    if session.roamer.older {
        return update(generator, session);
    }
    let (sgw, pgw) = (session.sgw.node, session.pgw.node);
    let sequence = generator.lab.sequence(pgw);
    if let Some(second) = session.second {
        let request = v2::delete_bearer_request(sequence, session.sgw.control, &[second.id]);
        let answer = v2::delete_bearer_response(sequence, session.pgw.control, cause_value::ACCEPTED);
        generator.ask(pgw, sgw, request, answer);
        return Some(Session { second: None, ..session });
    }
    let second = second(generator, &session);
    let request = newer::create_bearer_request(sequence, &session, second);
    let answer = newer::create_bearer_response(sequence, &session, second);
    let well = generator.ask(pgw, sgw, request, answer);
    Some(Session { second: well.then_some(second), ..session })
}

fn disconnects(generator: &mut Generator<'_>, session: Session) -> Option<Session> {
    let (sgw, pgw) = (session.sgw.node, session.pgw.node);
    let forgotten = generator.random.chance(FORGOTTEN);
    let (request, answer) = if session.roamer.older {
        let sequence = generator.short_sequence(sgw);
        let value = if forgotten { older::cause_value::NON_EXISTENT } else { older::cause_value::ACCEPTED };
        let answer = older::response(kind::DELETE_CONTEXT, sequence, &session, value);
        (older::delete_request(sequence, &session), answer)
    } else {
        let sequence = generator.lab.sequence(sgw);
        let answer = if forgotten {
            newer::refusal(kind::DELETE_SESSION, sequence, &session, cause_value::CONTEXT_NOT_FOUND)
        } else {
            v2::delete_session_response(sequence, session.sgw.control, cause_value::ACCEPTED)
        };
        (newer::delete_session_request(sequence, &session), answer)
    };
    generator.ask(sgw, pgw, request, answer);
    None
}
