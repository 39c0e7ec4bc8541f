package io.framelog.publisher;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.frame.Frame;
import io.framelog.publisher.encode.FrameMaker;
import io.framelog.publisher.progress.DropReason;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.send.FrameQueue;
import io.framelog.publisher.send.Run;
import io.framelog.publisher.source.MediaSource;
import io.framelog.publisher.source.SourceOpener;
import java.io.IOException;

/** Makes frames of a source's pictures and puts them into a queue. For one thread. */
final class FrameCapture {
    private final PublishSettings settings;
    private final int maxFrameBytes;
    private final Run run;
    private final SourceOpener opener;
    private final LiveCapture live;
    private final PublishStats stats;
    private final FrameQueue queue;

    /**
     * @param opener opens a recording again that is repeated
     * @param live keeps a live source open
     */
    FrameCapture(
            PublishSettings settings,
            int maxFrameBytes,
            Run run,
            SourceOpener opener,
            LiveCapture live,
            PublishStats stats,
            FrameQueue queue) {
        this.settings = settings;
        this.maxFrameBytes = maxFrameBytes;
        this.run = run;
        this.opener = opener;
        this.live = live;
        this.stats = stats;
        this.queue = queue;
    }

    /**
     * Captures until the source ends.
     *
     * @param published how many frames of the run are in the log already
     */
    void run(MediaSource source, long published) throws IOException, InterruptedException {
        try (FrameMaker maker = maker(source)) {
            maker.skip(published);
            if (source.isLive()) {
                live.run(source, maker);
            } else {
                play(source, maker, published);
            }
        }
    }

    private FrameMaker maker(MediaSource source) {
        boolean isLive = source.isLive();
        FrameMaker.Output output = frame -> {
            live.frame();
            if (isSmallEnough(frame, isLive)) {
                queue.put(frame);
            }
        };
        return new FrameMakers(settings, settings.speed()).of(source, run.id(), stats, output);
    }

    private void play(MediaSource first, FrameMaker maker, long published) throws IOException, InterruptedException {
        maker.readToEnd(first);
        if (stats.captured() == 0 && published == 0) {
            throw new CommandFailure(
                    ExitCode.NO_INPUT,
                    opener.describe() + " has no picture that can be decoded: it is damaged, or its kind is not "
                            + "supported, such as an animated WebP, and must be converted to MP4 first");
        }
        while (settings.loop()) {
            try (MediaSource again = opener.open()) {
                maker.readToEnd(again);
            }
        }
    }

    private boolean isSmallEnough(Frame frame, boolean isLive) {
        int bytes = frame.image().remaining();
        if (bytes <= maxFrameBytes) {
            return true;
        }
        String message = "a frame has " + bytes + " bytes, more than --max-frame-bytes " + maxFrameBytes
                + ": raise that limit, or lower --quality or --size";
        if (!isLive) {
            throw new CommandFailure(ExitCode.UNEXPECTED, message);
        }
        stats.drop(DropReason.TOO_LARGE, message);
        return false;
    }
}
