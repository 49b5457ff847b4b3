//! The tables in words and columns.

use serde_json::Value;

/// The rows of MEASUREMENTS.md, section 8, in its order.
const SECTION_8: &[&str] = &[
    "frequency, 60 dB over noise",
    "level of a tone",
    "harmonic, level at −83 dBc",
    "harmonic, phase at −83 dBc",
    "harmonic 20 dB over the noise under it",
    "hum line at −90 dBFS",
    "THD −80 dB",
    "THD −120 dB in 30 s",
    "THD+N",
    "noise in band",
    "noise, A-weighted",
    "noise, CCIR-RMS",
    "crosstalk −60 dB",
    "crosstalk −60 dB, phase",
    "crosstalk −120 dB",
    "crosstalk −120 dB, phase",
    "IMD −80 dB, SMPTE",
    "IMD −80 dB, DIN",
    "IMD −80 dB, DFD d2",
    "IMD −80 dB, DFD d3",
    "mains frequency",
    "delay, 60 dB over noise",
];

/// Prints all tables; returns the rows of section 8 that nothing was printed of.
pub fn print(rows: &[Value]) -> Vec<&'static str> {
    let of_kind = |kind: &str| -> Vec<&Value> { rows.iter().filter(|row| row["kind"] == kind).collect() };
    let mut accuracy = of_kind("accuracy");
    let place = |row: &&Value| SECTION_8.iter().position(|figure| row["figure"] == *figure);
    accuracy.sort_by_key(|row| place(row).unwrap_or(SECTION_8.len()));
    print_accuracy(&accuracy);
    print_distributions(&accuracy);
    print_normalised(&of_kind("normalised"));
    print_coverage(&of_kind("coverage"));
    let seen = |figure: &str| accuracy.iter().any(|row| row["figure"] == figure);
    SECTION_8.iter().copied().filter(|figure| !seen(figure)).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn scientific(value: &Value) -> String {
    value.as_f64().map_or_else(|| "—".to_owned(), |number| format!("{number:.2e}"))
}

fn plain(value: &Value) -> String {
    value.as_f64().map_or_else(|| "—".to_owned(), |number| format!("{number:.2}"))
}

fn mark(row: &Value) -> &'static str {
    if row["met"] == true { "" } else { "  MISSED" }
}

fn print_accuracy(rows: &[&Value]) {
    println!(
        "\nAccuracy (bound: Cramér–Rao, or 4.34/√(B·T) of noise; all but 'asked' in the unit of 'asked')\n"
    );
    println!(
        "{:<40}{:<38}{:>11}{:>11}{:>11}{:>10}{:>10}{:>9}",
        "figure", "asked", "worst", "median", "bias", "spread", "bound", "records"
    );
    for row in rows {
        println!(
            "{:<40}{:<38}{:>11}{:>11}{:>11}{:>10}{:>10}{:>9}{}",
            text(&row["figure"]),
            text(&row["asked"]),
            scientific(&row["worst"]),
            scientific(&row["median"]),
            scientific(&row["bias"]),
            scientific(&row["spread"]),
            scientific(&row["bound"]),
            row["records"].to_string(),
            mark(row)
        );
    }
}

fn print_percentiles(row: &Value, format: fn(&Value) -> String) {
    print!("{:<40}", text(&row["figure"]));
    (0..5).for_each(|place| print!("{:>11}", format(&row["percentiles"][place])));
    println!("{:>11}  {}", format(&row["worst"]), text(&row["unit"]));
}

fn print_distributions(rows: &[&Value]) {
    println!("\nErrors: percentiles, and the largest size\n");
    println!("{:<40}{:>11}{:>11}{:>11}{:>11}{:>11}{:>11}", "figure", "5", "25", "50", "75", "95", "largest");
    rows.iter().for_each(|row| print_percentiles(row, scientific));
}

fn print_normalised(rows: &[&Value]) {
    println!(
        "\nRandom level, frequency, phase, length, rate, harmonics and noise: error over the record's own bound\n"
    );
    println!(
        "{:<24}{:>7}{:>7}{:>7}{:>9}{:>7}{:>8}{:>9}   percentiles 5, 25, 50, 75, 95; bound",
        "figure", "asked", "rms", "mean", "median", "95 %", "worst", "records"
    );
    for row in rows {
        let percentiles: Vec<String> = (0..5).map(|place| plain(&row["percentiles"][place])).collect();
        println!(
            "{:<24}{:>7}{:>7}{:>7}{:>9}{:>7}{:>8}{:>9}   {}; {}{}",
            text(&row["figure"]),
            plain(&row["asked"]),
            plain(&row["rms"]),
            plain(&row["mean"]),
            plain(&row["median"]),
            plain(&row["most_95"]),
            plain(&row["worst"]),
            row["records"].to_string(),
            percentiles.join(", "),
            text(&row["origin"]),
            mark(row)
        );
    }
}

/// Figures down, conditions across: how many per cent of intervals held the truth.
fn print_coverage(rows: &[&Value]) {
    let mut conditions: Vec<&str> = rows.iter().map(|row| text(&row["condition"])).collect();
    conditions.sort_unstable();
    conditions.dedup();
    let mut figures: Vec<&str> = rows.iter().map(|row| text(&row["figure"])).collect();
    figures.sort_unstable();
    figures.dedup();
    println!("\nCoverage: per cent of stated 95 % intervals that hold the truth; 93 to 97 asked\n");
    for (number, condition) in conditions.iter().enumerate() {
        let first = rows.iter().find(|row| row["condition"] == *condition);
        let (trials, spread) =
            first.map_or((&Value::Null, &Value::Null), |row| (&row["trials"], &row["spread"]));
        println!("{:>3}  {condition}: {trials} trials, chance ± {}", number + 1, plain(spread));
    }
    let numbers: String = (1..=conditions.len()).map(|number| format!("{number:>7}")).collect();
    println!("\n{:<24}{numbers}", "figure");
    for figure in figures {
        let cell = |condition: &&str| {
            let found = rows.iter().find(|row| row["condition"] == *condition && row["figure"] == figure);
            found.map_or_else(|| format!("{:>7}", ""), |row| format!("{:>7}", plain(&row["percent"])))
        };
        println!("{figure:<24}{}", conditions.iter().map(cell).collect::<String>());
    }
}
