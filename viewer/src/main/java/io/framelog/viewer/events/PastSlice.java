package io.framelog.viewer.events;

import java.util.List;

/**
 * A bounded piece of the log of events, read for one client.
 *
 * @param events the client's events, in the log's order within each partition
 * @param from where reading began
 * @param end where reading ended
 * @param gap why it does not begin where the client asked, for people; empty if it does
 */
record PastSlice(List<LoggedEvent> events, EventCursor from, EventCursor end, String gap) {}
