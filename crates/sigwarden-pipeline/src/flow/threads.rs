//! Reading and joining on one thread, judging on another.
//!
//! The first says with each batch where its messages belong, and asks nothing back; the second takes batches in the order
//! in which they were made, so it judges what one thread would.

use super::{Judge, Progress, Reader, Receiver};
use sigwarden_capture::CaptureSet;
use sigwarden_dialogue::{Batch, Counters, Joiner, Notes, Tape};
use std::sync::mpsc::sync_channel;

/// Batches on their way: enough that neither side waits for the other's bursts.
const IN_FLIGHT: usize = 4;

/// Messages on their way, and how far their reading had come.
#[derive(Default)]
struct Parcel {
    batch: Batch,
    tape: Tape,
    progress: Progress,
}

/// Moves everything from the captures to the judge.
pub(super) fn pump<R: Receiver + Send>(
    capture: &mut CaptureSet,
    reader: &mut Reader,
    joiner: &mut Joiner,
    judge: &mut Judge<'_, R>,
    counters: &mut Counters,
) {
    let mut notes = Notes::default();
    let (all, joining) = (judge.operations, &mut *joiner);
    let (full_sender, full) = sync_channel::<Parcel>(IN_FLIGHT);
    let (empty_sender, empty) = sync_channel::<Parcel>(IN_FLIGHT * 2);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            loop {
                let mut parcel = empty.try_recv().unwrap_or_default();
                if !reader.fill(capture, &mut parcel.batch) {
                    break;
                }
                joining.record(&parcel.batch, &mut parcel.tape, all);
                parcel.progress = super::progress(capture, joining, 0);
                if full_sender.send(parcel).is_err() {
                    break;
                }
            }
        });
        for mut parcel in full {
            counters.merge(&parcel.batch.counters);
            parcel.tape.play(&parcel.batch, &mut notes, judge);
            judge.receiver.progress(Progress { findings: judge.detector.suspicious(), ..parcel.progress });
            // A full return channel only means that the reader makes a new one.
            let _ = empty_sender.try_send(parcel);
        }
    });
    joiner.finish_tapes(&mut notes, judge);
}
