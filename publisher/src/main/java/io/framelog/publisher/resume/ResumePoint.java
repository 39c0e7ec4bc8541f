package io.framelog.publisher.resume;

import io.framelog.frame.Position;

/**
 * How far the log has a recording.
 *
 * @param run the run that published it, which goes on
 * @param frames how many of its frames are not to be published again: all up to the last one in the log
 * @param newest the last one's position
 */
public record ResumePoint(String run, long frames, Position newest) {}
