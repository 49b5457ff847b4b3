//! The page that `compare --html` writes.

use crate::command::{file, groundtruth, path, stderr, stdout};
use crate::wav_bytes::single_ended;

#[test]
fn a_comparison_is_written_as_a_page_with_spectra() {
    let [a, b] = ["page-a.wav", "page-b<i>.wav"].map(|name| file(name, &single_ended().bytes()));
    let page = path("page.html");
    let [a, b, target] = [&a, &b, &page].map(|path| path.to_str().expect("a UTF-8 path"));
    let _ = std::fs::remove_file(&page);
    let output = groundtruth(&["compare", a, b, "--html", target]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = std::fs::read_to_string(&page).expect("the page");
    assert!(text.starts_with("<!DOCTYPE html>") && text.contains("A area") && text.contains("B line"));
    assert!(text.contains("b&lt;i&gt;") && !text.contains("<i>"));

    let again = groundtruth(&["compare", a, b, "--html", target]);
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("exists already"), "{}", stderr(&again));
    assert!(stdout(&again).contains("Claims"));
}
