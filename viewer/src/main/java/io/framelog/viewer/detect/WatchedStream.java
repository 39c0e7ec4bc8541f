package io.framelog.viewer.detect;

import io.framelog.detection.face.Face;
import io.framelog.detection.face.FaceWatch;
import io.framelog.detection.motion.Finding;
import io.framelog.detection.motion.MotionWatch;
import io.framelog.detection.motion.Workspace;
import io.framelog.event.StreamEvent;
import io.framelog.ffmpeg.GreyPicture;
import io.framelog.ffmpeg.Thumbnailer;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageSize;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a partition in which motion, and faces if they are wanted, are looked for. It says which frames it wants, and passes on the events. For
 * one thread.
 */
final class WatchedStream implements MotionWatch.Listener {
    /** A detector that is restarted reads so much again, to know the scene before something moves. */
    private static final long RUN_UP_MICROS = 10_000_000;
    /** Places of the log that are kept, each about a second after the one before. */
    private static final int PLACES = 12;

    private static final long PLACE_MICROS = 1_000_000;

    private final WatchSettings settings;
    private final FindingEvents events;
    private final Consumer<StreamEvent> output;
    private final long leastStep;
    private final long[] placeMicros = new long[PLACES];
    private final long[] placeOffsets = new long[PLACES];
    private final BestPicture best;
    private final BestPicture bestFace;
    private final FaceWatch faces;
    private int places;
    private @Nullable MotionWatch watch;
    private @Nullable ImageSize size;
    private @Nullable Finding told;
    private long toldUntil = Long.MIN_VALUE;
    private long last = Long.MIN_VALUE;
    private long due = Long.MIN_VALUE;
    private long lookedNanos = System.nanoTime();

    /**
     * A stream to watch.
     *
     * @param pictures makes the pictures of its events, with {@link BestPicture#QUALITY}
     * @param output takes the events, in order
     */
    WatchedStream(WatchSettings settings, FindingEvents events, Thumbnailer pictures, Consumer<StreamEvent> output) {
        this.settings = settings;
        leastStep = settings.leastStep();
        this.events = events;
        this.output = output;
        best = new BestPicture(pictures);
        bestFace = new BestPicture(pictures);
        faces = new FaceWatch(settings.motion(), this);
    }

    /** How it is watched. */
    WatchSettings settings() {
        return settings;
    }

    /** What another process has told of this stream. Call it before the first picture. */
    void resume(Optional<Finding> open, long until) {
        told = open.orElse(null);
        toldUntil = until;
    }

    /** What another process has told of the faces in this stream. Call it before the first picture. */
    void resumeFaces(Optional<Finding> open, long until) {
        open.ifPresentOrElse(faces::resume, () -> faces.ignoreUntil(until));
    }

    /** What is to be done with a frame. */
    enum Wish {
        LOOK,
        /** It is due, but left out to follow the stream. */
        SKIP,
        /** It is not due. */
        NOTHING
    }

    /**
     * What is to be done with a frame of this time.
     *
     * @param factor how many times longer than usual the time between two pictures is
     */
    Wish wish(long micros, double factor) {
        if (last == Long.MIN_VALUE || micros < last) {
            return Wish.LOOK;
        }
        if (micros < due) {
            return Wish.NOTHING;
        }
        if (factor > 1 && micros - last < factor * leastStep) {
            due = nextDue(micros);
            return Wish.SKIP;
        }
        return Wish.LOOK;
    }

    /** Keeps the mean rate, unless frames come too late for it. */
    private long nextDue(long micros) {
        return due == Long.MIN_VALUE || micros < last || micros - due > leastStep
                ? micros + leastStep
                : due + leastStep;
    }

    /** Looks at a frame. */
    void look(Workspace work, GreyPicture picture, Frame frame, long offset) {
        long micros = frame.capturedMicros();
        MotionWatch present = watch;
        if (present == null || !picture.size().equals(size)) {
            finish();
            present = new MotionWatch(picture.size().width(), picture.size().height(), settings.motion(), this);
            size = picture.size();
            watch = present;
            if (told != null) {
                present.resume(told);
                told = null;
            }
            present.ignoreUntil(toldUntil);
        }
        due = nextDue(micros);
        last = micros;
        lookedNanos = System.nanoTime();
        if (present.look(work, picture.luma(), micros, offset)) {
            best.keep(frame);
        }
        notePlace(micros, offset, present.isMoving());
    }

    /** Looks for faces in the frame that was looked at, if something moves and it is time. */
    void lookForFaces(FaceFinder finder, Frame frame, long offset) throws InterruptedException {
        MotionWatch present = watch;
        if (present == null || !present.isMoving()) {
            faces.finish();
        } else if (faces.wants(frame.capturedMicros())) {
            Optional<List<Face>> found = finder.find(frame, present.moving());
            if (found.isPresent() && faces.look(found.get(), present.zones(), frame.capturedMicros(), offset)) {
                bestFace.keep(frame);
            }
        }
    }

    /** While something moves, the place before it stays: another process would begin there. */
    private void notePlace(long micros, long offset, boolean moving) {
        if (places > 0 && (moving || micros - placeMicros[places - 1] < PLACE_MICROS)) {
            return;
        }
        if (places == PLACES) {
            System.arraycopy(placeMicros, 1, placeMicros, 0, PLACES - 1);
            System.arraycopy(placeOffsets, 1, placeOffsets, 0, PLACES - 1);
            places--;
        }
        placeMicros[places] = micros;
        placeOffsets[places] = offset;
        places++;
    }

    /** Where another process would have to begin to find the same. Long.MAX_VALUE before the first picture. */
    long place() {
        for (int i = 0; i < places; i++) {
            if (last - placeMicros[i] <= RUN_UP_MICROS || i == places - 1 || isMoving()) {
                return placeOffsets[i];
            }
        }
        return Long.MAX_VALUE;
    }

    boolean isMoving() {
        return watch != null && watch.isMoving();
    }

    /** When it had a picture that was looked at, as {@link System#nanoTime}. */
    long lookedNanos() {
        return lookedNanos;
    }

    /** No more pictures come. */
    void finish() {
        if (watch != null) {
            watch.finish();
            watch = null;
            faces.finish();
        }
    }

    @Override
    public void began(Finding finding) {
        output.accept(events.began(finding));
    }

    @Override
    public void ended(Finding finding) {
        output.accept(events.ended(
                finding,
                switch (finding.kind()) {
                    case MOTION -> best.take();
                    case FACE -> bestFace.take();
                    case SCENE -> Optional.empty();
                }));
    }
}
