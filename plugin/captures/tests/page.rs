//! The page of a comparison, and what other exports make of hostile texts.

use std::sync::Arc;

use groundtruth_captures::comparison::{Column, Comparison, compare};
use groundtruth_captures::export::{self, lines};
use groundtruth_captures::{Calibration, Capture, Measured, SpectrumTrace, Topology};
use groundtruth_measure::{Analyzer, Averaging, Settings, measure_record};
use quick_xml::Reader;
use quick_xml::events::Event;

const RATE_HZ: f64 = 48_000.0;
const HOSTILE: [&str; 6] = [
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "\"><svg onload='alert(3)'>&amp;</style></title>",
    "two\nlines\u{0}\u{7}\u{1b}[31m",
    "amp\u{202E}3pm.exe מגבר",
    "=HYPERLINK(\"http://x\")",
    "@SUM(A1)",
];

/// A tone with a third harmonic at this level and noise at −110 dBFS.
fn tone(level_dbc: f64, seed: u64) -> Vec<f64> {
    let mut state = seed;
    let mut noise = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 11) as f64 / (1u64 << 53) as f64 - 0.5) * 8e-6
    };
    let third = 10f64.powf(level_dbc / 20.0);
    let sine = |n: u32, hz: f64| (std::f64::consts::TAU * hz * f64::from(n) / RATE_HZ).sin();
    (0..96_000).map(|n| 0.5 * (sine(n, 997.0) + third * sine(n, 2991.0)) + noise()).collect()
}

fn capture(name: &str, channels: &[&[f64]]) -> Capture {
    let report = measure_record(RATE_HZ, channels, Settings::DEFAULT);
    let settings = Settings { transform_frames: 32_768, averaging: Averaging::Infinite, ..Settings::DEFAULT };
    let mut analyzer = Analyzer::new(RATE_HZ, channels.len(), settings);
    analyzer
        .push(0, &channels.iter().map(|samples| &samples[..32_768]).collect::<Vec<_>>())
        .expect("samples of the right shape");
    let names: Vec<String> = report.channels.iter().map(|channel| channel.name.clone()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let spectrum = analyzer.spectrum().and_then(|spectrum| SpectrumTrace::of(&spectrum, &names));
    assert!(spectrum.is_some());
    Capture { spectrum, ..Capture::new(name, Measured { report, calibration: None }) }
}

/// Left side driven on the first, whose right side hears it; both sides alone on the others.
fn columns(names: &[&str]) -> Vec<Column> {
    let silent = vec![0.0; 96_000];
    let one = |(index, name): (usize, &&str)| {
        let left = tone(-90.0 + 4.0 * index as f64, 7 + index as u64);
        let right: Vec<f64> = left.iter().map(|sample| sample * 0.004).collect();
        let mut capture = capture(name, &[&left[..], if index == 0 { &right } else { &silent }]);
        capture.details.topology = Some(if index == 0 { Topology::SingleEnded } else { Topology::Balanced });
        Column::of(capture)
    };
    names.iter().enumerate().map(one).collect()
}

fn hostile() -> Comparison {
    let mut columns = columns(&HOSTILE);
    for (column, text) in columns.iter_mut().zip(HOSTILE) {
        let capture = Arc::make_mut(&mut column.takes[0]);
        let details = &mut capture.details;
        for field in [&mut details.price, &mut details.notes, &mut details.device] {
            *field = text.to_owned();
        }
        let report = &mut capture.measured.report;
        report.source.file = Some(text.to_owned());
        report.source.notes = vec![text.to_owned()];
        report.channels[0].name = text.to_owned();
        report.pairs[0].from = text.to_owned();
        if let Some(spectrum) = &mut capture.spectrum {
            spectrum.channels[0].name = text.to_owned();
        }
    }
    let mut comparison = compare(&columns, 0, Some(&columns[1].clone()));
    comparison.version = HOSTILE[0].to_owned();
    comparison
}

/// Text between tags, entities resolved.
fn visible(page: &str) -> String {
    let body = page.split_once("<body>").expect("a body").1;
    let (mut text, mut in_tag) = (String::new(), false);
    for letter in body.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            letter if !in_tag => text.push(letter),
            _ => (),
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn tags<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let opening = format!("<{name}");
    page.match_indices(&opening)
        .map(|(at, _)| &page[at..=at + page[at..].find('>').expect("closed")])
        .collect()
}

#[test]
fn hostile_names_are_inert_on_the_page() {
    let page = export::html(&hostile());
    assert_eq!(tags(&page, "script"), ["<script>"]);
    assert_eq!(tags(&page, "style"), ["<style>"]);
    assert!(tags(&page, "img").is_empty() && page.matches("</title>").count() == 1);
    // No attribute but ours: texts stand in title, aria-label and the text itself, quoted.
    for svg in tags(&page, "svg") {
        assert!(!svg.contains("onload"), "{svg}");
    }
    assert!(!page.contains(" onerror=alert(2)>") && page.contains("&lt;script&gt;alert(1)"));
    assert!(!page.chars().any(|letter| (letter.is_control() && letter != '\n') || letter == '\u{202E}'));
    // Nothing is loaded from anywhere.
    for link in ["src=\"", "url(", "@import", "href=\"http"] {
        assert!(!page.contains(link), "{link}");
    }
}

#[test]
fn hostile_names_are_no_formulas_in_a_spreadsheet() {
    let text = export::csv(&hostile());
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(false).from_reader(text.as_bytes());
    let mut fields = 0;
    for record in reader.records() {
        for field in &record.expect("records of one length") {
            let is_number = field.parse::<f64>().is_ok();
            assert!(is_number || !field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{field:?}");
            fields += 1;
        }
    }
    assert!(fields > 1000 && text.contains("'=HYPERLINK"), "{fields}");
}

#[test]
fn every_number_stands_on_the_page_without_script() {
    let mut columns = columns(&["single-ended", "balanced", "third"]);
    for column in &mut columns {
        let measured = &mut Arc::make_mut(&mut column.takes[0]).measured;
        measured.calibration = Calibration::of(&measured.report, &[2.0], Some(32.0)).expect("one voltage");
    }
    let comparison = compare(&columns, 0, None);
    let page = export::html(&comparison);
    let (before, _) = page.split_once("<script>").expect("a script");
    let text = visible(before);
    let mut numbers = 0;
    for line in lines(&comparison) {
        let differences = line.differences.iter().flatten().map(|difference| &difference.text);
        for number in line.values.iter().filter(|value| *value != "–").chain(differences) {
            let typeset = number.replace("-", "−");
            assert!(text.contains(&typeset), "{}, {}: {typeset}", line.label, line.place);
            numbers += 1;
        }
    }
    assert!(numbers > 200, "{numbers}");
    for row in &comparison.rows {
        for value in row.values.iter().filter_map(|value| value.measured()?.value) {
            assert!(page.contains(&format!("data-value=\"{value}\"")), "{} {value}", row.id);
        }
    }
    for claim in &comparison.claims {
        assert!(text.contains(&claim.claim), "{}", claim.claim);
        let audibility = claim.audibility.as_ref();
        assert!(audibility.is_none_or(|known| text.contains(&*known.source)), "{}", claim.id);
    }
}

#[test]
fn drawings_are_well_formed_and_hold_no_text_of_the_user() {
    let page = export::html(&hostile());
    let drawings: Vec<&str> = page
        .match_indices("<svg ")
        .map(|(at, _)| &page[at..at + page[at..].find("</svg>").expect("closed") + 6])
        .collect();
    assert!(drawings.len() >= 6, "{}", drawings.len());
    for drawing in drawings {
        let mut reader = Reader::from_str(drawing);
        reader.config_mut().check_end_names = true;
        let (mut depth, mut elements) = (0i32, 0);
        loop {
            match reader.read_event().expect("well-formed") {
                Event::Start(tag) => (depth, elements) = (depth + 1, elements + attributes(&tag)),
                Event::Empty(tag) => elements += attributes(&tag),
                Event::End(_) => depth -= 1,
                Event::Eof => break,
                _ => (),
            }
        }
        assert_eq!(depth, 0);
        assert!(elements > 20, "{elements}");
        assert!(!drawing.contains("alert") && !drawing.contains("NaN") && !drawing.contains("inf"));
    }
}

/// Reads all attributes; counts as one element.
fn attributes(tag: &quick_xml::events::BytesStart) -> i32 {
    for attribute in tag.attributes() {
        attribute.expect("well-formed");
    }
    1
}

#[test]
fn a_plot_without_data_says_why() {
    let silent = vec![0.0; 96_000];
    let mut columns: Vec<Column> =
        ["a", "b"].map(|name| Column::of(capture(name, &[&silent[..], &silent[..]]))).into();
    for column in &mut columns {
        Arc::make_mut(&mut column.takes[0]).spectrum = None;
    }
    let text = visible(&export::html(&compare(&columns, 0, None)));
    for reason in ["No plot: no capture has a spectrum", "No plot: no capture has a tone."] {
        assert!(text.contains(reason), "{reason}");
    }
}

#[test]
fn mono_stands_beside_stereo() {
    let left = tone(-90.0, 3);
    let columns = vec![
        Column::of(capture("stereo", &[&left[..], &left[..]])),
        Column::of(capture("mono", &[&left[..]])),
    ];
    let text = visible(&export::html(&compare(&columns, 0, None)));
    assert!(text.contains("this capture has no M") && text.contains("this capture has no L"));
    assert!(text.contains("M, dBFS"));
}

#[test]
fn a_capture_keeps_its_spectrum_in_json() {
    let left = tone(-90.0, 5);
    let written = capture("a", &[&left[..]]);
    let text = serde_json::to_string(&written).expect("JSON");
    let read: Capture = serde_json::from_str(&text).expect("the same form");
    assert_eq!(read.spectrum, written.spectrum);
    let page = |capture: Capture| {
        let columns = vec![
            Column::of(capture),
            Column { name: "b".to_owned(), takes: columns(&["b"])[0].takes.clone() },
        ];
        let comparison = compare(&columns, 0, None);
        let stored = serde_json::to_string(&comparison).expect("JSON");
        let read: Comparison = serde_json::from_str(&stored).expect("the same form");
        assert_eq!(export::html(&read), export::html(&comparison));
        export::html(&comparison)
    };
    assert!(page(read).contains("A area"));
}

#[test]
fn the_baseline_stands_in_the_plots_and_beside_the_limits_that_it_makes() {
    let columns = columns(&["A", "B"]);
    let baseline = Column::of(capture("Loopback", &[&tone(-93.0, 99)[..], &vec![0.0; 96_000]]));
    let with = compare(&columns, 0, Some(&baseline));
    let (page, plain) = (export::html(&with), export::html(&compare(&columns, 0, None)));
    // In the spectra of L; the noise's density has a curve of its own.
    assert_eq!(page.matches("The grey line is the baseline.").count(), 2);
    assert!(page.contains("Grey strokes are the baseline."));
    let grey = |page: &str| page.matches("stroke=\"#667085\"").count();
    assert!(grey(&page) > grey(&plain), "{} {}", grey(&page), grey(&plain));
    // THD of A at −90 dB lies within 6 dB of −93 dB, that of B at −86 dB does not.
    let thd = with.row("thd.f", "L").expect("a tone on L");
    let at_baseline: Vec<bool> =
        thd.values.iter().filter_map(|value| Some(value.measured()?.at_baseline)).collect();
    assert_eq!(at_baseline, [true, false]);
    assert!(page.contains(">(baseline)<") && !plain.contains("(baseline)"));
    let markdown = export::markdown(&with);
    assert!(markdown.contains("≤ -90.0 (baseline) |"), "{markdown}");
    assert!(markdown.contains("Figures within 6 dB of the baseline, Loopback, are limits."));
    // Two that the baseline hides are not compared, and the reason is named.
    let both = compare(&[columns[0].clone(), columns[0].clone()], 0, Some(&baseline));
    let difference =
        both.row("thd.f", "L").expect("a tone on L").differences[1].clone().expect("not the reference");
    assert_eq!(difference.reason.as_deref(), Some("both within 6 dB of the baseline"));
}
