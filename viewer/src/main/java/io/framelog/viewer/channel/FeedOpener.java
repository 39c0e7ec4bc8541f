package io.framelog.viewer.channel;

import io.framelog.viewer.access.Identity;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.StreamNames;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.ViewerLimit;
import io.framelog.viewer.preview.Previews;
import io.framelog.viewer.replay.Replay;
import io.framelog.viewer.replay.ReplayOpener;

/** Finds what a picture shows, as far as its window may see it. Only for the fan-out thread. */
final class FeedOpener {
    private final FanOut fanOut;
    private final Previews previews;
    private final StreamNames streams;
    private final ViewerLimit limit;
    private final ReplayOpener replays;

    FeedOpener(FanOut fanOut, Previews previews, StreamNames streams, ViewerLimit limit, ReplayOpener replays) {
        this.fanOut = fanOut;
        this.previews = previews;
        this.streams = streams;
        this.limit = limit;
        this.replays = replays;
    }

    /**
     * Has a picture begin, now or later.
     *
     * @throws ProblemException if it cannot be shown
     */
    void open(Picture picture, Identity client) {
        Wanted wanted = picture.wanted();
        streams.require(wanted.stream(), client);
        limit.requireRoom(); // also for a replay, which can become live
        if (wanted.from().isPresent()) {
            replays.open(
                    client,
                    wanted.stream(),
                    wanted.from().get(),
                    wanted.speed(),
                    wanted.minInterval(),
                    wanted.width(),
                    picture::note,
                    new WaitingPicture(picture));
            return;
        }
        if (client.range().isPresent()) {
            throw new ProblemException(Problem.forbidden("this link shows only a range of a stream's past"));
        }
        int width = wanted.width().orElse(Integer.MAX_VALUE);
        if (Previews.isFullSize(width) || !previews.hasRoom(wanted.stream(), width)) {
            picture.begin(fanOut.join(wanted.stream()));
        } else {
            var unused = previews.ready()
                    .whenComplete((ready, failure) -> fanOut.post(() -> beginReduced(picture, failure == null)));
        }
    }

    /** A window that cannot have a smaller picture gets the full one. */
    private void beginReduced(Picture picture, boolean possible) {
        Wanted wanted = picture.wanted();
        if (!picture.isOver()) {
            picture.begin(
                    possible
                            ? previews.join(wanted.stream(), wanted.width().orElseThrow(), wanted.minInterval())
                            : fanOut.join(wanted.stream()));
        }
    }

    /** The window may not want the picture any more when its replay is found. */
    private record WaitingPicture(Picture picture) implements ReplayOpener.Waiting {
        @Override
        public void opened(Replay replay) {
            if (picture.isOver()) {
                replay.abandon();
                return;
            }
            replay.start().note().ifPresent(picture::note);
            replay.begin().ifPresent(picture::begin);
        }

        @Override
        public void refused(Problem problem) {
            picture.refuse(problem);
        }
    }
}
