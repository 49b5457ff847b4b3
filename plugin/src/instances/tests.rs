use groundtruth_captures::{Capture, Measured};
use groundtruth_measure::{Settings, measure_record};
use groundtruth_stream::Format;

use super::*;

fn capture(name: &str) -> SessionCapture {
    let report = measure_record(48_000.0, &[&[0.25; 9600][..]], Settings::default());
    SessionCapture::new(Capture::new(name, Measured { report, calibration: None })).expect("short enough")
}

fn names(captures: &[SessionCapture]) -> Vec<String> {
    captures.iter().map(|capture| capture.details().name.clone()).collect()
}

#[test]
fn instances_show_the_captures_of_all_each_once() {
    let [first, second] = [(); 2].map(|()| Arc::new(Instance::default()));
    register(&first);
    register(&second);
    let (a, b) = (capture("of the first"), capture("of the second"));
    let ids = [a.id(), b.id()];
    first.session.add(a.clone());
    second.session.add(b);
    // A copied track brings a copy.
    second.session.add(a);
    let seen = |instance: &Arc<Instance>| {
        let captures = seen_from(instance, &BTreeSet::new()).captures;
        captures.iter().map(SessionCapture::id).filter(|id| ids.contains(id)).collect::<Vec<_>>()
    };
    assert_eq!(seen(&first), seen(&second));
    assert_eq!(seen(&first).len(), 2);
    edit(ids[1], &Details { name: "edited elsewhere".to_owned(), ..Details::default() });
    assert!(names(&seen_from(&first, &BTreeSet::new()).captures).contains(&"edited elsewhere".to_owned()));
    drop(second);
    assert_eq!(seen(&first), [ids[0]], "a closed instance takes its captures with it");
}

#[test]
fn the_newest_change_is_taken_back_whoever_keeps_the_capture() {
    let [first, second] = [(); 2].map(|()| Arc::new(Instance::default()));
    register(&first);
    register(&second);
    let (a, b) = (capture("A"), capture("B"));
    first.session.add(a.clone());
    second.session.add(b.clone());
    remove(a.id());
    let kept = || [first.session.captures().len(), second.session.captures().len()];
    assert_eq!(kept(), [0, 1]);
    undo();
    assert_eq!(kept(), [1, 1]);
    undo();
    assert_eq!(kept(), [1, 0]);
    redo();
    redo();
    assert_eq!(kept(), [0, 1]);
}

#[test]
fn another_track_is_measured_and_shown_live_while_its_window_is_closed() {
    let [watching, measuring] = [(); 2].map(|()| Arc::new(Instance::default()));
    register(&watching);
    register(&measuring);
    let format = Format { sample_rate_hz: 48_000.0, channels: 2, reference_channels: 0 };
    let mut sender = measuring.connect(format).expect("a usual rate");
    sender.set_offline(true);
    let tone: Vec<f32> = (0..96_000).map(|frame| 0.5 * (frame as f32 * 0.130_5).sin()).collect();
    let mut play = || tone.chunks(512).for_each(|block| _ = sender.push(&[block, block], None, None));
    let live = |shown: &BTreeSet<u64>| {
        let mut session = seen_from(&watching, shown);
        assert_eq!(session.live[0].id, watching.id(), "the window's own track comes first");
        session.live.pop().expect("two")
    };
    play();
    assert!(live(&BTreeSet::new()).report.is_none(), "nobody listens");

    let shown = BTreeSet::from([measuring.id()]);
    watch(measuring.id(), true);
    play();
    measuring.drain();
    let capture = live(&shown).capture.expect("figures");
    assert!(capture.report().channels.len() == 2 && capture.spectrum.is_some());
    assert!(Arc::ptr_eq(&capture, &live(&shown).capture.expect("still there")), "made once");
    play();
    measuring.drain();
    let next = live(&shown).capture.expect("figures");
    assert!(!Arc::ptr_eq(&capture, &next) && next.id == capture.id);

    watch(measuring.id(), false);
    measuring.drain();
    assert!(live(&shown).capture.is_none(), "a closed instance measures nothing");
}
