//! How far the work is: one line on a terminal, from the second second on, gone at the end.

use crate::render::text;
use sigwarden_pipeline::Progress;
use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

/// Work that is done sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// Time between two lines.
const INTERVAL: Duration = Duration::from_millis(200);

/// Shows progress on stderr.
pub(crate) struct Meter {
    enabled: bool,
    start: Instant,
    last: Option<Instant>,
}

impl Meter {
    /// Shows something only if stderr is a terminal that nothing else is written to.
    pub(crate) fn new(wanted: bool) -> Self {
        Self { enabled: wanted && stderr().is_terminal(), start: Instant::now(), last: None }
    }

    /// Takes note of how far the work is.
    pub(crate) fn show(&mut self, progress: Progress) {
        self.say(|seconds| line(progress, seconds));
    }

    /// The same where the end is known as a share: what is counted, and how much of the whole is done.
    pub(crate) fn show_share(&mut self, share: f64, messages: u64) {
        self.say(|seconds| {
            let left = if share > 0.0 { seconds / share - seconds } else { 0.0 };
            let rate = (messages as f64 / seconds) as u64;
            let left = text::duration(left.ceil());
            format!(
                "{:.0} %, {} messages, {} a second, {left} left",
                share * 100.0,
                text::count(messages),
                text::count(rate)
            )
        });
    }

    fn say(&mut self, line: impl FnOnce(f64) -> String) {
        if !self.enabled {
            return;
        }
        let now = Instant::now();
        let elapsed = now.duration_since(self.start);
        let due = self.last.is_none_or(|last| now.duration_since(last) >= INTERVAL);
        if elapsed < PATIENCE || !due {
            return;
        }
        self.last = Some(now);
        // A terminal that cannot be written to is no reason to stop.
        let _ = write!(stderr(), "\r\x1b[K{}", line(elapsed.as_secs_f64()));
    }

    /// Takes the line away.
    pub(crate) fn clear(&mut self) {
        if self.last.take().is_some() {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}

/// The line, without ends.
fn line(progress: Progress, seconds: f64) -> String {
    let rate = progress.bytes as f64 / seconds;
    let mut parts = vec![match progress.total {
        Some(total) => format!("{} of {}", text::octets(progress.bytes), text::octets(total)),
        None => text::octets(progress.bytes),
    }];
    parts.push(format!("{}/s", text::octets(rate as u64)));
    if let Some(total) = progress.total.filter(|_| rate > 0.0) {
        let left = total.saturating_sub(progress.bytes) as f64 / rate;
        parts.push(format!("{} left", text::duration(left.ceil())));
    }
    parts.push(format!("{} messages", text::count(progress.messages)));
    parts.push(text::counted(progress.findings, "suspicious dialogue", "suspicious dialogues"));
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_octets_rate_time_left_and_findings() {
        let progress = Progress { bytes: 2_000_000, total: Some(10_000_000), messages: 12_345, findings: 1 };
        assert_eq!(
            line(progress, 2.0),
            "2.0 MB of 10.0 MB · 1.0 MB/s · 8 s left · 12,345 messages · 1 suspicious dialogue"
        );
    }

    #[test]
    fn without_a_total_there_is_no_time_left() {
        let progress = Progress { bytes: 500, total: None, messages: 0, findings: 0 };
        assert_eq!(line(progress, 1.0), "500 B · 500 B/s · 0 messages · 0 suspicious dialogues");
    }
}
