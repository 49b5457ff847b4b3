//! Bundle, install, demo, gallery, test, accuracy, fuzz, bench and compare. `cargo xtask` alone says how.

use anyhow::{Result, bail};

mod accuracy;
mod bench;
mod bundle;
mod debian;
mod demo;
mod fuzz;
mod gallery;
mod install;
mod loom;
mod peers;
mod process;
mod python;
mod sanitizer;
mod test;
mod workspace;

const USAGE: &str = "\
Usage: cargo xtask <command>

  bundle groundtruth-plugin [--release]   build the CLAP and VST3 bundles into target/bundled
  install                                 bundle, and copy into your own plugin folders
  demo [A.wav B.wav | --bench]            play two captures through the plugin: figures, editor, screenshots;
                                          or have it play the bench track through a modelled amplifier
  gallery [STIMULUS]...                   draw every stimulus in every view, theme and size: pictures, contact sheets
  test [--full | --long]                  set up what is missing, bundle, run every test group; also the statistics
  accuracy [--quick]                      how well every figure is known, as tables; fails on a miss
  fuzz [TARGET]... [--seconds N | --executions N] [--keep]
                                          look for inputs that break a reader, the measurement or the report
  bench                                   measure what the plugin costs, as one table
  peers [twin|accuracy|speed] [options]   compare figures and speed with pysnr, scipy and a least-squares twin";

fn main() -> Result<()> {
    std::env::set_current_dir(workspace::root())?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => bail!("no command given\n\n{USAGE}"),
    };
    match command {
        "bundle" => bundle::from_arguments(rest),
        "install" => install::run(),
        "demo" => demo::run(rest),
        "gallery" => gallery::run(rest),
        "test" => test::run(rest),
        "fuzz" => fuzz::from_arguments(rest),
        "accuracy" => accuracy::run(rest),
        "bench" => bench::run(),
        "peers" => peers::run(rest),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        unknown => bail!("unknown command '{unknown}'\n\n{USAGE}"),
    }
}
