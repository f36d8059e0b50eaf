//! Reading on one thread, judging on another. Batches keep their order, so the output is that of one thread.

use super::{Judge, Progress, Reader, Receiver, take};
use sigwarden_capture::CaptureSet;
use sigwarden_dialogue::{Batch, Counters, Joiner};
use std::sync::mpsc::sync_channel;

/// Batches on their way: enough that neither side waits for the other's bursts.
const IN_FLIGHT: usize = 4;

/// Moves everything from the captures to the judge.
pub(super) fn pump<R: Receiver + Send>(
    capture: &mut CaptureSet,
    reader: &mut Reader,
    joiner: &mut Joiner,
    judge: &mut Judge<'_, R>,
    counters: &mut Counters,
) {
    let (full_sender, full) = sync_channel::<(Batch, u64, Option<u64>)>(IN_FLIGHT);
    let (empty_sender, empty) = sync_channel::<Batch>(IN_FLIGHT * 2);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            loop {
                let mut batch = empty.try_recv().unwrap_or_default();
                if !reader.fill(capture, &mut batch) {
                    break;
                }
                if full_sender.send((batch, capture.bytes_read(), capture.bytes_total())).is_err() {
                    break;
                }
            }
        });
        for (batch, bytes, total) in full {
            take(&batch, joiner, judge, counters);
            let (messages, findings) = (joiner.counters.messages, judge.detector.suspicious());
            judge.receiver.progress(Progress { bytes, total, messages, findings });
            // A full return channel only means that the reader makes a new batch.
            let _ = empty_sender.try_send(batch);
        }
    });
}
