package io.framelog.viewer.detect;

import io.framelog.detection.face.FaceSearch;
import io.framelog.detection.motion.Workspace;
import io.framelog.ffmpeg.FFmpegException;
import io.framelog.ffmpeg.GreyDecoder;
import io.framelog.ffmpeg.GreyPicture;
import io.framelog.ffmpeg.PictureTooLargeException;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageSize;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes the frames that streams want to look at, with memory that they share. For one thread. */
final class Samples implements AutoCloseable {
    /** Sizes whose memory is kept; a size needs about 1 MB. */
    private static final int MOST_SIZES = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Samples.class);

    private final DetectionCounters counters;
    private final Optional<FaceFinder> faces;
    private final GreyDecoder decoder = new GreyDecoder(Workspace.LONGEST_SIDE);
    private final Map<ImageSize, Workspace> workspaces = new LinkedHashMap<>(2 * MOST_SIZES, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ImageSize, Workspace> eldest) {
            return size() > MOST_SIZES;
        }
    };

    /** @param search finds the faces while something moves; empty if faces are not looked for */
    Samples(DetectionCounters counters, Optional<FaceSearch> search) {
        this.counters = counters;
        faces = search.map(FaceFinder::new);
    }

    /**
     * Shows a frame to its stream, if the stream wants it.
     *
     * @param factor how many times longer than usual the time between two pictures is
     */
    void look(WatchedStream stream, Frame frame, long offset, double factor) throws InterruptedException {
        switch (stream.wish(frame.capturedMicros(), factor)) {
            case LOOK -> look(stream, frame, offset);
            case SKIP -> counters.skipped();
            case NOTHING -> {}
        }
    }

    private void look(WatchedStream stream, Frame frame, long offset) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            Optional<GreyPicture> picture = decoder.decode(frame.format(), frame.image());
            if (picture.isPresent()) {
                long decoded = System.nanoTime();
                ImageSize size = picture.get().size();
                Workspace work = workspaces.computeIfAbsent(size, its -> new Workspace(its.width(), its.height()));
                stream.look(work, picture.get(), frame, offset);
                counters.sample(decoded - begin, System.nanoTime() - decoded);
                if (faces.isPresent()) {
                    stream.lookForFaces(faces.get(), frame, offset);
                }
                return;
            }
        } catch (PictureTooLargeException | FFmpegException e) {
            LOG.debug("a frame of {} was not looked at: {}", frame.stream(), e.getMessage());
        } catch (IOException e) {
            LOG.debug("a frame of {} was not looked at", frame.stream(), e);
        }
        counters.damaged();
    }

    @Override
    public void close() {
        decoder.close();
        faces.ifPresent(FaceFinder::close);
    }
}
