//! Many instances in one process, created and destroyed while others play.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use groundtruth_tests::headless_host::{HeadlessHost, MainAudio, Sidechain, linked_library, process_block};

/// Instances at a time.
const CROWD: usize = 50;
/// Audio threads, each playing one instance throughout.
const PLAYERS: usize = 4;
/// Instances destroyed and recreated.
const TURNOVER: usize = 150;

/// A small generator: the same sequence in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

fn listening(library: &groundtruth_tests::clap_host::Library) -> HeadlessHost {
    let mut host = HeadlessHost::new(library);
    let mut state = host.save();
    state.set_in_field("settings", "analyse_while_closed", true.into());
    state.set_in_field("settings", "measure.transform_frames", 4096.into());
    host.load(&state).expect("the plugin takes its own state");
    host.activate(48_000.0, 512);
    host
}

fn threads_of_this_process() -> usize {
    std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count)
}

#[test]
fn fifty_instances_come_and_go_while_others_play() {
    let library = linked_library();
    let threads_before = threads_of_this_process();
    let mut players: Vec<HeadlessHost> = (0..PLAYERS).map(|_| listening(&library)).collect();
    let (stop, blocks) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        let playing: Vec<_> = players
            .iter_mut()
            .map(|player| {
                let mut processor = player.take_processor();
                let (stop, blocks) = (&stop, &blocks);
                scope.spawn(move || {
                    let mut block = vec![vec![0.5f32; 512]; 2];
                    while !stop.load(Ordering::Relaxed) {
                        let main = MainAudio::InPlace(&mut block);
                        process_block(&mut processor, main, Sidechain::Unconnected).expect("players play on");
                        blocks.fetch_add(1, Ordering::Relaxed);
                        std::thread::sleep(Duration::from_millis(5));
                    }
                    assert!(block.iter().flatten().all(|&sample| sample == 0.5));
                    processor
                })
            })
            .collect();

        turn_over(&library);
        stop.store(true, Ordering::Relaxed);
        let processors: Vec<_> = playing.into_iter().map(|thread| thread.join().expect("no panic")).collect();
        players.iter_mut().zip(processors).for_each(|(player, processor)| player.give_back(processor));
    });
    assert!(blocks.load(Ordering::Relaxed) > 0);
    drop(players);
    assert!(threads_fall_to(threads_before + 1), "only the framework's own helper thread may stay");
}

/// Whether the number of threads soon falls to `count`. Other tests of this program start and end meanwhile.
fn threads_fall_to(count: usize) -> bool {
    let deadline = Instant::now() + Duration::from_secs(20);
    while threads_of_this_process() > count && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    threads_of_this_process() <= count
}

/// Fills the crowd, replaces random members of it, some of them active, and empties it again.
fn turn_over(library: &groundtruth_tests::clap_host::Library) {
    let mut random = Random(2026);
    let mut crowd: Vec<HeadlessHost> = (0..CROWD).map(|_| HeadlessHost::new(library)).collect();
    for _ in 0..TURNOVER {
        let place = random.below(CROWD);
        crowd[place] = if random.below(2) == 0 { listening(library) } else { HeadlessHost::new(library) };
        if random.below(3) == 0 {
            let other = &mut crowd[random.below(CROWD)];
            other.activate(44_100.0, 256);
            other.play(&[vec![0.1; 1000], vec![0.2; 1000]], 256);
        }
    }
}
