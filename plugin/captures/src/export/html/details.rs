//! The captures one by one, notes, and how to read the page.

use groundtruth_measure::FigureId;
use maud::{Markup, html};

use super::Page;
use super::text::{breakable, file_name, minus, plain};
use crate::comparison::{Compared, letter};
use crate::table::number::hertz;
use crate::table::{label, stimulus};

/// How differences are judged.
const SIGNIFICANCE: [&str; 3] = [
    "The interval behind ± holds the true value in 95 of 100 cases: from one take it covers the noise of the measurement, \
     from two or more also what changes from take to take, such as reconnecting.",
    "A difference is marked where equal devices would show one as large in less than 5 of 100 cases (Welch's t), so \
     that of 20 equal figures one is marked by chance.",
    "A difference with * and a claim that is shown hold more strictly: in less than 5 of 100 comparisons of equal \
     devices is any of them due to chance (Holm).",
];

impl Page<'_> {
    /// What is known about each capture.
    pub(super) fn captures(&self) -> Markup {
        html! {
            section {
                h2 { "Captures" }
                div.cards {
                    @for (index, capture) in self.comparison.captures.iter().enumerate() {
                        div.card {
                            h3 { (super::palette::swatch(self.comparison, index)) (letter(index)) " " bdi { (breakable(&self.name(index))) } }
                            (self.facts(index, capture))
                        }
                    }
                    @if let Some(baseline) = &self.comparison.baseline {
                        div.card {
                            h3 { "Baseline " bdi { (plain(&baseline.name)) } }
                            (list(&recording(baseline)))
                        }
                    }
                }
            }
        }
    }

    fn facts(&self, index: usize, capture: &Compared) -> Markup {
        let details = &capture.metadata;
        let mut facts: Vec<(&str, String)> = Vec::new();
        if index == self.comparison.reference {
            facts.push(("Role", "reference".to_owned()));
        }
        let texts = [("Price", &details.price), ("Device", &details.device)];
        facts.extend(
            texts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name, text.clone())),
        );
        facts.extend(details.topology.map(|topology| ("Topology", topology.words().to_owned())));
        facts.extend(details.load_ohms.map(|ohms| ("Load", format!("{ohms} Ω"))));
        facts.extend(details.drive_level_dbfs.map(|dbfs| ("Drive level", minus(&format!("{dbfs} dBFS")))));
        if let Some(gain_db) = capture.level_match_db.filter(|_| index != self.comparison.reference) {
            let to = letter(self.comparison.reference);
            facts.push(("Level match", minus(&format!("{gain_db:+.2} dB to {to}"))));
        }
        facts.push(("Takes", capture.takes.to_string()));
        facts.extend(recording(capture));
        if !details.notes.is_empty() {
            facts.push(("Notes", details.notes.clone()));
        }
        list(&facts)
    }

    /// What the reader has to know about the whole.
    pub(super) fn notes(&self) -> Markup {
        html! {
            @if !self.comparison.notes.is_empty() {
                section {
                    h2 { "Notes" }
                    ul { @for note in &self.comparison.notes { li { bdi { (plain(note)) } } } }
                }
            }
        }
    }

    /// How differences are judged.
    pub(super) fn significance(&self) -> Markup {
        html! {
            section {
                h2 { "When a difference is one" }
                @for sentence in SIGNIFICANCE { p { (sentence) } }
            }
        }
    }

    /// The meaning of each figure in the table.
    pub(super) fn definitions(&self) -> Markup {
        let shown = |id: &FigureId| {
            let id = id.definition().id;
            self.lines.iter().any(|line| self.comparison.rows[line.row].id == id)
        };
        html! {
            section {
                h2 { "Definitions" }
                dl.definitions {
                    @for (id, definition) in FigureId::all().filter(shown).map(|id| (id, id.definition())) {
                        div {
                            dt { (label(id)) " " code { (definition.id) } }
                            dd {
                                (definition.meaning)
                                @if !definition.unit.is_empty() { " " span.unit { "In " (definition.unit) "." } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What the reports say about the recordings.
fn recording(capture: &Compared) -> Vec<(&'static str, String)> {
    let report = &capture.report;
    let source = &report.source;
    let all = || std::iter::once(report).chain(&capture.further_reports);
    let files: Vec<&str> = all().filter_map(|report| report.source.file.as_deref()).map(file_name).collect();
    let mut facts = Vec::new();
    if !files.is_empty() {
        facts.push((if files.len() == 1 { "File" } else { "Files" }, files.join(", ")));
    }
    let seconds = source.frames as f64 / source.sample_rate_hz;
    let bits = match source.bits {
        None => String::new(),
        Some(25..) => ", floats".to_owned(),
        Some(bits) => format!(", {bits} bits"),
    };
    facts.push(("Recording", format!("{seconds:.1} s, {}{bits}", hertz(source.sample_rate_hz))));
    facts.push(("Stimulus", stimulus(&report.stimulus)));
    let [low_hz, high_hz] = report.band_hz.map(hertz);
    facts.push(("Band", format!("{low_hz} to {high_hz}")));
    facts.extend(all().flat_map(|report| &report.source.notes).map(|note| ("Remark", note.clone())));
    facts
}

fn list(facts: &[(&str, String)]) -> Markup {
    html! {
        dl.facts {
            @for (name, text) in facts {
                dt { (name) }
                dd { bdi { (plain(text)) } }
            }
        }
    }
}
