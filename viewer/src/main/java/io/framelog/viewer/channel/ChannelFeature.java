package io.framelog.viewer.channel;

import io.framelog.viewer.channel.ChannelCounters.End;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.discovery.StreamsResource;
import io.framelog.viewer.events.EventFanOut;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.LiveFeature;
import io.framelog.viewer.metrics.Meters;
import io.framelog.viewer.preview.Previews;
import io.framelog.viewer.replay.ReplayOpener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Locale;

/** Serves the windows of the page: all that one shows comes over one WebSocket. */
public final class ChannelFeature implements Feature {
    private final ChannelCounters counters = new ChannelCounters();
    private final ListBoard lists;
    private final ChannelResource resource;
    private final int maxWindows;

    /**
     * Creates the feature. Its windows are served by the thread of live video.
     *
     * @param live has the streams, and sends their frames
     * @param previews has the smaller pictures
     * @param replays the past of the streams
     * @param events those of the streams
     * @param streams the streams and their list
     */
    public ChannelFeature(
            LiveFeature live,
            Previews previews,
            ReplayOpener replays,
            EventFanOut events,
            StreamsResource streams,
            SendBuffer sendBuffer) {
        FanOut fanOut = live.fanOut();
        Clock clock = Clock.systemUTC();
        lists = new ListBoard(fanOut, new ListMaker(streams, clock, fanOut::now));
        FeedOpener opener = new FeedOpener(fanOut, previews, streams, live.limit(), replays);
        resource = new ChannelResource(
                new Windows(fanOut, opener, lists, events, counters, clock), live.limit(), sendBuffer);
        maxWindows = live.limit().max();
    }

    @Override
    public void addRoutes(Routes routes) {
        routes.getPast("/ws", resource::answer);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters<ChannelCounters> meters = Meters.of(registry, counters)
                .gauge("channel.windows", "windows of the page that are connected", ChannelCounters::windows)
                .limit("channel.windows.limit", "limit of windows", maxWindows)
                .gauge("channel.pictures", "pictures that windows are shown", ChannelCounters::pictures)
                .counter("channel.sent.frames", "frames sent to windows", ChannelCounters::frames)
                .counter("channel.sent.bytes", "bytes of the frames sent to windows", ChannelCounters::bytes)
                .counter(
                        "channel.skipped.busy",
                        "frames skipped: the window was still taking something",
                        ChannelCounters::busyCount)
                .counter(
                        "channel.skipped.unreported",
                        "frames skipped: the window did not report earlier ones",
                        ChannelCounters::unreportedCount);
        for (End end : End.values()) {
            meters.counter(
                    "channel.closed",
                    "reason",
                    end.name().toLowerCase(Locale.ROOT),
                    "windows' connections that ended, by reason",
                    closed -> closed.endCount(end));
        }
    }

    @Override
    public void close() {
        lists.close();
    }
}
