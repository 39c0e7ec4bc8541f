package io.framelog.viewer.events;

import java.util.List;

/**
 * A bounded piece of the log of events, read for one client.
 *
 * @param events in the log's order within each partition; those of other streams than the client's are left out
 * @param from where the reading began
 * @param end up to where it was read
 * @param gap why it does not begin where it was to, for people; empty where it does
 */
record PastSlice(List<LoggedEvent> events, EventCursor from, EventCursor end, String gap) {}
