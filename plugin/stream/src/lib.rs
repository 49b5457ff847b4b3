//! The realtime boundary: every frame from the audio thread to the analysis thread, or a counted gap.
