package io.framelog.viewer.http;

import io.framelog.viewer.history.HistoryExecutor;
import io.framelog.viewer.history.PastFrames;
import io.framelog.viewer.thumbnail.Thumbnails;
import io.framelog.viewer.timeline.TimelineReader;

/**
 * What the HTTP server answers from where the past is asked for.
 *
 * @param executor looks things up
 * @param frames finds single frames
 * @param timelines finds out where there are frames
 * @param thumbnails makes frames small
 */
public record HistoryParts(
        HistoryExecutor executor, PastFrames frames, TimelineReader timelines, Thumbnails thumbnails) {}
