//! The demo: two captures through the built plugin in a real CLAP host, or the bench track that it plays itself; figures,
//! editor, screenshots.

use std::process::ExitCode;

#[cfg(target_os = "linux")]
mod bench;
#[cfg(target_os = "linux")]
mod captures;
#[cfg(target_os = "linux")]
mod compare;
#[cfg(target_os = "linux")]
mod figures;
#[cfg(target_os = "linux")]
mod show;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("demo: {fault}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("demo: opens its windows on X11, so it runs on Linux only");
    ExitCode::FAILURE
}

/// Figures of both captures side by side, pictures of every view; with a display, windows to watch.
#[cfg(target_os = "linux")]
fn run() -> Result<ExitCode, Box<dyn std::error::Error>> {
    use groundtruth_tests::{bundle, clap_host::Library, screen};

    if std::env::var_os("DISPLAY").is_none() {
        println!("no display: the editor opens on a private one in memory");
        let code = screen::rerun_on_private_screen()?;
        return Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)));
    }
    let folder = bundle::target_folder().join("demo");
    std::fs::create_dir_all(&folder)?;
    let files: Vec<std::path::PathBuf> = std::env::args_os().skip(1).map(Into::into).collect();
    if files.iter().any(|file| file.as_os_str() == "--bench") {
        bench::run(&Library::open(&bundle::clap_bundle())?, &folder)?;
        return Ok(ExitCode::SUCCESS);
    }
    let captures = match files.as_slice() {
        [] => captures::of_the_model(&folder)?,
        files => captures::of_files(files)?,
    };

    let library = Library::open(&bundle::clap_bundle())?;
    let reports =
        captures.iter().map(|capture| figures::measure(&library, capture)).collect::<Result<Vec<_>, _>>()?;
    figures::print(&captures, &reports);

    show::take_pictures(&library, &captures, &folder)?;
    compare::show(&library, &captures, &folder)?;
    if !screen::is_private() {
        show::watch(&library, &captures)?;
    }
    Ok(ExitCode::SUCCESS)
}
