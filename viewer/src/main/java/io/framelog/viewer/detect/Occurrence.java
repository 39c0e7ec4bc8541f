package io.framelog.viewer.detect;

import io.framelog.event.StreamEvent;

/**
 * What was found in the past. Immutable.
 *
 * @param began its first event
 * @param ended its last event, which has all that is known of it
 */
public record Occurrence(StreamEvent began, StreamEvent ended) {}
