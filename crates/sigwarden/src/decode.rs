//! `decode`: one line per operation.

use crate::args::{Decode, LineFormat};
use crate::log::{Failure, Log};
use crate::output::Output;
use crate::privacy::Privacy;
use crate::progress::Meter;
use crate::record;
use crate::render::{fields, table, text, tree};
use crate::session;
use sigwarden_expr::{Expression, FieldId};
use sigwarden_pipeline::record::Line;
use sigwarden_pipeline::{Progress, Receiver};
use sigwarden_schema::exit;
use sigwarden_schema::lines::{Operation, Stats};
use std::io::{IsTerminal, stdout};

/// How an operation is shown.
enum View {
    /// The whole line.
    Json,
    /// Some fields of it.
    Fields(Vec<FieldId>),
    /// Columns.
    Table(table::Lines),
    /// Layer by layer.
    Tree(tree::Messages),
}

/// Takes the operations while the flow runs.
struct Decoder<'a> {
    output: Output,
    view: View,
    filter: Option<Expression>,
    privacy: &'a Privacy,
    meter: Meter,
    shown: u64,
}

impl Receiver for Decoder<'_> {
    fn operation(&mut self, operation: &Operation) {
        let line = self.privacy.operation(operation);
        if self.filter.as_ref().is_some_and(|filter| !filter.matches(&Line(&line))) {
            return;
        }
        self.shown = self.shown.saturating_add(1);
        match &mut self.view {
            View::Json => self.output.json(&*line),
            View::Fields(names) => self.output.json(&fields::only(&line, names)),
            View::Table(columns) => self.output.text(&columns.row(&line)),
            View::Tree(messages) => self.output.text(&messages.show(&line)),
        }
    }

    fn progress(&mut self, progress: Progress) {
        self.meter.show(progress);
    }
}

/// Runs the verb; gives the exit code.
///
/// # Errors
/// What kept it from beginning.
pub(crate) fn run(decode: &Decode, log: Log) -> Result<u8, Failure> {
    let terminal = stdout().is_terminal();
    let view = view(decode, terminal)?;
    let filter = decode.filter.as_deref().map(parse).transpose()?;
    let mut session = session::begin(&decode.reading, log)?;
    let mut output = Output::stdout();
    let lines = matches!(view, View::Json | View::Fields(_));
    if lines {
        output.json(&session.run);
    }
    if let View::Table(columns) = &view {
        output.text(&columns.head());
    }
    let privacy = std::mem::replace(&mut session.privacy, Privacy::new(None));
    let missing = session.missing;
    let (capture, options) = session.options(&decode.reading, true);
    let meter = Meter::new(!log.quiet && !terminal);
    let mut decoder = Decoder { output, view, filter, privacy: &privacy, meter, shown: 0 };
    let outcome = sigwarden_pipeline::run(capture, options, &mut decoder);
    decoder.meter.clear();
    if lines {
        decoder.output.json(&outcome.stats);
    }
    decoder.output.finish();
    if !lines {
        log.note(&coverage(decoder.shown, &outcome.stats));
    }
    Ok(exit::combine(&session::conditions(&outcome, missing, log)))
}

fn view(decode: &Decode, terminal: bool) -> Result<View, Failure> {
    let usual = if terminal { LineFormat::Table } else { LineFormat::Jsonl };
    let format = decode.format.unwrap_or(usual);
    let names = decode.fields.as_deref().map(record::find).transpose().map_err(Failure::usage)?;
    match (format, names) {
        (LineFormat::Jsonl, None) => Ok(View::Json),
        (LineFormat::Jsonl, Some(names)) => Ok(View::Fields(names)),
        (LineFormat::Table, names) => Ok(View::Table(names.map_or_else(table::Lines::usual, table::Lines::of))),
        (LineFormat::Tree, None) => Ok(View::Tree(tree::Messages::default())),
        (LineFormat::Tree, Some(_)) => {
            Err(Failure::usage("--fields goes with --format jsonl or table; a tree shows everything"))
        }
    }
}

fn parse(expression: &str) -> Result<Expression, Failure> {
    Expression::parse(expression).map_err(|error| Failure::usage(format!("--where: {}", error.render(expression))))
}

/// What a person is told below a table or tree: the denominators.
fn coverage(shown: u64, stats: &Stats) -> String {
    format!(
        "{} shown; {} of {} decoded ({})",
        text::counted(shown, "operation", "operations"),
        text::count(stats.decoded),
        text::counted(stats.messages, "message", "messages"),
        text::share(stats.decoded, stats.messages),
    )
}
