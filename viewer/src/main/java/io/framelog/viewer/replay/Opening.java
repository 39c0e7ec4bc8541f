package io.framelog.viewer.replay;

import java.util.Optional;

/**
 * What was found where a replay is to begin.
 *
 * @param way how to go on
 * @param first the first frames; with none, and at the end, there is nothing (yet)
 * @param note what the client should know: that the log begins later than it asked for
 */
record Opening(ReadPlan way, Chunk first, Optional<String> note) {}
