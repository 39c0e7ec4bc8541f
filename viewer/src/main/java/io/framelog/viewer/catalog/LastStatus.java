package io.framelog.viewer.catalog;

import io.framelog.status.StreamStatus;
import java.time.Duration;

/**
 * A publisher's last status.
 *
 * @param age by this machine's clock: the publisher's may be wrong
 */
public record LastStatus(StreamStatus status, Duration age) {}
