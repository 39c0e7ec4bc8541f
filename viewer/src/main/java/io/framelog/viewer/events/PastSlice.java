package io.framelog.viewer.events;

import java.util.List;

/**
 * A bounded piece of the log of events, read for one client.
 *
 * @param events the client's events, in the log's order within each partition
 * @param from where reading began
 * @param end where reading ended
 * @param gap why the slice does not begin at the requested position; empty if it does
 */
record PastSlice(List<LoggedEvent> events, EventCursor from, EventCursor end, String gap) {}
