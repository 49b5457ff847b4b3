use super::*;

fn wait_until(condition: impl Fn() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < Duration::from_secs(10), "nothing happened for 10 s");
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn work_shows_its_progress_says_what_failed_and_ends_when_cancelled() {
    let instance = Arc::new(Instance::default());
    start(&instance, "Counting", |job| {
        job.set_share(0.25);
        while !job.is_cancelled() {
            thread::sleep(Duration::from_millis(1));
        }
        Err("Counting was cancelled.".to_owned())
    });
    let counting = || running().into_iter().find(|job| job.title() == "Counting");
    wait_until(|| counting().is_some_and(|job| job.share() == 0.25));
    counting().iter().for_each(|job| job.cancel());
    wait_until(|| counting().is_none());
    assert_eq!(instance.messages(), ["Counting was cancelled."]);

    start(&instance, "Failing", |_| panic!("on purpose"));
    wait_until(|| instance.messages().len() == 2);
    assert_eq!(instance.messages()[1], "Failing: stopped by an internal error.");
}
