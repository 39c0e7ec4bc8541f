package io.framelog.viewer.catalog;

import io.framelog.status.StreamStatus;
import java.time.Duration;

/**
 * What a publisher said last.
 *
 * @param status what it said
 * @param silence since it did, by this machine's clock: the publisher's may be wrong
 */
record LastStatus(StreamStatus status, Duration silence) {}
