//! Keys and pointer, in the order of the help.

/// Every key and its function.
pub const KEYS: [(&str, &str); 22] = [
    ("?", "show / hide this page"),
    ("1 2 3 4 5", "Spectrum, Crosstalk, Noise, Bench, Compare"),
    ("C", "capture the current figures"),
    ("F", "freeze / resume"),
    ("R", "restart the average"),
    ("T", "start the next take"),
    ("H", "show / hide max hold"),
    ("X", "clear max hold"),
    ("L", "logarithmic / linear frequency"),
    ("Z", "show the whole spectrum"),
    ("M", "copy the readings as Markdown"),
    ("V", "copy the readings as CSV"),
    ("K", "copy the largest peaks of the spectrum"),
    ("P", "save a picture of this view, 2× (Shift P: 1×)"),
    ("drag", "zoom into the spectrum"),
    ("wheel", "zoom at the pointer (Ctrl: level, Shift: move)"),
    ("double-click", "show the whole spectrum"),
    ("click in a plot", "set a second cursor, which the first is compared with"),
    ("Esc", "remove the second cursor; close this page"),
    ("click a figure", "copy it"),
    ("Alt up, down", "move the capture that has the focus in Compare's list"),
    ("Ctrl Z", "undo settings, in Compare captures (Ctrl Shift Z: redo)"),
];
