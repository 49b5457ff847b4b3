//! The buffers of one audio thread, and the call that passes them to the plugin.

use clack_host::prelude::*;

use super::Handlers;

/// Stereo in, with a silent sidechain, and stereo out.
pub(super) struct Stage {
    pub(super) input: [Vec<f32>; 2],
    pub(super) output: [Vec<f32>; 2],
    sidechain: [Vec<f32>; 2],
    input_ports: AudioPorts,
    output_ports: AudioPorts,
}

impl Stage {
    /// For blocks of at most that many frames.
    pub(super) fn new(most_frames: usize) -> Stage {
        let stereo = || [vec![0.0; most_frames], vec![0.0; most_frames]];
        Stage {
            input: stereo(),
            output: stereo(),
            sidechain: stereo(),
            // Capacity for every channel of every port: the ports must never grow while pointers are held.
            input_ports: AudioPorts::with_capacity(4, 2),
            output_ports: AudioPorts::with_capacity(2, 1),
        }
    }

    /// Passes the first frames of the input; false if the plugin refuses the block.
    pub(super) fn process(
        &mut self,
        processor: &mut StartedPluginAudioProcessor<Handlers>,
        frames: usize,
        steady_frame: u64,
    ) -> bool {
        // Poisoned, so that an output left unwritten is detected.
        self.output.iter_mut().for_each(|buffer| buffer.fill(f32::MAX));
        let inputs =
            self.input_ports.with_input_buffers([&mut self.input, &mut self.sidechain].map(|port| {
                AudioPortBuffer {
                    latency: 0,
                    channels: AudioPortBufferType::f32_input_only(
                        port.iter_mut().map(|buffer| InputChannel::variable(&mut buffer[..frames])),
                    ),
                }
            }));
        let mut outputs = self.output_ports.with_output_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_output_only(
                self.output.iter_mut().map(|buffer| &mut buffer[..frames]),
            ),
        }]);
        let mut events = EventBuffer::new();
        let result = processor.process(
            &inputs,
            &mut outputs,
            &InputEvents::empty(),
            &mut OutputEvents::from_buffer(&mut events),
            Some(steady_frame),
            None,
        );
        result.is_ok()
    }

    /// How many of the first frames' samples left the plugin with other bits than they had.
    pub(super) fn altered(&self, frames: usize) -> u64 {
        let differ = |(a, b): &(&f32, &f32)| a.to_bits() != b.to_bits();
        let altered = |(input, output): (&Vec<f32>, &Vec<f32>)| {
            input[..frames].iter().zip(output).filter(differ).count() as u64
        };
        self.input.iter().zip(&self.output).map(altered).sum()
    }
}
