package io.framelog.viewer.detect;

import io.framelog.detection.motion.MotionSettings;

/**
 * How a stream is watched. Immutable.
 *
 * @param motion what counts as motion
 * @param leastStep between two pictures that are looked at, in microseconds
 */
public record WatchSettings(MotionSettings motion, long leastStep) {}
