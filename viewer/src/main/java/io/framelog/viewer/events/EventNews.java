package io.framelog.viewer.events;

import java.util.Optional;

/**
 * What a subscription brings: an event, or how far the log was read without one.
 *
 * @param id from which a client that has this can resume
 * @param gap why events are missing before it, for people; empty if none are
 * @param event as JSON; empty if there is none up to this place
 */
public record EventNews(String id, String gap, Optional<String> event) {}
