"""Golden questions: a file of questions with the answers that are expected, asked of a catalogue."""
